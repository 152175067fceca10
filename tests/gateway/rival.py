"""One of two gateways at work on one database: a process of its own that does what it is told.

python -m tests.gateway.rival, then lines of JSON: first {database, at}, then one wish after the other: {act, ...}. Each
is answered by a line: {answer} or {refused}, the code of a refusal. Anything else ends the process.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher

from gateway.accounts import Accounts
from gateway.appointment import Period
from gateway.appointments import Appointments
from gateway.deputies import Deputies
from gateway.failures import TooManyFailures
from gateway.passwords import Passwords
from gateway.session import Door, Lifetime, Session, SessionEnded, WrongCredentials
from gateway.sessions import Sessions
from gateway.signing.trail import Visit
from gateway.wish import Wish, Wishes
from kernel.clock import FixedClock, instant
from kernel.database import connect
from kernel.decider import Refusal

PASSWORD = "a-good-password"
WISHES = Wishes(b"secret")
DOOR = Door(Lifetime(timedelta(hours=8), timedelta(hours=1)))


class Gateway:
    """What each of the two can be told to do."""

    def __init__(self, database: str, at: str) -> None:
        self.clock = FixedClock(instant(at))
        engine = connect(database)
        # cheap to look at: this is about what is locked, not about how long a hash takes
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        with patch("gateway.passwords.PasswordHasher", lambda **_: cheap):
            passwords = Passwords()
        self.accounts = Accounts(engine, passwords, self.clock)
        self.sessions = Sessions(engine, passwords, WISHES, self.clock, DOOR)
        self.appointments = Appointments(engine, self.clock)
        self.deputies = Deputies(engine, self.sessions, self.clock)
        engine.connect().close()  # connected before the first wish

    def fail(self, username: str, times: int) -> Any:
        """Guess wrong, from here and there."""
        outcomes = []
        for number in range(times):
            try:
                self.sessions.sign_in(username, "wrong", Visit(f"192.0.2.{number % 3}"), self._wish())
            except (WrongCredentials, TooManyFailures) as refusal:
                outcomes.append(refusal.code)
        return outcomes

    def sign_in(self, username: str, times: int) -> Any:
        """Sign in, from here and there, and use the session; how often that went well."""
        opened = 0
        for number in range(times):
            try:
                signed_in = self.sessions.sign_in(username, PASSWORD, Visit(f"192.0.2.{number % 3}"), self._wish())
                self.clock.at += timedelta(minutes=1)
                self.sessions.authenticate(signed_in.token)
            except (TooManyFailures, SessionEnded):
                continue
            opened += 1
        return opened

    def unlock(self, username: str, times: int) -> Any:
        """Lift the locks."""
        for _ in range(times):
            self.accounts.unlock(username, by="system")
        return times

    def deputise(self, token: str, principal: str, times: int) -> Any:
        """Act for somebody, in session after session, and use each; how often that went well."""
        opened = 0
        for _ in range(times):
            try:
                session: Session = self.sessions.authenticate(token)
                begun = self.deputies.deputise(session, principal, self._wish())
                self.clock.at += timedelta(minutes=1)
                self.sessions.authenticate(begun.token)
            except SessionEnded:
                continue
            opened += 1
        return opened

    def sign_out(self, username: str, times: int) -> Any:
        """Sign somebody out everywhere."""
        return sum(self.accounts.sign_out(username, by="system") for _ in range(times))

    def reset(self, username: str, times: int) -> Any:
        """Give another password."""
        for _ in range(times):
            self.accounts.reset_password(username, by="system")
        return times

    def appoint(self, first: str, last: str) -> Any:
        """Appoint the deputy."""
        days = Period(date.fromisoformat(first), date.fromisoformat(last))
        return self.appointments.appoint("principal", "deputy", days, by="system")

    def revoke(self, appointment: int, by: str) -> Any:
        """Take the appointment back."""
        return self.appointments.revoke(appointment, by=by)

    def disable(self, username: str) -> Any:
        """Disable the account."""
        return self.accounts.disable(username, by="system")["disabled_at"]

    def amend(self, username: str, **said: Any) -> Any:
        """Change something about the account."""
        wanted = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
        return self.accounts.amend(username, wanted, by="system").to_dict()

    def _wish(self) -> Wish:
        return WISHES.make("anonymous", "POST", "/api/v1/session", None, None)


def say(outcome: dict[str, Any]) -> None:
    """One line."""
    sys.stdout.write(json.dumps(outcome) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Work until there are no more wishes."""
    gateway = Gateway(**json.loads(sys.stdin.readline()))
    say({})
    for line in sys.stdin:
        wish = json.loads(line)
        act: Callable[..., Any] = getattr(gateway, wish.pop("act"))
        try:
            say({"answer": act(**wish)})
        except Refusal as refusal:
            say({"refused": refusal.code})


if __name__ == "__main__":
    main()
