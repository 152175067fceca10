"""Word lists that replies are proofread by: made, read, written anew, switched on and retired; review keeps them."""

from __future__ import annotations

import base64
import binascii

from gateway.access import staff
from gateway.asking import ask, command
from gateway.documents import word_table
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.problems import Problem
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import wordlists as shapes
from gateway.schemas.shared import Page


@ADMIN.operation("GET", "/word-lists", staff("words.read"), query=Page, answer=shapes.WordLists, problems=(503,))
def word_lists(query: Asked) -> Answer:
    """The word lists, with the edition in force."""
    return ask("review", "word_lists", query)


@ADMIN.operation(
    "GET", "/word-lists/<code:words>", staff("words.read"), answer=shapes.WordListView, problems=(404, 503)
)
def word_list(words: str) -> Answer:
    """A word list with its editions."""
    return ask("review", "word_list", {"list": words})


@ADMIN.operation(
    "PUT",
    "/word-lists/<code:words>",
    staff("words.write"),
    body=shapes.ListArrangement,
    answer=shapes.ListStanding,
    problems=(404, 409, 503),
)
def arrange_word_list(words: str, body: Asked) -> Answer:
    """Make a word list, or call and weigh it differently. A new one has no words, and nothing is in force."""
    return command("review", "arrange_words", {"list": words, **body})


@ADMIN.operation(
    "GET",
    "/word-lists/<code:words>/words",
    staff("words.read"),
    query=shapes.WordsPage,
    answer=shapes.WordsOfEdition,
    problems=(404, 503),
)
def words_of_list(words: str, query: Asked) -> Answer:
    """The words of an edition."""
    return ask("review", "words", {"list": words, **query})


@ADMIN.operation(
    "POST",
    "/word-lists/<code:words>/editions",
    staff("words.write"),
    body=shapes.WordEdition,
    answer=shapes.RevisedList,
    problems=(404, 409, 503),
)
def revise_word_list(words: str, body: Asked) -> Answer:
    """Write all words anew, as a new edition. The one in force stays in force until the new one is switched on."""
    return command("review", "revise_words", {"list": words, **body})


@ADMIN.operation(
    "POST",
    "/word-lists/<code:words>/imports",
    staff("words.write"),
    body=shapes.WordFile,
    answer=shapes.RevisedList,
    problems=(404, 409, 503),
)
def import_word_list(words: str, body: Asked) -> Answer:
    """Write all words anew from a file (CSV, XLSX, or plain text), as a new edition."""
    try:
        content = base64.b64decode(body["content"], validate=True)
        entries = parts().uploads.in_turn(word_table.read, content, body["form"])
    except binascii.Error:
        raise Problem("gateway.word_table_unreadable", {"reason": "Base64"}) from None
    except word_table.WordTableError as error:
        raise Problem("gateway.word_table_unreadable", {"reason": str(error)}) from None
    return command("review", "revise_words", {"list": words, "entries": entries, "replaces": body["replaces"]})


@ADMIN.operation(
    "POST",
    "/word-lists/<code:words>/switching-on",
    staff("words.write"),
    body=shapes.WordVersion,
    answer=shapes.ListStanding,
    problems=(404, 503),
)
def switch_on_word_list(words: str, body: Asked) -> Answer:
    """Put an edition in force, also an older one. What was passed was passed under the one before."""
    return command("review", "switch_on_words", {"list": words, **body})


@ADMIN.operation(
    "POST",
    "/word-lists/<code:words>/retirement",
    staff("words.write"),
    answer=shapes.ListStanding,
    problems=(400, 404, 409, 422, 503),
)
def retire_word_list(words: str) -> Answer:
    """Let the list find nothing from now on. Its editions are kept, and any of them can be switched on again."""
    return command("review", "retire_words", {"list": words})
