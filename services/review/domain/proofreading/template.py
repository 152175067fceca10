"""What a column's replies are to begin and end with, and the agency's name at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from services.review.domain.proofreading.finding import Finding, Kind, warning
from services.review.domain.replytemplate import ways

_DATE: Final = r"(?:\d{4}|[一二三四五六七八九零〇]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_ANYTHING: Final = r"[^\n]{0,30}"
_BLANKS: Final = r"\s{0,100}+"  # all there are, without trying fewer of them again
_BEGINNING, _END = 60, 120  # characters in which a salutation begins and a signature ends
_AGENCY_AT_THE_END = re.compile(
    r"[\u4e00-\u9fff]{3,30}(?:局|委员会|委|办公室|办|中心|政府|街道办事处|办事处|公司|大队|支队|管委会|管理处|服务处)\Z"
)


@dataclass(frozen=True, slots=True)
class Template:
    """How the column's replies begin and end, as patterns (`matches`), and the lead agency's name; None: any way.

    `opening` and `ending` are what a drafter is given to begin and end with.
    """

    salutation: str | None = None
    signature: str | None = None
    agency: str | None = None
    opening: str | None = None
    ending: str | None = None


def missing(text: str, template: Template) -> Iterator[Finding]:
    """A salutation at the beginning and a signature at the end, where the column asks for them."""
    body = text.rstrip()
    begin = len(text) - len(text.lstrip())
    if template.salutation and not matches(template.salutation, template.agency).match(body, begin):
        yield warning(Kind.TEMPLATE, "no_salutation", (begin, begin), template.opening)
    if template.signature:
        pattern = matches(template.signature, template.agency)
        if not pattern.search(body, max(begin, len(body) - _END)):
            yield warning(Kind.TEMPLATE, "no_signature", (len(body), len(body)), template.ending)


def wrongly_signed(text: str, template: Template, names: frozenset[str]) -> Iterator[Finding]:
    """A last line (but for a date) that is an agency's, and no name that an agency has."""
    if template.agency is None:
        return
    body = text.rstrip()
    while (line := body[body.rfind("\n") + 1 :].strip()) and re.fullmatch(_DATE, line):
        body = body[: body.rfind("\n") + 1].rstrip()
    begin = body.rfind("\n") + 1
    signed = body[begin:].strip()
    if _AGENCY_AT_THE_END.fullmatch(signed) and signed not in names:
        start = body.index(signed, begin)
        yield warning(Kind.AGENCY, "agency_name", (start, start + len(signed)), template.agency)


@lru_cache(maxsize=256)
def matches(pattern: str, agency: str | None) -> re.Pattern[str]:
    """A pattern as people write it: `*` stands for anything in a line, {agency} for the lead's name, {date} for a day.

    {number} and {column} stand for anything in a line too, a blank or a new line for any blanks or none. Alternatives
    are separated by `|`.
    """
    return re.compile("|".join(_as_expression(each, agency) for each in ways(pattern) if each))


def _as_expression(pattern: str, agency: str | None) -> str:
    expression = _BLANKS.join(re.escape(each) for each in pattern.split())
    for placeholder, what in (("*", _ANYTHING), ("{number}", _ANYTHING), ("{column}", _ANYTHING), ("{date}", _DATE)):
        expression = expression.replace(re.escape(placeholder), what)
    return expression.replace(re.escape("{agency}"), re.escape(agency) if agency else _ANYTHING)
