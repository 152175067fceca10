"""What a service answers over RPC: one tag and its content; a business no is an answer, never a nameko error.

`{"answer": {…}}`, `{"refused": {"code", "values"}}`, `{"unavailable": {"service"}}` or
`{"internal": {"correlation_id"}}`. Around it nameko's own reply `{"result": …, "error": null}`, so that nameko's
proxies read it too.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from sqlalchemy import exc as sql

from kernel import postgres, sqlite
from kernel.actor import Actor
from kernel.context import Context
from kernel.decider import Refusal
from kernel.errors import KernelError, Refused, Unavailable

log = structlog.get_logger(__name__)

HEADER = "nameko."  # nameko's prefix for what travels beside a call
_TEXTS = ("correlation_id", "causation_id", "request_id", "fingerprint")


class Internal(KernelError):
    """A service failed over a bug; its log has the details under the correlation id."""

    code = "kernel.internal"

    def __init__(self, correlation_id: str) -> None:
        super().__init__(correlation_id)
        self.correlation_id = correlation_id

    def values(self) -> dict[str, Any]:
        """What to look for in the service's log."""
        return {"correlation_id": self.correlation_id}


def headers(context: Context) -> dict[str, str]:
    """A context as nameko context headers: the actor as JSON, the rest as text, what is missing left out."""
    found = {f"{HEADER}{name}": value for name in _TEXTS if (value := getattr(context, name)) is not None}
    return found | {f"{HEADER}actor": orjson.dumps(context.actor.to_dict()).decode()}


def context(headers: Mapping[str, Any]) -> Context | None:
    """The context that headers carry; None where they name no actor or no correlation id, or cannot be read."""
    actor, correlation_id, *others = (headers.get(f"{HEADER}{name}") for name in ("actor", *_TEXTS))
    try:
        return (
            Context(Actor.from_dict(orjson.loads(actor or "{}")), correlation_id, *others) if correlation_id else None
        )
    except (ValueError, KeyError, TypeError):
        return None


def is_outage(error: BaseException) -> bool:
    """Whether something this process depends on is away: worth trying again, and no bug."""
    if isinstance(error, sql.DBAPIError):
        return error.connection_invalidated or (error.orig is not None and is_outage(error.orig))
    return (
        isinstance(error, Unavailable | sql.TimeoutError | ConnectionError | TimeoutError)
        or postgres.is_outage(error)
        or sqlite.is_outage(error)
    )


def refusal(error: BaseException) -> dict[str, Any] | None:
    """The tagged answer for an error that is an answer; None for a failure."""
    if isinstance(error, Unavailable):
        return {"unavailable": error.values()}
    if isinstance(error, Refusal | KernelError):
        return {"refused": {"code": error.code, "values": error.values()}}
    return None


def failure(error: BaseException, service: str, correlation_id: str) -> dict[str, Any]:
    """The tagged answer for a failure. It is logged without what the error says, which may quote a payload."""
    outage = is_outage(error)
    log.error(
        "a dependency is away" if outage else "a request failed over a bug",
        service=service,
        correlation_id=correlation_id,
        error=type(error).__qualname__,
        frames=frames(error),
    )
    return {"unavailable": {"service": service}} if outage else {"internal": {"correlation_id": correlation_id}}


def frames(error: BaseException) -> list[str]:
    """Where an error came from, `file:line function`, innermost last, without any value."""
    found = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]
    if error.__cause__ is not None:
        found.append(f"from {type(error.__cause__).__qualname__}")
    return found


def result(tagged: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a tagged one. Raises Refused, Unavailable or Internal."""
    match tagged:
        case {"answer": answer}:
            return dict(answer)
        case {"refused": {"code": code, "values": values}}:
            raise Refused(code, values)
        case {"unavailable": {"service": service}}:
            raise Unavailable(service)
        case {"internal": {"correlation_id": correlation_id}}:
            raise Internal(correlation_id)
        case _:
            raise Internal("unknown")


def encode(value: object) -> bytes:
    """JSON of an answer: dates, instants, enums, dataclasses and sets included. Raises TypeError."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, bytes | memoryview):
        raise TypeError("bytes are no JSON")
    return str(value)
