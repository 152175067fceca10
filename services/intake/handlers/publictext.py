"""A clerk confirms what everyone may read of a message, and withdraws it."""

from __future__ import annotations

from typing import Any

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Unit
from personal.forms import sure_kinds
from services.intake.domain import scope
from services.intake.domain.attachments import HideAll
from services.intake.domain.publictext import (
    Confirm,
    Draft,
    Withdraw,
    must_be_fit,
    must_be_publishable,
    must_be_reason,
    must_be_there,
)
from services.intake.domain.text import tidied
from services.intake.handlers.standing import in_reach, letter_of, note
from services.intake.queries.publictext import personal_in
from services.intake.schema import ATTACHMENTS, MESSAGE, PUBLIC_TEXT


def confirm_public_text(unit: Unit, payload: Payload) -> Answer:
    """{number, title, body, basis, reason?} → {number, version, text_hash, confirmed_at, confirmed_by, passed_over}.

    Raises NotFound, OutOfScope, NotPublishable, NoConsent, TextErased, PublicTextMovedOn, StillPersonal, and what a
    text is refused for.
    """
    number, by = in_reach(unit, payload, scope.PUBLIC_TEXT)
    message = unit.state(MESSAGE, number)
    must_be_publishable(message)  # before anything is sealed
    text = Draft(tidied(payload["title"]), tidied(payload["body"]))
    must_be_fit(text)
    reason = tidied(payload.get("reason") or "") or None
    if reason is not None:
        must_be_reason(reason)
    letter = letter_of(unit, number)
    still = sure_kinds([*personal_in(text.title, letter), *personal_in(text.body, letter)])
    command = Confirm(
        number=number,
        message=message,
        text=text,
        sealed=Draft(unit.seal(number, text.title), unit.seal(number, text.body)),
        basis=payload["basis"],
        still=still,
        reason=None if reason is None else unit.seal(number, reason),
        by=by,
        at=unit.now,
    )
    unit.execute(PUBLIC_TEXT, number, command)
    public: Any = unit.state(PUBLIC_TEXT, number)
    return {
        "number": number,
        "version": public.version,
        "text_hash": public.text_hash,
        "confirmed_at": rfc3339(public.at),
        "confirmed_by": public.by,
        "passed_over": [kind.value for kind in still],
    }


def withdraw_public_text(unit: Unit, payload: Payload) -> Answer:
    """{number, reason} → {number, version, withdrawn_at, withdrawn_by}: nothing of the message is public any more.

    Its files are private again with it. Every version stays on record, and a later one can be confirmed. Raises
    NotFound, OutOfScope, NoPublicText, TextErased, and what a reason is refused for.
    """
    number, by = in_reach(unit, payload, scope.PUBLIC_TEXT)
    message = unit.state(MESSAGE, number)
    must_be_there(message)  # before anything is sealed
    standing = unit.state(PUBLIC_TEXT, number)
    reason = note(unit, number, "reason", payload["reason"], getattr(standing, "reason", None))
    unit.execute(PUBLIC_TEXT, number, Withdraw(message, reason.sealed, by, unit.now))
    unit.execute(ATTACHMENTS, number, HideAll(by, unit.now))
    public: Any = unit.state(PUBLIC_TEXT, number)
    return {
        "number": number,
        "version": public.version,
        "withdrawn_at": rfc3339(public.at),
        "withdrawn_by": public.by,
    }
