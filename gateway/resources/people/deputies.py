"""Deputies: one's own, those of the people one manages, and acting for another."""

from __future__ import annotations

import re
from datetime import date

from gateway.access import OWN, staff
from gateway.appointment import NoChains, Period
from gateway.asking import actor, session, wish
from gateway.delegation import sight
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.admin.blueprint import ADMIN
from gateway.resources.people.blueprint import SESSION
from gateway.resources.people.sessions import shown
from gateway.schemas import deputies as shapes
from gateway.schemas import people
from gateway.schemas.shared import Page

_REVOKED = (400, 404, 422)
_APPOINTED = (404, 409)


@SESSION.operation(
    "POST",
    "/session/deputising",
    OWN,
    body=shapes.Deputising,
    answer=people.SignedIn,
    status=201,
    problems=(409,),
)
def deputise(body: Asked) -> Answer:
    """Act for somebody who has appointed one: a session of its own, in that person's role and scope.

    What is done in it is recorded as done by oneself, on behalf of the other. It ends when the appointment does.
    """
    return shown(parts().deputies.deputise(session(), body["principal"], wish()))


@SESSION.operation("GET", "/me/deputies", OWN, query=Page, answer=shapes.AppointmentList)
def own_deputies(query: Asked) -> Answer:
    """Who acts for oneself, and for whom one acts: past, present and future, the newest first."""
    return parts().deputies.page_own(session().account, _id(query), query["limit"])


@SESSION.operation(
    "POST",
    "/me/deputies",
    OWN,
    body=shapes.OwnAppointment,
    answer=shapes.Appointment,
    status=201,
    problems=_APPOINTED,
)
def appoint_own_deputy(body: Asked) -> Answer:
    """Appoint a colleague one's deputy, from a day to a day: somebody of the same column, or of the same agency."""
    if session().appointment is not None:
        raise NoChains
    return parts().deputies.appoint_own(session().account, body["deputy"], _period(body), wish())


@SESSION.operation(
    "POST",
    "/me/deputies/<int(max=999999999):appointment>/revocation",
    OWN,
    answer=shapes.Appointment,
    problems=_REVOKED,
)
def revoke_own_deputy(appointment: int) -> Answer:
    """Take an appointment back, or lay down one's own; the deputy's sessions end at once."""
    return parts().deputies.revoke_own(appointment, session().account, wish())


@ADMIN.operation("GET", "/deputies", staff("deputies.list"), query=Page, answer=shapes.AppointmentList)
def deputies(query: Asked) -> Answer:
    """Who acts for the people whose accounts one manages, the newest first; an auditor sees all."""
    return parts().deputies.page(sight(actor()), _id(query), query["limit"])


@ADMIN.operation(
    "POST",
    "/deputies",
    staff("deputies.appoint"),
    body=shapes.NewAppointment,
    answer=shapes.Appointment,
    status=201,
    problems=_APPOINTED,
)
def appoint_deputy(body: Asked) -> Answer:
    """Appoint a deputy for somebody; one manages the accounts of both."""
    return parts().deputies.appoint(body["principal"], body["deputy"], _period(body), by=actor(), wish=wish())


@ADMIN.operation(
    "POST",
    "/deputies/<int(max=999999999):appointment>/revocation",
    staff("deputies.appoint"),
    answer=shapes.Appointment,
    problems=_REVOKED,
)
def revoke_deputy(appointment: int) -> Answer:
    """Take an appointment back; the deputy's sessions end at once."""
    return parts().deputies.revoke(appointment, by=actor(), wish=wish())


def _period(body: Asked) -> Period:
    return Period(date.fromisoformat(body["begin"]), date.fromisoformat(body["end"]))


def _id(query: Asked) -> int | None:
    after = query.get("after", "")
    return int(after) if re.fullmatch(r"[0-9]{1,15}", after) else None
