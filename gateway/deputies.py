"""Deputies: whom they may act for, and asked at each request of a deputy's session. The rules: `appointment`."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from gateway import tables
from gateway.account import Account
from gateway.appointment import SHANGHAI, NoChains, NotDeputy, holds
from gateway.appointments import Appointments
from gateway.session import Begun, Session, SessionEnded, SignedIn
from gateway.sessions import Sessions
from gateway.wish import Wish
from kernel.clock import Clock


class Deputies(Appointments):
    """The appointments, and the sessions of those who act by them."""

    def __init__(self, engine: Engine, sessions: Sessions, clock: Clock, *, demonstration: bool = False) -> None:
        super().__init__(engine, clock, demonstration=demonstration)
        self._sessions = sessions

    def principals(self, deputy: Account) -> list[dict[str, Any]]:
        """For whom the account may act today."""
        with self._reading.connect() as connection:
            found = [(row, self._account(connection, row.principal)) for row in self._today(connection, deputy)]
        return [
            {
                "username": principal.username,
                "display_name": principal.display_name,
                "role": principal.role,
                "until": row.end.isoformat(),
            }
            for row, principal in found
            if principal is not None and holds(row, principal, deputy, self._date)
        ]

    def deputise(self, session: Session, principal: str, wish: Wish) -> SignedIn:
        """A session in which the person acts for the principal; raises NotDeputy, NoChains."""
        if session.appointment is not None:
            raise NoChains
        with self._reading.connect() as connection:
            other = self._account(connection, principal)
            for row in self._today(connection, session.account):
                if row.principal == principal and other and holds(row, other, session.account, self._date):
                    break
            else:
                raise NotDeputy(principal)
        until = datetime.combine(row.end + timedelta(days=1), time(), SHANGHAI)
        return self._sessions.begin_from(Begun(session, row.id, until), session.account, wish)

    def acting(self, session: Session) -> Account:
        """In whose role and scope the session acts: the account's, or the principal's while the appointment holds.

        Raises SessionEnded.
        """
        if session.appointment is None:
            return session.account
        with self._reading.connect() as connection:
            row = self._row(connection, session.appointment)
            principal = row and self._account(connection, row.principal)
        if row is None or principal is None or not holds(row, principal, session.account, self._date):
            raise SessionEnded
        return principal

    def _today(self, connection: Connection, deputy: Account) -> list[Any]:
        d, today = tables.deputies, self._date
        mine = (d.c.deputy == deputy.username, d.c.revoked_at.is_(None), d.c.begin <= today, d.c.end >= today)
        return list(connection.execute(select(d).where(*mine).order_by(d.c.principal)).all())
