"""What those do whom a notice is for: they read it, and give the receipt where one is asked for."""

from __future__ import annotations

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.notices.domain import commands as c
from services.notices.domain import scope
from services.notices.schema import NOTICE


def read_notice(unit: Unit, payload: Payload) -> Answer:
    """{notice, version}: the person has opened this version; recorded once. → {notice, version, read_at, confirmed_at}.

    Of a version that was corrected or withdrawn meanwhile nothing is recorded.
    """
    notice, version = payload["notice"], payload["version"]
    scope.must_be_for(unit.context.actor, unit.state(NOTICE, notice))
    unit.execute(NOTICE, notice, c.Read(unit.context.actor.account, version, unit.now))
    return as_read(unit, notice)


def confirm_notice(unit: Unit, payload: Payload) -> Answer:
    """{notice, version}: the person gives the receipt for this version. → {notice, version, read_at, confirmed_at}.

    Raises NoReceiptAsked, VersionMovedOn, NotRead, WasWithdrawn.
    """
    notice, version = payload["notice"], payload["version"]
    scope.must_be_for(unit.context.actor, unit.state(NOTICE, notice))
    unit.execute(NOTICE, notice, c.Confirm(unit.context.actor.account, version, unit.now))
    return as_read(unit, notice)


def as_read(unit: Unit, notice: str) -> Answer:
    """What the person has done about the version that holds."""
    person = unit.context.actor
    sent = scope.must_be_for(person, unit.state(NOTICE, notice))
    seen = {"read_at": sent.read.get(person.account), "confirmed_at": sent.confirmed.get(person.account)}
    return {
        "notice": notice,
        "version": sent.version,
        **{
            name: rfc3339(one.at) if one is not None and one.version == sent.version else None
            for name, one in seen.items()
        },
    }
