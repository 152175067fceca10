"""Word lists: what they are, their editions and words, and what an import changed."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields

from gateway.documents.word_table import FORMS
from gateway.fields import Code, Matching, Text, Whole, YesNo, items
from gateway.schemas.shared import Listed, Page, instant, one_of

SEVERITIES: Final = ("stop", "warning")
_VERSIONS: Final = 2**31 - 1


class ListArrangement(Schema):
    """What a list is called, what its words do to a text, and where it counts."""

    name = Text(least=1, most=100, required=True)
    severity = one_of(*SEVERITIES, required=True, metadata={"description": "stop: no reply goes on with such a word"})
    columns = items(
        Code(), most=200, allow_none=True, load_default=None, metadata={"description": "null: in all columns"}
    )


class WordEntry(Schema):
    """A word with what to write instead; `right` marks a longer text in which nothing is found."""

    word = Text(least=1, most=60, required=True)
    suggestion = Text(most=60, allow_none=True, load_default=None)
    note = Text(most=300, allow_none=True, load_default=None)
    right = YesNo(load_default=False)


class WordEdition(Schema):
    """All words of a new edition, written on the one that was read."""

    entries = items(fields.Nested(WordEntry), most=20_000, required=True)
    replaces = Whole(
        least=0, most=_VERSIONS, required=True, metadata={"description": "Newest version that was read; 0: none yet"}
    )


class WordFile(Schema):
    """The words of a new edition in a file."""

    form = one_of(*FORMS, required=True)
    content = Matching(
        r"^[A-Za-z0-9+/]{1,1000000}={0,2}$", required=True, metadata={"description": "The file in Base64"}
    )
    replaces = Whole(least=0, most=_VERSIONS, required=True)


class WordVersion(Schema):
    """Which edition is to be in force."""

    version = Whole(least=1, most=_VERSIONS, required=True)


class ListStanding(Schema):
    """The version written last, and the one in force (null: the list is at rest)."""

    list_ = fields.String(data_key="list", attribute="list", required=True)
    version = fields.Integer(required=True)
    on = fields.Integer(allow_none=True)


class SomeWords(Schema):
    """How many words, and the first hundred of them."""

    count = fields.Integer(required=True)
    words = fields.List(fields.String(), required=True)


class RevisedList(ListStanding):
    """What the new edition changed."""

    words = fields.Integer(metadata={"description": "How many words it has"})
    added = fields.Nested(SomeWords)
    changed = fields.Nested(SomeWords)
    removed = fields.Nested(SomeWords)
    doubled = fields.Nested(SomeWords, metadata={"description": "Given more than once; the last one counts"})


class WordListLine(Schema):
    """A word list."""

    list_ = fields.String(data_key="list", attribute="list", required=True)
    name = fields.String()
    severity = one_of(*SEVERITIES)
    columns = fields.List(fields.String(), allow_none=True)
    newest = fields.Integer(metadata={"description": "The version written last; 0: none yet"})
    words = fields.Integer(metadata={"description": "Of that version"})
    on = fields.Integer(allow_none=True, metadata={"description": "The version in force; null: at rest"})
    on_words = fields.Integer(allow_none=True)
    since = instant(allow_none=True)


class WordLists(Listed):
    """All word lists, by code."""

    items = fields.List(fields.Nested(WordListLine), required=True)


class WordListEdition(Schema):
    """One edition of a list."""

    version = fields.Integer(required=True)
    words = fields.Integer()
    digest = fields.String()
    written_by = fields.String()
    written_at = instant()


class WordListView(WordListLine):
    """A word list with its editions, the newest first."""

    editions = fields.List(fields.Nested(WordListEdition), required=True)


class WordsPage(Page):
    """Which words of which edition."""

    version = Whole(least=1, most=_VERSIONS, metadata={"description": "Without it: in force, else the newest"})
    containing = Text(most=60)


class WordsOfEdition(Listed):
    """Words of an edition, by word."""

    list_ = fields.String(data_key="list", attribute="list", required=True)
    version = fields.Integer(allow_none=True)
    items = fields.List(fields.Nested(WordEntry), required=True)
