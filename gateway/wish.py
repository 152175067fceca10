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
from sqlalchemy import Connection, select, update

from gateway import tables
from kernel.errors import RequestReused


@dataclass(frozen=True, slots=True)
class Wish:
    """A request id, and a keyed digest of what was asked.

    `secret` is for what is handed out and stored nowhere (a token, a first password): the same for the same wish.
    `keyed`: it carried a key of the client's, so it may come again.
    """

    request_id: str
    fingerprint: str
    secret: str
    keyed: bool = True


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
        return Wish(request_id, fingerprint, self.digest("secret", request_id), keyed=key is not None)


def once(connection: Connection, wish: Wish, now: datetime, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do `work` in the caller's transaction unless this wish was granted before; then its recorded outcome.

    The row is taken first: of two equal wishes at the same moment the second waits for the first, and answers the
    same. Raises RequestReused where the request id stands for another wish.
    """
    table = tables.requests
    mine = table.c.request_id == wish.request_id
    row = {"request_id": wish.request_id, "fingerprint": wish.fingerprint, "outcome": "", "recorded_at": now}
    if connection.execute(tables.unless_there(connection, table).values(**row)).rowcount:
        outcome = work()
        connection.execute(update(table).where(mine).values(outcome=orjson.dumps(outcome).decode()))
        return outcome
    there = connection.execute(select(table.c.fingerprint, table.c.outcome).where(mine)).one()
    if there.fingerprint != wish.fingerprint:
        raise RequestReused(wish.request_id)
    recorded: dict[str, Any] = orjson.loads(there.outcome)
    return recorded
