"""Word lists as the portal office keeps them, on a real store."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.context import Context
from kernel.decider import Refusal
from kernel.paging import CursorUnusable
from services.review import handlers, queries
from services.review.domain.refusals import OutOfScope, TextBlank, UnknownColumn, UnknownWord
from services.review.domain.wordlist import TooManyWords, UnknownList, WordIsRight, WordsMovedOn
from services.review.proofreading.reader import dictionary_of
from tests.services.review.desk import ELSEWHERE, HANDLER, OFFICE, REVIEWER, Desk, column
from tests.services.review.domain.facts import MAYOR

LIST = "typos"
FIRST: list[dict[str, Any]] = [
    {"word": "布署", "suggestion": "部署"},
    {"word": "既使", "suggestion": "即使"},
    {"word": "布署", "note": "常见"},
]
SECOND: list[dict[str, Any]] = [
    {"word": "布署", "suggestion": "部署"},
    {"word": "公布署名", "right": True},
    {"word": "帐号"},
]
NONE = {"count": 0, "words": []}


def made(desk: Desk, **said: Any) -> dict[str, Any]:
    """There is a list without words."""
    arrangement = {"list": LIST, "name": "常见错别字", "severity": "warning", **said}
    return desk.act(handlers.arrange_words, OFFICE, **arrangement)


def revised(desk: Desk, entries: list[dict[str, Any]], replaces: int) -> dict[str, Any]:
    return desk.act(handlers.revise_words, OFFICE, list=LIST, entries=entries, replaces=replaces)


def words_found(desk: Desk, text: str, where: str = MAYOR) -> list[tuple[str, int | None]]:
    """What the lists in force find in a column, with the version."""
    reading = desk.service.store.reading(Context(OFFICE, "wish"))
    return [(each.word or "", each.version) for each in dictionary_of(reading, where).find(text)]


def test_a_list_is_made_written_switched_on_written_anew_put_back_and_retired(desk: Desk) -> None:
    assert made(desk) == {"list": LIST, "version": 0, "on": None}
    first = revised(desk, FIRST, 0)
    assert first == {
        "list": LIST,
        "version": 1,
        "on": None,
        "words": 2,
        "added": {"count": 2, "words": ["布署", "既使"]},
        "changed": NONE,
        "removed": NONE,
        "doubled": {"count": 1, "words": ["布署"]},
    }
    assert words_found(desk, "我局布署") == []
    desk.act(handlers.switch_on_words, OFFICE, list=LIST, version=1)
    assert words_found(desk, "我局布署，公布署名") == [("布署", 1), ("布署", 1)]
    second = revised(desk, SECOND, 1)
    assert (second["version"], second["on"]) == (2, 1)
    assert [second[what]["words"] for what in ("added", "changed", "removed")] == [
        ["公布署名", "帐号"],
        ["布署"],
        ["既使"],
    ]
    desk.act(handlers.switch_on_words, OFFICE, list=LIST, version=2)
    assert words_found(desk, "既使布署，公布署名") == [("布署", 2)]
    assert desk.act(handlers.switch_on_words, OFFICE, list=LIST, version=1)["on"] == 1
    assert words_found(desk, "既使") == [("既使", 1)]
    assert desk.act(handlers.retire_words, OFFICE, list=LIST) == {"list": LIST, "version": 2, "on": None}
    assert words_found(desk, "既使布署") == []


def test_saying_it_again_records_nothing(desk: Desk) -> None:
    for _ in range(2):
        made(desk)
        revised(desk, FIRST, 0)
        desk.act(handlers.switch_on_words, OFFICE, list=LIST, version=1)
    for _ in range(2):
        desk.act(handlers.retire_words, OFFICE, list=LIST)
    types = [row["type"] for row in desk.rows("SELECT type FROM journal ORDER BY position")]
    assert types == [
        "review.words_arranged.v1",
        "review.words_revised.v1",
        "review.words_switched_on.v1",
        "review.words_retired.v1",
    ]


def test_a_list_may_count_in_some_columns_only_and_is_weighed_anew(desk: Desk) -> None:
    desk.hears(column(1))
    made(desk, columns=[MAYOR])
    revised(desk, FIRST, 0)
    desk.act(handlers.switch_on_words, OFFICE, list=LIST, version=1)
    assert words_found(desk, "布署") == [("布署", 1)]
    assert words_found(desk, "布署", "secretary") == []
    made(desk, severity="stop")
    (listed,) = desk.ask(queries.word_lists)["items"]
    assert (listed["severity"], listed["columns"], listed["on"], listed["words"]) == ("stop", None, 1, 2)
    with pytest.raises(UnknownColumn):
        made(desk, columns=["nowhere"])


@pytest.mark.parametrize(
    ("entries", "replaces", "because"),
    [
        (SECOND, 0, WordsMovedOn),
        ([{"word": " "}], 1, TextBlank),
        ([{"word": "布署", "suggestion": "布署"}], 1, WordIsRight),
    ],
)
def test_words_that_cannot_be_an_edition_are_refused(
    desk: Desk, entries: list[dict[str, Any]], replaces: int, because: type[Refusal]
) -> None:
    made(desk)
    revised(desk, FIRST, 0)
    with pytest.raises(because):
        revised(desk, entries, replaces)


def test_a_list_has_a_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.review.domain.wordlist.MOST_WORDS", 1)
    made(desk)
    with pytest.raises(TooManyWords):
        revised(desk, FIRST, 0)


def test_what_is_not_there_is_said_to_be_unknown(desk: Desk) -> None:
    with pytest.raises(UnknownList):
        revised(desk, FIRST, 0)
    for query in (queries.word_list, queries.words):
        with pytest.raises(UnknownList):
            desk.ask(query, list=LIST)
    made(desk)
    with pytest.raises(UnknownList):
        desk.act(handlers.switch_on_words, OFFICE, list=LIST, version=1)
    with pytest.raises(UnknownList):
        desk.ask(queries.words, list=LIST, version=1)
    with pytest.raises(UnknownWord):
        made(desk, severity="fatal")


def test_words_are_read_page_by_page_of_any_edition(desk: Desk) -> None:
    made(desk)
    assert desk.ask(queries.words, list=LIST)["items"] == []
    revised(desk, [{"word": f"错{number:03}"} for number in range(7)], 0)
    revised(desk, SECOND, 1)
    desk.act(handlers.switch_on_words, OFFICE, list=LIST, version=1)
    seen, after = [], None
    while True:
        page = desk.ask(queries.words, HANDLER, list=LIST, limit=3, after=after)
        seen += [item["word"] for item in page["items"]]
        if (after := page["next"]) is None:
            break
    assert (seen, page["total"], page["version"]) == ([f"错{number:03}" for number in range(7)], 7, 1)
    found = desk.ask(queries.words, REVIEWER, list=LIST, version=2, containing="布署")
    assert [(item["word"], item["right"]) for item in found["items"]] == [("公布署名", True), ("布署", False)]
    editions = desk.ask(queries.word_list, list=LIST)["editions"]
    assert [(each["version"], each["words"], each["written_by"]) for each in editions] == [
        (2, 3, "office"),
        (1, 7, "office"),
    ]
    with pytest.raises(CursorUnusable):
        desk.ask(queries.words, list=LIST, after="*")


@pytest.mark.parametrize("actor", [HANDLER, REVIEWER, ELSEWHERE])
def test_only_the_portal_office_writes_words(desk: Desk, actor: Any) -> None:
    made(desk)
    revised(desk, FIRST, 0)
    for handler, said in (
        (handlers.arrange_words, {"name": "x", "severity": "stop"}),
        (handlers.revise_words, {"entries": [], "replaces": 1}),
        (handlers.switch_on_words, {"version": 1}),
        (handlers.retire_words, {}),
    ):
        with pytest.raises(OutOfScope):
            desk.act(handler, actor, list=LIST, **said)
