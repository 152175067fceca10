"""A verification service of the operator's choice: a token that a page got from it is asked about over HTTP.

The request is the one that the common services understand: a form with `secret` and `response`, answered by JSON with
`success`. The citizen's address is not sent along.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import orjson

_OK: Final = 200
_LONGEST: Final = 65_536


class Away(Exception):
    """The service did not answer, or with nothing that can be understood."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Where to ask, with which secret, and how long to wait."""

    url: str
    secret: str
    timeout: float

    def accepts(self, token: str) -> bool:
        """Whether the service says that the token is good; raises Away."""
        try:
            said = orjson.loads(self._asked(urlencode({"secret": self.secret, "response": token})))
        except (OSError, HTTPException, ValueError) as error:
            raise Away(type(error).__qualname__) from None
        if not isinstance(said, dict) or not isinstance(said.get("success"), bool):
            raise Away("no success in the answer")
        return bool(said["success"])

    def _asked(self, form: str) -> bytes:
        parts = urlsplit(self.url)
        kind: Any = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=self.timeout)
        try:
            path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            if answer.status != _OK:
                raise Away(f"status {answer.status}")
            body: bytes = answer.read(_LONGEST)
            return body
        finally:
            connection.close()
