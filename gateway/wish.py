"""A wish: one request that may be repeated. The same wish answers the same and does nothing twice (law 4)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from gateway import tables
from kernel.errors import Conflict, RequestReused


@dataclass(frozen=True, slots=True)
class Wish:
    """A request id, and a keyed digest of what was asked.

    `secret` is for what is handed out and stored nowhere (a token, a first password): the same for the same wish.
    """

    request_id: str
    fingerprint: str
    secret: str


class Wishes:
    """Makes wishes out of requests. The secret keeps a digest of a low-entropy body from being guessed back."""

    def __init__(self, secret: bytes) -> None:
        self._secret = hashlib.sha256(b"gateway.wishes\0" + secret).digest()

    def digest(self, *parts: str | bytes) -> str:
        """A keyed SHA-256 over length-prefixed parts, in hexadecimal."""
        mac = hmac.new(self._secret, digestmod=hashlib.sha256)
        for part in parts:
            raw = part.encode() if isinstance(part, str) else part
            mac.update(len(raw).to_bytes(8, "big") + raw)
        return mac.hexdigest()

    def make(self, account: str, method: str, path: str, key: str | None, body: Any) -> Wish:
        """The wish of a request; without a key of the client's it is a fresh one."""
        fingerprint = self.digest("body", orjson.dumps(body, option=orjson.OPT_SORT_KEYS, default=str))
        request_id = secrets.token_hex(32) if key is None else self.digest("request", account, method, path, key)
        return Wish(request_id, fingerprint, self.digest("secret", request_id))


def once(connection: Connection, wish: Wish, now: datetime, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do `work` in the caller's transaction unless this wish was granted before; then its recorded outcome.

    Raises RequestReused where the request id stands for another wish, Conflict where the same is being done right now.
    """
    table = tables.requests
    row = connection.execute(
        select(table.c.fingerprint, table.c.outcome).where(table.c.request_id == wish.request_id)
    ).one_or_none()
    if row is not None:
        if row.fingerprint != wish.fingerprint:
            raise RequestReused(wish.request_id)
        recorded: dict[str, Any] = orjson.loads(row.outcome)
        return recorded
    outcome = work()
    record = insert(table).values(
        request_id=wish.request_id,
        fingerprint=wish.fingerprint,
        outcome=orjson.dumps(outcome).decode(),
        recorded_at=now,
    )
    try:
        connection.execute(record)
    except IntegrityError:
        raise Conflict(f"request-{wish.request_id[:8]}") from None
    return outcome
