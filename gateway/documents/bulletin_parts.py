"""The parts of a bulletin's document: what each says in sentences, and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from docx.document import Document as DocumentObject
from docx.shared import Mm, Pt

from gateway.documents.bulletin_phrases import FIGURES_OF, Content, clock, moment, past, rate
from gateway.documents.bulletin_words import OF_OVERDUE, ROWS, called, figure, shown
from gateway.documents.figures_words import SPAN, SPANS
from gateway.documents.native_chart import add_chart
from gateway.documents.official import SUBHEADING, heading, say
from gateway.documents.official_table import Column, caption, table
from gateway.documents.trend_chart import TITLE, chart_with_book, has_figures
from gateway.documents.words import chinese_date, day

_TEXT: Final = 156  # millimetres between the margins
_SMALL: Final = Pt(9)  # 小五
_COMPARED: Final = ("completion_rate", "on_time_rate", "satisfaction_rate")
_PLAIN: Final = {"completion_rate": "办结率", "on_time_rate": "按期办结率", "satisfaction_rate": "满意率"}


def overall(document: DocumentObject, content: Content) -> None:
    """一、总体情况."""
    told, done = content["workload"], content["completion"]
    if told["received"]:
        say(
            document,
            f"本期共收到网民留言{told['received']}件，已审核{told['screened']}件。其中无效留言{told['invalid']}件"
            f"（不予受理{told['declined']}件，重复合并{told['merged']}件），有效留言{told['valid']}件：受理{told['taken_on']}件，"
            f"指引{told['redirected']}件，撤回{told['withdrawn']}件，待受理{told['waiting']}件。收到的留言已答复{told['replied']}件，"
            f"其中公开答复{told['replied_publicly']}件，未答复{told['unanswered']}件，答复率{rate(told['reply_rate'])}。",
        )
    else:
        say(document, "本期没有收到留言。")
    if done["accepted"]:
        say(
            document,
            f"本期受理{done['accepted']}件。截至{moment(content['as_of'])}，办结{done['closed']}件，在办{done['in_hand']}件，"
            f"超时未办{done['overdue']}件，办结率{rate(done['completion_rate'])}。",
        )
    else:
        say(document, "本期没有受理留言。")
    if done["handed_over"]:
        say(document, f"另有{done['handed_over']}件受理后移交其他系统办理，不计入受理和办结。")
    caption(document, "本期收到的留言（件）")
    pairs = [(figure(name), shown(value)) for name, value in told.items()]
    half = -(-len(pairs) // 2)
    blank = [("", "")] * (2 * half - len(pairs))
    columns = _even(("指标", "数量", "指标", "数量"), left=(0, 2))
    table(document, columns, [(*a, *b) for a, b in zip(pairs[:half], pairs[half:] + blank, strict=True)])
    caption(document, "本期受理的留言（件）")
    _across(document, done)


def kinds_and_fields(document: DocumentObject, content: Content) -> None:
    """二、按类型和领域."""
    if not content["completion"]["accepted"]:
        say(document, "本期没有受理留言，没有可以按类型和领域分列的数据。")
        return
    for heading_, part in (("（一）按类型", "kinds"), ("（二）按领域", "fields")):
        heading(document, heading_, SUBHEADING)
        caption(document, f"本期受理留言{heading_[3:]}分列（件）")
        _listed(document, content, part)


def agencies(document: DocumentObject, content: Content) -> None:
    """三、承办单位办理情况, the overdue named."""
    if not content["completion"]["accepted"]:
        say(document, "本期没有受理留言，没有需要承办的留言。")
        return
    heading(document, "（一）各承办单位", SUBHEADING)
    caption(document, "各承办单位办理情况（件）")
    _listed(document, content, "agencies")
    heading(document, "（二）超时未办", SUBHEADING)
    late = content["overdue"]
    if not late:
        say(document, f"截至{moment(content['as_of'])}，没有超时未办的留言。")
        return
    say(document, f"截至{moment(content['as_of'])}，超时未办{content['completion']['overdue']}件，按超时天数列出如下。")
    caption(document, "超时未办的留言")
    city = content["scope"]["column"] is None
    columns = (
        Column(OF_OVERDUE["number"], Mm(38)),
        *((Column(OF_OVERDUE["column_name"], Mm(32), left=True),) if city else ()),
        Column(OF_OVERDUE["agency_name"], Mm(38 if city else 66), left=True),
        Column(OF_OVERDUE["due"], Mm(30 if city else 34)),
        Column(OF_OVERDUE["days"], Mm(18)),
    )
    table(document, columns, [_late(each, city=city) for each in late])


def timeliness(document: DocumentObject, content: Content) -> None:
    """四、按期办结与办理时间."""
    told = content["timeliness"]
    if not told["accepted"]:
        say(document, f"本期没有受理留言，按期办结率{rate(told['on_time_rate'])}。")
        return
    say(
        document,
        f"本期受理的{told['accepted']}件中，办结{told['closed']}件，在办{told['in_hand']}件，超时未办{told['overdue']}件。"
        f"办结的留言中，按期办结{told['on_time']}件，按期办结率{rate(told['on_time_rate'])}。",
    )
    caption(document, "办理时间（自受理至办结，天）")
    rows = [(SPANS[name], *(shown(told[name][part]) for part in SPAN)) for name in SPANS]
    table(document, _even(("", *SPAN.values()), left=(0,)), rows)


def satisfaction(document: DocumentObject, content: Content) -> None:
    """五、满意度."""
    told = content["satisfaction"]
    if told["evaluations"]:
        say(
            document,
            f"网民对本期受理并已办结的留言作出评价{told['evaluations']}次，满意合计{told['content']}次，"
            f"满意率{rate(told['satisfaction_rate'])}。",
        )
        caption(document, "满意度评价（次）")
        _across(document, told)
    else:
        say(document, f"截至{moment(content['as_of'])}，没有收到满意度评价，满意率{rate(told['satisfaction_rate'])}。")


def trend(document: DocumentObject, content: Content) -> None:
    """六、与前期比较: a table and a chart of the same figures."""
    rows = content["trend"]
    if len(rows) > 1:
        say(document, f"{_compared(content, rows[-2], rows[-1])}各期均在期末之后同样长的时间截止，可以相互比较。")
    else:
        say(document, "没有可供比较的前期数据。")
    caption(document, "本期和此前各期（件）")
    columns = (
        Column(ROWS["trend"], Mm(29), left=True),
        Column(figure("as_of"), Mm(32)),
        *(Column(figure(name), Mm(13.5)) for name in FIGURES_OF["trend"]),
    )
    table(
        document,
        columns,
        [
            (past(row, content), clock(row["as_of"]), *(shown(row[name]) for name in FIGURES_OF["trend"]))
            for row in rows
        ],
        _SMALL,
    )
    if has_figures(content):
        drawn, book = chart_with_book(content)
        add_chart(document, drawn, book, _described(content))


def columns(document: DocumentObject, content: Content) -> None:
    """七、各栏目情况, by jurisdiction."""
    rows = content["columns"]
    if not rows:
        say(document, "本期没有开设的栏目。")
        return
    say(document, "各栏目办理情况按辖区列出如下。收到和有效按收到日期统计，其余按受理日期统计。")
    caption(document, "各栏目办理情况（件）")
    heads = (
        Column(ROWS["columns"], Mm(39), left=True),
        *(Column(figure(name), Mm(13)) for name in FIGURES_OF["columns"]),
    )
    table(document, heads, list(_by_jurisdiction(rows)), _SMALL)


def _by_jurisdiction(rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[str]]:
    """The columns of each place below its name, places as they come first."""
    places = list(dict.fromkeys(row["jurisdiction"] for row in rows))
    ordered = sorted(rows, key=lambda row: places.index(row["jurisdiction"]))
    for place, inside in groupby(ordered, key=lambda row: row["jurisdiction"]):
        yield (shown(place),)
        for row in inside:
            yield (called(row, "columns"), *(shown(row[name]) for name in FIGURES_OF["columns"]))


def _late(told: Mapping[str, Any], *, city: bool) -> tuple[str, ...]:
    agency = called({"key": told["agency"], "name": told["agency_name"]}, "agencies")
    column = (told["column_name"] or told["column"],) if city else ()
    return told["number"], *column, agency, chinese_date(day(told["due"])), shown(told["days"])


def _listed(document: DocumentObject, content: Content, part: str) -> None:
    """A row for each of a part, with its name and its figures."""
    names = FIGURES_OF[part]
    width = 20
    heads = (
        Column(ROWS[part], Mm(_TEXT - width * len(names)), left=True),
        *(Column(figure(name, part), Mm(width)) for name in names),
    )
    table(document, heads, [(called(row, part), *(shown(row[name]) for name in names)) for row in content[part]])


def _across(document: DocumentObject, told: Mapping[str, Any]) -> None:
    """Figures that belong together, beside each other."""
    table(document, _even([figure(name) for name in told]), [[shown(value) for value in told.values()]])


def _even(titles: Iterable[str], left: Sequence[int] = ()) -> list[Column]:
    named = list(titles)
    return [Column(title, Mm(_TEXT / len(named)), left=place in left) for place, title in enumerate(named)]


def _compared(content: Content, before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Whether the last period is more or less than the one before it, in words alone."""
    said = [f"受理件数{_direction(before['accepted'], now['accepted'], '增加', '减少')}"]
    said += [
        f"{_PLAIN[name]}{_direction(Decimal(before[name]), Decimal(now[name]), '上升', '下降')}"
        for name in _COMPARED
        if before[name] is not None and now[name] is not None
    ]
    return f"与{past(before, content)}相比，{'，'.join(said)}。"


def _direction(before: Any, now: Any, more: str, less: str) -> str:
    return "持平" if now == before else more if now > before else less


def _described(content: Content) -> str:
    """The chart in words, for who cannot see it."""
    said = (
        f"{past(row, content)}受理{row['accepted']}件，办结{row['closed']}件，办结率{rate(row['completion_rate'])}"
        for row in content["trend"]
    )
    return f"{TITLE}的柱形图和折线图：{'；'.join(said)}。"
