"""A bulletin's digest, and what a correction changes."""

from __future__ import annotations

from typing import Any

from services.stats.domain.content import changes, corrected, digest_of, figures_digest_of, written

CONTENT: dict[str, Any] = {
    "bulletin": "2019Q1-mayor",
    "scope": {"column": "mayor", "name": "市长信箱"},
    "workload": {"received": 3},
    "completion": {"accepted": 3, "closed": 2, "completion_rate": "66.67"},
    "timeliness": {"calendar_days": {"average": "2.5"}},
    "satisfaction": {"satisfaction_rate": None},
    "kinds": [],
    "fields": [{"key": "roads", "accepted": 2}, {"key": None, "accepted": 1}],
    "agencies": [{"key": "housing", "closed": 2}],
    "overdue": [{"number": "20190101-000001", "days": 3}],
    "columns": [],
    "trend": [],
}


def test_the_digest_is_that_of_the_content_as_text_with_sorted_keys() -> None:
    assert written({"b": "市长", "a": [1, None]}) == '{"a":[1,null],"b":"市长"}'
    # printf '{"a":[1,null],"b":"市长"}' | sha256sum
    assert (
        digest_of({"b": "市长", "a": [1, None]}) == "18dbf36b96f152c1f67258b17eb45f4e8ab4f6efd10f1f6a80d0fe41e5f62b24"
    )


def test_figures_are_the_same_under_another_name() -> None:
    assert figures_digest_of(CONTENT) == figures_digest_of({**CONTENT, "bulletin": "2019Q1", "positions": {}})
    assert figures_digest_of(CONTENT) != figures_digest_of({**CONTENT, "workload": {"received": 4}})


def test_figures_are_the_same_as_of_another_instant() -> None:
    trend = {"name": "2019Q1", "as_of": "2019-04-10T00:00:00Z", "closed": 2}
    before = {**CONTENT, "trend": [trend]}
    later = {
        **CONTENT,
        "trend": [{**trend, "as_of": "2019-04-10T00:00:01Z"}],
        "overdue": [{"number": "20190101-000001", "days": 4}],
    }
    assert figures_digest_of(before) == figures_digest_of(later)


def test_what_is_the_same_has_not_changed() -> None:
    assert changes(CONTENT, {**CONTENT, "version": 2}) == []


def test_each_figure_that_changed_is_named_with_both_values() -> None:
    after = {
        **CONTENT,
        "completion": {"accepted": 3, "closed": 3, "completion_rate": "100"},
        "timeliness": {"calendar_days": {"average": "3"}},
        "fields": [{"key": "roads", "accepted": 2}, {"key": None, "accepted": 2}],
        "agencies": [{"key": "housing", "closed": 2}, {"key": "water", "closed": 1}],
        "overdue": [],
    }
    assert changes(CONTENT, after) == [
        {"path": ["completion", "closed"], "before": 2, "after": 3},
        {"path": ["completion", "completion_rate"], "before": "66.67", "after": "100"},
        {"path": ["timeliness", "calendar_days", "average"], "before": "2.5", "after": "3"},
        {"path": ["fields", "", "accepted"], "before": 1, "after": 2},
        {"path": ["agencies", "water", "closed"], "before": None, "after": 1},
        {"path": ["overdue", "20190101-000001", "days"], "before": 3, "after": None},
    ]


def test_a_correction_names_the_figures_of_a_row_that_came_and_not_what_it_is_called() -> None:
    row = {"key": "water", "name": "水务局", "closed": 1}
    renamed = {"key": "housing", "name": "住建局", "closed": 2}
    assert corrected(CONTENT, {**CONTENT, "agencies": [*CONTENT["agencies"], row]}) == [
        {"path": ["agencies", "water", "closed"], "before": None, "after": 1}
    ]
    before = {**CONTENT, "agencies": [{**renamed, "name": "住房局"}]}
    assert corrected(before, {**CONTENT, "agencies": [renamed]}) == [
        {"path": ["agencies", "housing", "name"], "before": "住房局", "after": "住建局"}
    ]
