"""Asking an identity provider over HTTP: JSON back, within seconds, or Away.

By the standard library, which waits without holding others up where the server has made its sockets cooperate.
"""

from __future__ import annotations

import base64
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer
from time import monotonic
from typing import Any, Final
from urllib.parse import SplitResult, quote, urlencode, urlsplit

import orjson

_LONGEST: Final = 512 * 1024
_BLOCK: Final = 16 * 1024
_OK: Final = 200
_BAD_REQUEST: Final = 400
_SERVER_ERROR: Final = 500
_AT_ONCE: Final = 1.0
"""Seconds within which a failure keeps nobody waiting."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Away(Exception):
    """The provider did not answer in time, or with nothing that can be understood."""


class Failing(Away):
    """The provider answered, and within a second, that something is wrong with it: nobody is kept waiting by that."""


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
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    began = monotonic()
    until = began + timeout
    try:
        with _line(parts, until) as connection:
            connection.request(method, path, body, {"Host": parts.netloc, "Accept": "application/json", **headers})
            answer = connection.getresponse()
            said = _read(answer, until)
        if answer.status == _OK:
            return _object(said)
    except (OSError, HTTPException, ValueError) as error:
        raise Away(type(error).__qualname__) from None
    if _BAD_REQUEST <= answer.status < _SERVER_ERROR:
        raise Declined(f"status {answer.status}")
    if answer.status >= _SERVER_ERROR and monotonic() - began <= _AT_ONCE:
        raise Failing(f"status {answer.status}")
    raise Away(f"status {answer.status}")


@contextmanager
def _line(parts: SplitResult, until: float) -> Iterator[HTTPConnection]:
    """A connection that is cut at that time, whatever it is at.

    The time-out of a socket is for each piece of what comes; of a handshake and of headers there may be ever so many.
    What is cut is another handle of the same connection: it is there from the beginning, and TLS does not take it over.
    """
    tls = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if tls else 80)
    with _reached(host, port, until) as raw, raw.dup() as handle:
        late = Timer(max(until - monotonic(), 0), _cut, [handle])
        late.daemon = True
        late.start()
        connection = HTTPConnection(host, port)
        try:
            raw.settimeout(until - monotonic())
            connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if tls else raw
            yield connection
        finally:
            late.cancel()
            connection.close()


def _reached(host: str, port: int, until: float) -> socket.socket:
    """The first of the host's addresses that answers; each may take its share of what time is left."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for tried, entry in enumerate(found):
        share = (until - monotonic()) / (len(found) - tried)
        if share <= 0:
            break
        with suppress(OSError):
            return socket.create_connection((str(entry[4][0]), port), share)
    raise ConnectionError


def _cut(handle: socket.socket) -> None:
    """Whoever waits for it meets its end."""
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


def _read(answer: Any, until: float) -> bytes:
    """The body, in one time for the whole: each block may be late, all of them together may not."""
    blocks = []
    size = 0
    while block := answer.read1(_BLOCK):
        blocks.append(block)
        size += len(block)
        if size > _LONGEST or monotonic() > until:
            raise Away("the answer does not end")
    if monotonic() > until:
        raise Away("the answer was cut")
    return b"".join(blocks)


def _object(said: bytes) -> dict[str, Any]:
    found = orjson.loads(said)
    if not isinstance(found, dict):
        raise Away("no object in the answer")
    return found
