"""Bulletins as documents: each version is written once, beside the event loop, and the last ones are kept.

Whoever has a document already is told so before anything is written.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, request

from gateway.documents import bulletin_letter, bulletin_sheet
from kernel.errors import Unavailable
from kernel.files.turns import Turns

Told = Mapping[str, Any]

EDITION: Final = 1
"""Of how bulletins are written: counts on with whatever makes the same content another document."""

KEPT: Final = 64
"""How many documents are kept in memory, of some ten kilobytes each."""

AT_ONCE: Final = 1
"""How many are written at a time; whoever waits for the same one finds it written."""

PATIENCE: Final = 10.0
"""Seconds that a document waits for its turn."""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of document."""

    ending: str
    content_type: str
    write: Callable[[Told], bytes]


LETTER: Final = Form("docx", bulletin_letter.CONTENT_TYPE, bulletin_letter.bulletin_letter)
SHEET: Final = Form("xlsx", bulletin_sheet.CONTENT_TYPE, bulletin_sheet.bulletin_sheet)


class Printing:
    """`offload` runs what takes long beside the event loop."""

    def __init__(self, offload: Callable[..., Any]) -> None:
        self._turns = Turns(AT_ONCE, PATIENCE, offload)
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def answer(self, told: Told, form: Form) -> Response:
        """A file named by bulletin and version; what is not published says so in its name. Raises Unavailable."""
        tag = tag_of(told, form)
        if request.if_none_match.contains_weak(tag):
            made = Response(status=304)
        else:
            made = Response(self._written(tag, told, form), content_type=form.content_type)
            draft = "" if told["published_at"] else "-draft"
            name = f"bulletin-{told['bulletin']}-v{told['version']}{draft}.{form.ending}"
            made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        made.set_etag(tag)
        return made

    def _written(self, tag: str, told: Told, form: Form) -> bytes:
        kept = self._kept.get(tag)
        if kept is None:
            try:
                with self._turns.taken() as aside:
                    kept = self._kept.get(tag) or aside(form.write, told)
            except TimeoutError:
                raise Unavailable("gateway") from None
        self._kept[tag] = kept
        self._kept.move_to_end(tag)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept


def tag_of(told: Told, form: Form) -> str:
    """What a document is known by: the same content, published or not, by the same edition is the same bytes."""
    draft = "" if told["published_at"] else "-draft"
    return f"{told['digest']}{draft}-{form.ending}-{EDITION}"
