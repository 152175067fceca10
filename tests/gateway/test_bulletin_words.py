"""A bulletin's parts, figures and periods in the office's terms, the same in documents and on pages."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.documents import bulletin_words
from tests.gateway.fake_bulletins import CITY, MAYOR, PERIOD, content


@pytest.mark.parametrize(
    ("kind", "begin", "end", "said"),
    [
        ("month", "2019-03-01", "2019-04-01", "2019年3月"),
        ("quarter", "2019-10-01", "2020-01-01", "2019年第四季度"),
        ("half", "2019-01-01", "2019-07-01", "2019年上半年"),
        ("half", "2019-07-01", "2020-01-01", "2019年下半年"),
        ("year", "2019-01-01", "2020-01-01", "2019年"),
        ("other", "2019-01-01", "2019-02-15", "2019年1月1日至2019年2月14日"),
    ],
)
def test_a_period_is_said_as_offices_say_it(kind: str, begin: str, end: str, said: str) -> None:
    assert bulletin_words.period({"name": "-", "kind": kind, "from": begin, "to": end}) == said


def test_a_bulletin_is_titled_by_whose_figures_it_tells_and_when() -> None:
    assert bulletin_words.title({"scope": MAYOR, "period": PERIOD}) == "市长信箱2019年第一季度办理情况通报"
    assert bulletin_words.title({"scope": CITY, "period": PERIOD}) == "全市2019年第一季度办理情况通报"


def test_every_part_and_figure_of_a_bulletin_has_a_name() -> None:
    frozen = content("2019Q1", 1)
    for part in bulletin_words.PARTS:
        assert part in frozen
        rows = frozen[part] if isinstance(frozen[part], list) else [frozen[part] or {}]
        for name in (name for row in rows for name in row if name not in _LABELS):
            assert bulletin_words.figure(name, part) != name, (part, name)


_LABELS = {"key", "name", "jurisdiction", "column", "agency", "from", "to", "as_of"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (["completion", "closed"], "受理与办结·办结"),
        (["timeliness", "working_days", "median"], "办理时效·办理工作日·中位数"),
        (["agencies", "housing", "accepted"], "承办单位办理情况·住房和城乡建设局·承办"),
        (["kinds", "complaint", "share"], "类型构成·投诉·占比（%）"),
        (["overdue", "20190211-000007", "days"], "超时未办事项·20190211-000007·超时天数"),
        (["fields", "gone", "closed"], "领域构成·gone·办结"),
        (["fields", "", "closed"], "领域构成·（无）·办结"),
        (["agencies", "", "in_hand"], "承办单位办理情况·（待转办）·在办"),
        (["trend", "2018Q4", "closed"], "与前四期比较·2018年第四季度·办结"),
        (["scope", "name"], "统计范围·名称"),
    ],
)
def test_what_a_correction_changed_is_said_in_words(path: list[str], said: str) -> None:
    assert bulletin_words.place(path, content("2019Q1-mayor", 2)) == said


@pytest.mark.parametrize(
    ("part", "row", "said"),
    [
        ("agencies", {"key": None, "name": None}, "（待转办）"),
        ("fields", {"key": None, "name": None}, "（无）"),
        ("kinds", {"key": "thanks", "name": None}, "感谢"),
        ("columns", {"key": "mayor", "name": None}, "mayor"),
    ],
)
def test_a_row_without_a_name_is_called_by_what_it_stands_for(part: str, row: dict[str, Any], said: str) -> None:
    assert bulletin_words.called(row, part) == said


def test_nothing_to_divide_by_is_a_dash() -> None:
    assert (bulletin_words.shown(None), bulletin_words.shown("97.98"), bulletin_words.shown(0)) == ("—", "97.98", "0")
