"""Browsers that somebody has signed in with before, known again by a cookie for each account.

It is the device cookie that OWASP describes (owasp.org, "Slow Down Online Guessing Attacks with Device Cookies"): who
has it is counted apart, so that guesses of strangers lock nobody out of the own browser, not even from behind the same
address. It opens nothing. Nothing of it is stored: a number at random, signed by us for this account and for its
present password, so that another password makes every one of them worthless.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from gateway.account import Account
from gateway.wish import Wishes
from kernel.clock import Clock

KNOWN_FOR: Final = timedelta(days=180)
"""How long a browser is known after the last sign-in with it."""
MOST: Final = 10
"""Accounts that one browser is known for: servers take no request whose cookies are too long."""
BEGINS: Final = "huiyin_browser_"
_NAME: Final = 16  # of 64 digits: enough to tell the accounts of one browser apart
_FORM: Final = re.compile(r"([0-9]{1,12})\.([\w-]{22})\.([0-9a-f]{64})", re.ASCII)


class Browsers:
    """Signs such cookies, and knows its own."""

    def __init__(self, wishes: Wishes, clock: Clock) -> None:
        self._wishes = wishes
        self._clock = clock

    def cookie_of(self, username: str) -> str:
        """The name of the cookie of this account; it does not tell whose it is."""
        return f"{BEGINS}{self._wishes.digest('browser of', username)[:_NAME]}"

    def sign(self, account: Account) -> str:
        """A new cookie for the browser that has just shown to be this person's."""
        issued, nonce = str(int(self._clock.now().timestamp())), secrets.token_urlsafe(16)
        return f"{issued}.{nonce}.{self._signature(account.username, account.password_set_at, issued, nonce)}"

    def known(self, username: str, password_set_at: datetime, cookie: str) -> str | None:
        """The number of a browser that signed in as this account, with its present password and not too long ago."""
        form = _FORM.fullmatch(cookie)
        if form is None:
            return None
        issued, nonce, signature = form.groups()
        age = int(self._clock.now().timestamp()) - int(issued)
        own = compare_digest(signature, self._signature(username, password_set_at, issued, nonce))
        return nonce if own and 0 <= age <= KNOWN_FOR.total_seconds() else None

    def surplus(self, kept: Mapping[str, str], new: str) -> list[str]:
        """The names of the cookies to give up where this one is new: all but it and the newest of the others."""
        others = [name for name in kept if name != new]
        return sorted(others, key=lambda name: _issued(kept[name]), reverse=True)[MOST - 1 :]

    def _signature(self, username: str, password_set_at: datetime, issued: str, nonce: str) -> str:
        return self._wishes.digest("browser", username, password_set_at.isoformat(), issued, nonce)


def _issued(cookie: str) -> int:
    """The second in which it was made; what is no such cookie is older than all."""
    form = _FORM.fullmatch(cookie)
    return 0 if form is None else int(form[1])
