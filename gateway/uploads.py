"""Files on their way in and out: received, looked at, sealed and stored; found, opened and handed out.

The service that owns the matter keeps where a file is and what opens it; the store holds what nobody can read.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any, Final
from urllib.parse import quote

from flask import Request, Response, g, request
from flask_babel import gettext

from gateway.inspection import MIME, Fit, inspected
from gateway.inspection.unfit import TooLarge
from gateway.names import described
from gateway.problems import Problem
from kernel.clock import Clock
from kernel.errors import KernelError, Unavailable
from kernel.files import Files, Kept
from kernel.files.turns import Turns

ON_THEIR_WAY: Final = 24
"""How many files are received at a time, however slowly they come: each is kept in memory."""

AT_ONCE: Final = 3
"""How many files are looked at at a time: a picture takes much memory while it is drawn anew."""

PATIENCE: Final = 10.0
"""Seconds that a file waits for its turn."""

FRAME: Final = 64 * 1024
"""Bytes of a form beside its file."""

FIELD: Final = "file"


class Incoming(Request):
    """A request whose files stay in memory, and never lie in the clear on a disk."""

    max_form_parts = 20

    def _get_file_stream(self, *_: Any, **__: Any) -> BytesIO:
        return BytesIO()


@dataclass(frozen=True, slots=True)
class Received:
    """A file that is in the store, as the owning service is told of it."""

    fit: Fit
    kept: Kept

    @property
    def told(self) -> dict[str, Any]:
        """What goes into the command."""
        return {
            "place": str(self.kept.place),
            "key": base64.b64encode(self.kept.key).decode(),
            "name": self.fit.name,
            "type": self.fit.type,
            "size": len(self.fit.content),
            "digest": self.fit.digest,
        }


@dataclass(frozen=True, slots=True)
class Uploads:
    """The way in and out. `offload` runs what takes long beside the event loop."""

    files: Files
    types: tuple[str, ...]
    limit: int
    clock: Clock
    offload: Callable[..., Any]
    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(ON_THEIR_WAY))
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "turns", Turns(AT_ONCE, PATIENCE, self.offload))

    def receive(self, service: str, number: str) -> Received:
        """The file of the present request, stored. Raises Problem, what a file is refused for, Unavailable."""
        self._must_be_a_form()
        if not self.places.acquire(timeout=PATIENCE):
            raise Unavailable("gateway")
        try:
            sent = request.files.get(FIELD)
            if sent is None:
                raise Problem("gateway.no_file", {"field": FIELD})
            data, name = sent.stream.read(), sent.filename or ""
            g.body = {"name": name, "digest": hashlib.sha256(data).hexdigest()}
            fit: Fit = self.in_turn(inspected, data, name, self.types, self.limit)
            return Received(fit, self.files.keep(service, number, fit.content, self.clock.now()))
        finally:
            self.places.release()

    def in_turn(self, call: Callable[..., Any], *args: Any) -> Any:
        """What takes long and much memory, beside the event loop, a few at a time. Raises Unavailable."""
        try:
            with self.turns.taken() as aside:
                return aside(call, *args)
        except TimeoutError:
            raise Unavailable("gateway") from None

    def confirm(self, received: Received, record: Callable[[Mapping[str, Any]], dict[str, Any]]) -> dict[str, Any]:
        """Have the file recorded; a blob that was not goes again, at once or with the sweep. Raises what `record` does.

        A repeated request is answered with the file of the first time.
        """
        try:
            answer = record(received.told)
        except Unavailable:
            raise  # whether it was recorded is not known: the owner's sweep will know
        except KernelError:
            self._forget(received)
            raise
        if answer["attachment"] != received.kept.place.id:
            self._forget(received)
        told = {**answer, "name": received.fit.name}
        return {**told, **described(told, gettext)}

    def hand_out(self, told: Mapping[str, Any]) -> Response:
        """A file as an answer, to be saved and not shown. Raises Unavailable."""
        pieces = self.files.read(told["place"], base64.b64decode(told["key"]), told["size"])
        made = Response(pieces, content_type=MIME.get(told["type"], "application/octet-stream"))
        made.content_length = told["size"]
        made.set_etag(told["digest"])
        plain = f"attachment.{told['name'].rpartition('.')[2]}"
        made.headers["Content-Disposition"] = (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(told['name'], safe='')}"
        )
        made.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return made

    def _must_be_a_form(self) -> None:
        """Nothing is read of what is too large or no form."""
        if request.mimetype != "multipart/form-data":
            raise Problem("gateway.not_a_form")
        if request.content_length is None:
            raise Problem("gateway.bad_request")
        if request.content_length > self.limit + FRAME:
            raise TooLarge(self.limit // 1024**2)
        request.max_content_length = self.limit + FRAME

    def _forget(self, received: Received) -> None:
        with suppress(Unavailable):  # the owner's sweep takes it
            self.files.drop(str(received.kept.place))
