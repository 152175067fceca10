"""The reader: a draft of a column and a lead agency, proofread by what is in force now."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import RowMapping, select
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from kernel.store import Reading
from personal.forms import Checks
from services.review import tables
from services.review.domain.proofreading.finding import Proof, Severity
from services.review.domain.proofreading.template import Template
from services.review.domain.proofreading.text import by_form
from services.review.domain.replytemplate import GAP, Blanks, Form, day_in_words, filled
from services.review.domain.state import Mandate
from services.review.domain.wordlist import DECIDER, Edition, Made
from services.review.proofreading.dictionary import Dictionary, Listed
from services.review.schema import WORDS

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CHECKS: Final = Checks(id_number=mod_11_2.is_valid, bank_card=luhn.is_valid)

_Key = tuple[tuple[str, int, str, str], ...]
_built: OrderedDict[_Key, Dictionary] = OrderedDict()
"""Dictionaries by what is in them, the last used at the end: an edition never changes, and its digest says which."""
_MOST_BUILT: Final = 8


def proofread(reading: Reading, mandate: Mandate, text: str) -> Proof:
    """What stands in a text that this agency is to give in this column, under the lists in force there."""
    dictionary = dictionary_of(reading, mandate.column)
    names = {row["agency"]: row["name"] for row in reading.rows(select(tables.agencies))}
    template = template_of(reading, mandate.column, names.get(mandate.lead))
    found = [*dictionary.find(text), *by_form(text, template, frozenset(names.values()), CHECKS)]
    return Proof(tuple(sorted(found, key=lambda each: (each.start, each.end, each.name))), dictionary.lists)


def template_of(reading: Reading, column: str, agency: str | None) -> Template:
    """How replies of the column begin and end, by the edition of its template in force, filled in as far as known."""
    for row in reading.rows(select(tables.reply_templates).where(tables.reply_templates.c.column == column)):
        form = Form(salutation=row["salutation"], signature=row["signature"])
        named = reading.rows(select(tables.columns.c.name).where(tables.columns.c.column == column))
        day = day_in_words(reading.now.astimezone(SHANGHAI))
        offered = filled(form, Blanks(GAP, named[0]["name"] if named else None, agency, day))
        asked_for = (form.salutation or None, form.signature or None, agency)
        return Template(*asked_for, offered.salutation or None, offered.signature or None)
    return Template(agency=agency)


def dictionary_of(reading: Reading, column: str) -> Dictionary:
    """The words of the lists in force in a column, built where this process has not built them yet."""
    wanted = select(tables.word_lists).where(tables.word_lists.c.on.is_not(None)).order_by(tables.word_lists.c.list)
    rows = [row for row in reading.rows(wanted) if _counts_in(row, column)]
    key = tuple((row["list"], row["on"], row["severity"], row["on_digest"]) for row in rows)
    found = _built.get(key)
    if found is None:
        found = _built[key] = Dictionary(_editions(reading, rows))
        while len(_built) > _MOST_BUILT:
            _built.popitem(last=False)
    else:
        _built.move_to_end(key)
    return found


def _counts_in(row: RowMapping, column: str) -> bool:
    return row["columns"] is None or column in orjson.loads(row["columns"])


def _editions(reading: Reading, rows: Sequence[RowMapping]) -> tuple[Listed, ...]:
    return tuple(
        Listed(row["list"], row["on"], Severity(row["severity"]), edition_of(reading, row["list"], row["on"]).entries)
        for row in rows
    )


def edition_of(reading: Reading, list_: str, version: int) -> Edition:
    """An edition as it was recorded: read from the journal, so that no half-known state is ever built in."""
    words = DECIDER.fold(recorded.event for recorded in reading.history(WORDS, list_))
    assert isinstance(words, Made)
    return words.editions[version - 1]
