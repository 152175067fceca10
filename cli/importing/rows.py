"""A row of the office's table becomes an entry of history, or a fault that says what to mend in the table.

What is decided here and why, for the clerk who reads the report: docs/import.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from cli.importing import cleaning
from cli.importing.cleaning import SHANGHAI, Moment
from cli.importing.mapping import Mapping
from cli.importing.table import Raw
from contracts.words import REFERENCE

# the first of these message boards opened in this century; an earlier time is a slip of the pen
FIRST_DAY = datetime(2000, 1, 1, tzinfo=SHANGHAI)
# the largest text that a spreadsheet cell can hold, which is more than any message or reply we have seen
TEXT_LIMIT = 32_767
TITLE_LIMIT = 500
USER_LIMIT = 50
# shorter replies are taken as they are and pointed out: many say no more than "received"
SHORT_REPLY = 20


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer that the office recorded."""

    text: str
    replied_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as the history it was; `notes` are what a person may want to look at again."""

    row: int
    reference: str
    user: str
    title: str
    body: str
    kind: str | None
    agency: str | None
    submitted_at: datetime
    accepted_at: datetime
    assigned_at: datetime
    reply: Reply | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was not taken, and the reason in words for the clerk."""

    row: int
    reference: str
    code: str
    reason: str


class Unusable(ValueError):
    """Raised inside `entry` with a fault's code and reason."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def entries(raws: Iterable[Raw], mapping: Mapping, now: datetime) -> Iterator[Entry | Fault]:
    """One entry or fault for each row, in order.

    A number met before is a fault, since only one row can be it. The same text by the same person in the same second
    under another number is taken and pointed out: the office counted both, and merging is a clerk's decision.
    """
    first_rows: dict[str, int] = {}
    same_rows: dict[tuple[str, str, datetime], int] = {}
    for raw in raws:
        reference = cleaning.reference(raw.cells.get("number"))
        first = first_rows.get(reference)
        if first is not None:
            yield Fault(raw.row, reference, "number_repeated", f"留言编号与第 {first} 行重复，同一编号只能导入一次。")
            continue
        try:
            taken = entry(raw, mapping, now)
        except Unusable as unusable:
            yield Fault(raw.row, reference, unusable.code, unusable.reason)
            continue
        first_rows[reference] = raw.row
        same = same_rows.setdefault((taken.user, taken.body, taken.submitted_at), raw.row)
        if same != raw.row:
            note = f"与第 {same} 行的留言用户、时间和内容都相同，可能是重复留言。"
            taken = replace(taken, notes=(*taken.notes, note))
        yield taken


def entry(raw: Raw, mapping: Mapping, now: datetime) -> Entry:
    """The row's history; raises Unusable."""
    notes: list[str] = []
    reference = number(raw)
    body = required_text(raw, "body", "留言详情")
    submitted = required_time(raw, "submitted_at", "留言时间")
    submitted_at = plausible(submitted.earliest(), "留言时间", now)
    if not submitted.exact:
        notes.append(f"留言时间只有日期（{day(submitted)}），按当日 0:00:00 记录。")
    accepted_at = step(raw, "accepted_at", "受理时间", (submitted_at, "留言时间"), now)
    assigned_at = step(raw, "assigned_at", "转办时间", (accepted_at, "受理时间"), now)
    return Entry(
        row=raw.row,
        reference=reference,
        user=user(raw),
        title=title(raw, body, notes),
        body=body,
        kind=kind(raw, mapping),
        agency=agency(raw, mapping),
        submitted_at=submitted_at,
        accepted_at=accepted_at,
        assigned_at=assigned_at,
        reply=reply(raw, assigned_at, now, notes),
        notes=tuple(notes),
    )


def number(raw: Raw) -> str:
    """The office's own number, by which a second import knows the message again."""
    reference = cleaning.reference(raw.cells.get("number"))
    if not reference:
        raise Unusable("number_missing", "缺少留言编号：没有编号就无法防止重复导入。")
    if not REFERENCE.admits(reference):
        allowed = "只能由字母、数字和 _ . : / # - 组成，最多 64 个字符"
        raise Unusable("number_unusable", f"留言编号“{reference[:40]}”无法使用：{allowed}。")
    return reference


def user(raw: Raw) -> str:
    """The citizen's name on the old board, if the table has it."""
    name = cleaning.line(raw.cells.get("user"))
    if len(name) > USER_LIMIT:
        raise Unusable("user_too_long", f"留言用户有 {len(name)} 个字符，超过 {USER_LIMIT} 个字符的上限。")
    return name


def required_text(raw: Raw, name: str, header: str) -> str:
    """A text that must be there, of a length that a spreadsheet can hold."""
    text = cleaning.text(raw.cells.get(name))
    if not text:
        raise Unusable(f"{name}_missing", f"{header}是空的。")
    if len(text) > TEXT_LIMIT:
        raise Unusable(f"{name}_too_long", f"{header}有 {len(text)} 个字符，超过 {TEXT_LIMIT} 个字符的上限。")
    return text


def title(raw: Raw, body: str, notes: list[str]) -> str:
    """The title; the beginning of the text where the office kept none."""
    given = cleaning.line(raw.cells.get("title"))
    if not given:
        notes.append("留言主题是空的，已用留言详情的开头代替。")
        given = cleaning.line(body)[:30]
    if len(given) > TITLE_LIMIT:
        raise Unusable("title_too_long", f"留言主题有 {len(given)} 个字符，超过 {TITLE_LIMIT} 个字符的上限。")
    return given


def required_time(raw: Raw, name: str, header: str) -> Moment:
    """A time that must be there and be readable."""
    value = raw.cells.get(name)
    shown = cleaning.line(value)
    if not shown:
        raise Unusable(f"{name}_missing", f"{header}是空的。")
    found = cleaning.moment(value)
    if found is None:
        raise Unusable(f"{name}_unreadable", f"{header}“{shown[:40]}”无法识别，请改成 2019/4/25 9:32:09 这样的格式。")
    return found


def plausible(at: datetime, header: str, now: datetime) -> datetime:
    """An instant between the first message boards and now."""
    if at < FIRST_DAY:
        raise Unusable("time_too_early", f"{header}早于 {FIRST_DAY.year} 年，请核对。")
    if at > now:
        raise Unusable("time_in_future", f"{header}在将来，请核对。")
    return at


def step(raw: Raw, name: str, header: str, previous: tuple[datetime, str], now: datetime) -> datetime:
    """When the next step was taken; where the table does not say, at the moment of the previous one."""
    before, before_header = previous
    if not cleaning.line(raw.cells.get(name)):
        return before
    found = required_time(raw, name, header)
    at = plausible(found.earliest(), header, now)
    if not found.exact:
        at = max(at, min(before, found.latest()))
    if at < before:
        raise Unusable(f"{name}_out_of_order", f"{header}早于{before_header}。")
    return at


def kind(raw: Raw, mapping: Mapping) -> str | None:
    """One of the five kinds, by the table's word for it; None where the table does not say."""
    word = cleaning.line(raw.cells.get("kind"))
    if not word:
        return None
    known = mapping.kinds.get(word, word)
    if known not in mapping.kinds.values():
        words = "、".join(mapping.kinds)
        raise Unusable("kind_unknown", f"留言类型“{word[:40]}”不认识：可用 {words}，或在映射文件的 kinds 中写明。")
    return known


def agency(raw: Raw, mapping: Mapping) -> str | None:
    """The agency's code here, by the table's word for it; None where the table does not say."""
    word = cleaning.line(raw.cells.get("agency"))
    return mapping.agencies.get(word, word) or None


def reply(raw: Raw, assigned_at: datetime, now: datetime, notes: list[str]) -> Reply | None:
    """The office's answer; None when there is neither a text nor a time.

    One without the other is a fault: a text without its time cannot be counted on any day, and a time without a text
    may be an answer that the export lost. Either way an open case would be wrong.
    """
    shown = cleaning.line(raw.cells.get("replied_at"))
    if not cleaning.text(raw.cells.get("reply")):
        if shown:
            remedy = "请补上答复意见，或删去答复时间"
            raise Unusable("reply_missing", f"有答复时间（{shown[:40]}）但答复意见是空的，{remedy}。")
        return None
    text = required_text(raw, "reply", "答复意见")
    moment = required_time(raw, "replied_at", "答复时间")
    plausible(moment.earliest(), "答复时间", now)
    # a day without a time counts from its end: never before the message, never earlier than it can have been
    replied_at = min(moment.latest(), now)
    if replied_at < assigned_at:
        raise Unusable("replied_too_early", f"答复时间（{shown[:40]}）早于留言或转办时间，请核对。")
    if not moment.exact:
        notes.append(f"答复时间只有日期（{day(moment)}），按当日 23:59:59 记录。")
    length = sum(not character.isspace() for character in text)
    if length < SHORT_REPLY:
        notes.append(f"答复只有 {length} 个字，已按办结导入，请核对是否为正式答复。")
    return Reply(text, replied_at)


def day(moment: Moment) -> str:
    """A day as offices write it."""
    at = moment.at.astimezone(SHANGHAI)
    return f"{at.year}/{at.month}/{at.day}"
