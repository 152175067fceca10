"""Deputies and their appointments."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.account import USERNAME
from gateway.fields import Day, Matching
from gateway.schemas.shared import Listed, day, instant

_FIRST = {"description": "The first day, today or later"}
_LAST = {"description": "The last day, at most a year after the first"}


class Deputising(Schema):
    """For whom to act."""

    principal = Matching(USERNAME, required=True)


class OwnAppointment(Schema):
    """Who acts for oneself, on which days."""

    deputy = Matching(USERNAME, required=True)
    begin = Day(required=True, metadata=_FIRST)
    end = Day(required=True, metadata=_LAST)


class NewAppointment(OwnAppointment):
    """Who acts for whom, on which days."""

    principal = Matching(USERNAME, required=True)


class Appointment(Schema):
    """An appointment; it holds from the first day to the last, unless it was revoked or an account was disabled."""

    id = fields.Integer(required=True)
    principal = fields.String(required=True, metadata={"description": "In whose role and scope"})
    deputy = fields.String(required=True, metadata={"description": "Who acts"})
    begin = day()
    end = day()
    made_at = instant()
    made_by = fields.String()
    revoked_at = instant(allow_none=True)
    revoked_by = fields.String(allow_none=True)


class AppointmentList(Listed):
    """Appointments, the newest first."""

    items = fields.List(fields.Nested(Appointment), required=True)
