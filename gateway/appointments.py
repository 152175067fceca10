"""Appointments of deputies: made, listed, revoked. The rules: `appointment`."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, or_, select, update

from gateway import tables, trail
from gateway.account import Account, AccountNotFound, loaded
from gateway.appointment import (
    SHANGHAI,
    AccountDisabled,
    AlreadyDeputy,
    AppointmentNotFound,
    CannotDeputise,
    OwnDeputy,
    Period,
    are_colleagues,
)
from gateway.delegation import Authority, authority
from gateway.roles import DEPUTISED_BY
from gateway.wish import Wish, once
from kernel.actor import Actor
from kernel.clock import Clock, rfc3339
from kernel.database import reading


class Appointments:
    """The appointments of one installation."""

    def __init__(self, engine: Engine, clock: Clock, *, demonstration: bool = False) -> None:
        self._reading = reading(engine)
        self._writing = tables.for_writing(engine)
        self._clock = clock
        self._demonstration = demonstration

    def appoint_own(self, person: Account, deputy: str, period: Period, wish: Wish) -> dict[str, Any]:
        """A person appoints a colleague; anybody else is, like an unknown name, AccountNotFound."""

        def work() -> dict[str, Any]:
            other = self._account(connection, deputy)
            if other is None or not are_colleagues(person, other):
                raise AccountNotFound(deputy)
            return self._appoint(connection, person, other, period, Authority(person.username, ()))

        with self._writing.begin() as connection:
            return once(connection, wish, self._clock.now(), work)

    def appoint(
        self, principal: str, deputy: str, period: Period, *, by: str | Actor, wish: Wish | None = None
    ) -> dict[str, Any]:
        """Who manages both accounts appoints one the deputy of the other; raises AccountNotFound for any other."""
        asking = authority(by)

        def both() -> tuple[Account, Account]:
            return self._managed(connection, principal, asking), self._managed(connection, deputy, asking)

        with self._writing.begin() as connection:
            pair = both()

            def work() -> dict[str, Any]:
                return self._appoint(connection, *pair, period, asking)

            return once(connection, wish, self._clock.now(), work) if wish else work()

    def revoke_own(self, appointment: int, person: Account, wish: Wish) -> dict[str, Any]:
        """The principal takes it back, or the deputy lays it down; raises AppointmentNotFound."""
        with self._writing.begin() as connection:
            row = self._row(connection, appointment)
            if row is None or person.username not in {row.principal, row.deputy}:
                raise AppointmentNotFound(appointment)
            return self._revoke(connection, row, Authority(person.username, ()), wish)

    def revoke(self, appointment: int, *, by: str | Actor, wish: Wish | None = None) -> dict[str, Any]:
        """Who manages the principal takes it back; raises AppointmentNotFound."""
        asking = authority(by)
        with self._writing.begin() as connection:
            row = self._row(connection, appointment)
            principal = row and self._account(connection, row.principal)
            if row is None or principal is None or not asking.covers(principal.role, principal.columns):
                raise AppointmentNotFound(appointment)
            return self._revoke(connection, row, asking, wish)

    def page(self, seen: Authority, after: int | None, limit: int) -> dict[str, Any]:
        """Appointments of the principals that this person sees, the newest first."""
        a = tables.accounts
        return self._page(seen.found(a.c.role, a.c.columns), after, limit)

    def page_own(self, person: Account, after: int | None, limit: int) -> dict[str, Any]:
        """Appointments by which somebody acts for this person, or this person for somebody, the newest first."""
        d = tables.deputies
        return self._page(or_(d.c.principal == person.username, d.c.deputy == person.username), after, limit)

    @property
    def _date(self) -> date:
        return self._clock.now().astimezone(SHANGHAI).date()

    def _appoint(
        self, connection: Connection, principal: Account, deputy: Account, period: Period, by: Authority
    ) -> dict[str, Any]:
        period.require(self._date)
        if principal.username == deputy.username:
            raise OwnDeputy
        if deputy.role not in DEPUTISED_BY[principal.role]:
            raise CannotDeputise(deputy.role, DEPUTISED_BY[principal.role])
        for account in (principal, deputy):
            if account.disabled_at is not None:
                raise AccountDisabled(account.username)
        d = tables.deputies
        self._hold(connection, principal.username)
        pair = (d.c.principal == principal.username, d.c.deputy == deputy.username, d.c.revoked_at.is_(None))
        overlap = select(d).where(*pair, d.c.begin <= period.end, d.c.end >= period.begin).limit(1)
        if there := connection.execute(overlap).one_or_none():
            raise AlreadyDeputy(there.begin, there.end)
        row = {
            "principal": principal.username,
            "deputy": deputy.username,
            "begin": period.begin,
            "end": period.end,
            "made_at": self._clock.now(),
            "made_by": by.by,
        }
        made = connection.execute(insert(d).values(**row).returning(d.c.id)).scalar_one()
        self._trace(connection, by, "appointed", principal, self._row(connection, made))
        return _told(self._row(connection, made))

    def _hold(self, connection: Connection, principal: str) -> None:
        """One appointment of a principal after the other, so that none slips in while another is checked."""
        table = tables.accounts
        connection.execute(select(table.c.username).where(table.c.username == principal).with_for_update())

    def _revoke(self, connection: Connection, row: Any, by: Authority, wish: Wish | None) -> dict[str, Any]:
        def work() -> dict[str, Any]:
            d = tables.deputies
            now = {"revoked_at": self._clock.now(), "revoked_by": by.by}
            # in one statement: of two who revoke it at the same moment one does, and the other finds it done
            standing = update(d).where(d.c.id == row.id, d.c.revoked_at.is_(None)).values(**now)
            principal = self._account(connection, row.principal)
            if connection.execute(standing).rowcount and principal is not None:
                self._trace(connection, by, "revoked", principal, row)
            return _told(self._row(connection, row.id))

        return once(connection, wish, self._clock.now(), work) if wish else work()

    def _trace(self, connection: Connection, by: Authority, change: str, principal: Account, row: Any) -> None:
        details = {"deputy": row.deputy, "begin": row.begin.isoformat(), "end": row.end.isoformat()}
        made = trail.Change("deputy", principal.username, change, principal.role, principal.columns, details)
        trail.record(connection, self._clock.now(), by, made)

    def _managed(self, connection: Connection, username: str, asking: Authority) -> Account:
        account = self._account(connection, username)
        if account is None or not asking.covers(account.role, account.columns):
            raise AccountNotFound(username)
        return account

    def _account(self, connection: Connection, username: str) -> Account | None:
        table = tables.accounts
        row = connection.execute(select(table).where(table.c.username == username)).one_or_none()
        if row is None or (row.demonstration and not self._demonstration):
            return None
        return loaded(row)

    def _row(self, connection: Connection, appointment: int) -> Any:
        d = tables.deputies
        return connection.execute(select(d).where(d.c.id == appointment)).one_or_none()

    def _page(self, wanted: ColumnElement[bool], after: int | None, limit: int) -> dict[str, Any]:
        d, a = tables.deputies, tables.accounts
        both = d.join(a, a.c.username == d.c.principal)
        query = select(d).select_from(both).where(wanted).order_by(d.c.id.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(d.c.id < after)
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
            total = connection.execute(select(func.count()).select_from(both).where(wanted)).scalar_one()
        items = [_told(row) for row in rows[:limit]]
        return {"items": items, "next": str(items[-1]["id"]) if len(rows) > limit else None, "total": total}


def _told(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "principal": row.principal,
        "deputy": row.deputy,
        "begin": row.begin.isoformat(),
        "end": row.end.isoformat(),
        "made_at": rfc3339(row.made_at),
        "made_by": row.made_by,
        "revoked_at": row.revoked_at and rfc3339(row.revoked_at),
        "revoked_by": row.revoked_by,
    }
