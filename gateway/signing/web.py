"""Asking an identity provider over HTTP: JSON back, within seconds, or Away.

By the standard library, which waits without holding others up where the server has made its sockets cooperate.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR
from threading import Timer
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import orjson

_LONGEST: Final = 512 * 1024
_BLOCK: Final = 16 * 1024
_OK: Final = 200
_BAD_REQUEST: Final = 400
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Away(Exception):
    """The provider did not answer in time, or with nothing that can be understood."""


class Failing(Away):
    """The provider answered, and at once, that something is wrong with it: whoever asks next is not kept waiting."""


class Declined(Exception):
    """The provider understood and said no."""


def is_safe(address: str) -> bool:
    """Whether what is said there stays between the two: https, or the machine itself."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


def get(address: str, timeout: float) -> dict[str, Any]:
    """The JSON object at an address; raises Away."""
    return _asked("GET", address, None, {}, timeout)


def post(
    address: str, form: Mapping[str, str], timeout: float, credentials: tuple[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object that a form is answered with; raises Away, Declined."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if credentials is not None:
        pair = ":".join(quote(part, safe="") for part in credentials)
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return _asked("POST", address, urlencode(form), headers, timeout)


def _asked(method: str, address: str, body: str | None, headers: Mapping[str, str], timeout: float) -> dict[str, Any]:
    if not is_safe(address):
        raise Away("an address that is not https")
    parts = urlsplit(address)
    kind: Any = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=timeout)
    until = monotonic() + timeout
    # the connection's own time-out is for each piece of what comes; headers may come in ever so many
    late = Timer(timeout, _cut, [connection])
    late.daemon = True
    late.start()
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request(method, path, body, {"Accept": "application/json", **headers})
        answer = connection.getresponse()
        said = _read(answer, until)
        if answer.status == _OK:
            return _object(said)
    except (OSError, HTTPException, ValueError) as error:
        raise Away(type(error).__qualname__) from None
    finally:
        late.cancel()
        connection.close()
    if _BAD_REQUEST <= answer.status < 500:  # noqa: PLR2004 - HTTP statuses
        raise Declined(f"status {answer.status}")
    raise Failing(f"status {answer.status}")


def _cut(connection: HTTPConnection) -> None:
    """Whoever waits for it meets its end."""
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(SHUT_RDWR)


def _read(answer: Any, until: float) -> bytes:
    """The body, in one time for the whole: each block may be late, all of them together may not."""
    blocks = []
    size = 0
    while block := answer.read1(_BLOCK):
        blocks.append(block)
        size += len(block)
        if size > _LONGEST or monotonic() > until:
            raise Away("the answer does not end")
    return b"".join(blocks)


def _object(said: bytes) -> dict[str, Any]:
    found = orjson.loads(said)
    if not isinstance(found, dict):
        raise Away("no object in the answer")
    return found
