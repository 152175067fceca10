"""The portal office's word lists: made, written anew, switched on and retired."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review import tables
from services.review.domain import wordlist as w
from services.review.domain.proofreading.finding import Severity
from services.review.domain.refusals import UnknownColumn, UnknownWord
from services.review.domain.scope import WORD, require
from services.review.domain.text import exact
from services.review.schema import WORDS

_NAMED: Final = 100
"""Of each kind of difference so many words are named; all of them are counted."""


def arrange_words(unit: Unit, payload: Payload) -> Answer:
    """{list, name, severity, columns?} → {list, version, on}: make a list, or call and weigh it differently.

    `severity` is stop or warning; without `columns` it counts in all. Raises UnknownColumn, UnknownWord, OutOfScope.
    """
    require(unit.context.actor, WORD)
    known = tuple(severity.value for severity in Severity)
    if payload["severity"] not in known:
        raise UnknownWord("severity", known)
    arrangement = w.Arrangement(exact(payload["name"]), Severity(payload["severity"]), _columns(unit, payload))
    unit.execute(WORDS, payload["list"], w.Arrange(arrangement, unit.context.actor.account, unit.now))
    return _standing(unit, payload)


def revise_words(unit: Unit, payload: Payload) -> Answer:
    """{list, entries: [{word, suggestion?, note?, right?}], replaces} → {list, version, on, words, added, …}.

    A new edition, not yet in force; `replaces` is the version that was read, 0 for the first. {added, changed, removed,
    doubled} are {count, words} each, with the first hundred words; words that are given twice count as given last.
    Raises UnknownList, WordsMovedOn, TooManyWords, WordIsRight, what a text is refused for, OutOfScope.
    """
    require(unit.context.actor, WORD)
    entries = tuple(_entry(each) for each in payload["entries"])
    before = w.must_be_made(unit.state(WORDS, payload["list"])).newest
    was = {entry.word for entry in before.entries} if before else set()
    events = unit.execute(
        WORDS, payload["list"], w.Revise(entries, payload["replaces"], unit.context.actor.account, unit.now)
    )
    revised = next((event for event in events if isinstance(event, w.Revised)), None)
    said = [entry.word for entry in revised.added] if revised else []
    return {
        **_standing(unit, payload),
        "words": len({entry.word for entry in entries}),
        "added": _some([word for word in said if word not in was]),
        "changed": _some([word for word in said if word in was]),
        "removed": _some(list(revised.removed) if revised else []),
        "doubled": _some(list(w.doubled(entries))),
    }


def switch_on_words(unit: Unit, payload: Payload) -> Answer:
    """{list, version} → {list, version, on}: this edition is in force. Raises UnknownList, OutOfScope."""
    require(unit.context.actor, WORD)
    unit.execute(WORDS, payload["list"], w.SwitchOn(payload["version"], unit.context.actor.account, unit.now))
    return _standing(unit, payload)


def retire_words(unit: Unit, payload: Payload) -> Answer:
    """{list} → {list, version, on}: no edition is in force; all are kept. Raises UnknownList, OutOfScope."""
    require(unit.context.actor, WORD)
    unit.execute(WORDS, payload["list"], w.Retire(unit.context.actor.account, unit.now))
    return _standing(unit, payload)


def _standing(unit: Unit, payload: Payload) -> Answer:
    made = w.must_be_made(unit.state(WORDS, payload["list"]))
    return {"list": payload["list"], "version": len(made.editions), "on": made.on}


def _columns(unit: Unit, payload: Payload) -> tuple[str, ...] | None:
    """The columns in which the list is to count, each of them known; raises UnknownColumn."""
    if payload.get("columns") is None:
        return None
    wanted = tuple(sorted(set(payload["columns"])))
    known = {row["column"] for row in unit.rows(select(tables.columns.c.column))}
    for column in wanted:
        if column not in known:
            raise UnknownColumn(column)
    return wanted


def _entry(said: dict[str, Any]) -> w.Entry:
    suggestion, note = (exact(said.get(name) or "").strip() or None for name in ("suggestion", "note"))
    return w.Entry(exact(said["word"]).strip(), suggestion, note, bool(said.get("right", False)))


def _some(words: list[str]) -> Answer:
    return {"count": len(words), "words": words[:_NAMED]}
