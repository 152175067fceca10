"""What a bulletin's documents say besides its figures: its full title, days, who signs, the mark of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from marshmallow import Schema

from gateway.documents.bulletin_words import CITY, TITLE, period
from gateway.documents.words import chinese_date, local
from gateway.schemas.bulletin_content import AgencyShare, BulletinShare, ColumnShare, TrendPeriod
from gateway.schemas.statistics import CompletionFigures, SatisfactionFigures, TimelinessFigures, WorkloadFigures

Content = Mapping[str, Any]

_LABELS: Final = frozenset({"key", "name", "jurisdiction", "begin", "end", "as_of"})
_SHAPES: Final[Mapping[str, type[Schema]]] = {
    "workload": WorkloadFigures,
    "completion": CompletionFigures,
    "timeliness": TimelinessFigures,
    "satisfaction": SatisfactionFigures,
    "kinds": BulletinShare,
    "fields": BulletinShare,
    "agencies": AgencyShare,
    "columns": ColumnShare,
    "trend": TrendPeriod,
}
FIGURES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    part: tuple(name for name in shape().fields if name not in _LABELS) for part, shape in _SHAPES.items()
}
"""The figures of a part, or of its rows, in the order in which the contract names them and they are printed."""

COHORT_OF: Final = {
    "workload": "received",
    "completion": "accepted",
    "timeliness": "accepted",
    "satisfaction": "accepted",
}
"""The parts that are figures of the whole, and which messages they are of."""


def in_order(content: Content) -> dict[str, Any]:
    """The content with the figures of the whole in the order in which they are printed; frozen they are in none."""
    return {**content, **{part: {name: content[part][name] for name in FIGURES_OF[part]} for part in COHORT_OF}}


def full_title(content: Content) -> str:
    """栖川市市长信箱2019年第一季度网民留言办理情况通报."""
    return "".join(title_parts(content))


def title_parts(content: Content) -> Sequence[str]:
    """Where a title may be broken."""
    return whose(content), period(content["period"]), f"网民留言{TITLE}"


def whose(content: Content) -> str:
    """栖川市市长信箱, 临栖区区长信箱: the column with its place; of all columns 全市, or the city by its name."""
    told = content["scope"]
    place = told["jurisdiction"] or ""
    if told["column"] is None:
        return place or CITY
    called = str(told["name"] or told["column"])
    return called if called.startswith(place) else f"{place}{called}"


def office(content: Content) -> str:
    """Who signs: the column, or for all of them the portal office."""
    return whose(content) if content["scope"]["column"] is not None else "电子政务办"


def days(of: Mapping[str, Any]) -> str:
    """2019年1月1日至2019年3月31日: the first and the last day."""
    return period({**of, "kind": "other"})


def past(row: Mapping[str, Any], content: Content) -> str:
    """A period of the trend, which is as long as that of the bulletin."""
    return period({**row, "kind": content["period"]["kind"]})


def moment(instant: str) -> str:
    """2019年4月10日00:00, by the clock of Shanghai."""
    at = local(instant)
    return f"{chinese_date(at.date())}{at:%H:%M:%S}" if at.second else f"{chinese_date(at.date())}{at:%H:%M}"


def clock(instant: str) -> str:
    """The same as a table has room for it: 2019-04-10 00:00."""
    at = local(instant)
    return f"{at:%Y-%m-%d %H:%M:%S}" if at.second else f"{at:%Y-%m-%d %H:%M}"


def rate(value: str | None) -> str:
    """In a sentence, after its name; a table says with a dash that there is nothing to divide by."""
    return "无法计算" if value is None else f"为{value}%"


def marked(told: Mapping[str, Any]) -> str | None:
    """What a bulletin that nobody has published is marked with."""
    return None if told["published_at"] else "送审稿（未发布）"


def file_name(told: Mapping[str, Any], form: str) -> str:
    """办理情况通报-2019Q1-mayor.docx; a later version says which it is, what is not published that it is a draft."""
    later = f"-第{told['version']}版" if told["version"] > 1 else ""
    draft = "" if told["published_at"] else "-送审稿"
    return f"{TITLE}-{told['bulletin']}{later}{draft}.{form}"
