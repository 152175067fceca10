"""What those do whom a notice is for: they read it, and give the receipt where one is asked for."""

from __future__ import annotations

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.notices.domain import reader as r
from services.notices.domain import scope
from services.notices.domain.state import Sent
from services.notices.schema import NOTICE, READER, reader_of


def read_notice(unit: Unit, payload: Payload) -> Answer:
    """{notice, version}: the person has opened this version; recorded once. → {notice, version, read_at, confirmed_at}.

    Of a version that was corrected or withdrawn meanwhile nothing is recorded.
    """
    notice, version = payload["notice"], payload["version"]
    account, state = unit.context.actor.account, unit.state(NOTICE, notice)
    sent = scope.must_be_for(unit.context.actor, state)
    unit.execute(READER, reader_of(notice, account), r.Read(state, account, version, unit.now))
    return as_read(unit, notice, sent)


def confirm_notice(unit: Unit, payload: Payload) -> Answer:
    """{notice, version}: the person gives the receipt for this version. → {notice, version, read_at, confirmed_at}.

    Raises NoReceiptAsked, VersionMovedOn, NotRead, WasWithdrawn.
    """
    notice, version = payload["notice"], payload["version"]
    account, state = unit.context.actor.account, unit.state(NOTICE, notice)
    sent = scope.must_be_for(unit.context.actor, state)
    unit.execute(READER, reader_of(notice, account), r.Confirm(state, account, version, unit.now))
    return as_read(unit, notice, sent)


def as_read(unit: Unit, notice: str, sent: Sent) -> Answer:
    """What the person has done about the version that holds."""
    reader = unit.state(READER, reader_of(notice, unit.context.actor.account))
    seen = {"read_at": reader.read, "confirmed_at": reader.confirmed}
    return {
        "notice": notice,
        "version": sent.version,
        **{name: (at := one.at_version(sent.version)) and rfc3339(at) for name, one in seen.items()},
    }
