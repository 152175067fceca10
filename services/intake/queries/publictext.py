"""The public text: what is proposed to the clerk, the version that stands, and what everyone may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import RowMapping, or_, select, true
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading
from personal.forms import Checks, Finding, found_in, masked
from services.intake.domain import numbers, scope
from services.intake.domain.letter import Letter
from services.intake.domain.publictext import basis_of, must_be_publishable, version_of
from services.intake.domain.words import Channel
from services.intake.handlers.standing import found, letter_of
from services.intake.schema import PUBLIC_TEXT
from services.intake.tables import messages, public_texts

CHECKS = Checks(id_number=mod_11_2.is_valid, bank_card=luhn.is_valid)


def propose_public_text(reading: Reading, payload: Payload) -> Answer:
    """{number} → {number, basis, version, title, body, findings, original, confirmed, withdrawn}: a text to be edited.

    `title` and `body` are the citizen's words with what was found replaced; `findings` says where in the original
    (in, start, end, kind, replacement, sure); `confirmed` is the version that stands, `withdrawn` who took
    what was public away, when and why: one of the two at most. Raises NotFound, OutOfScope,
    NotPublishable, NoConsent, TextErased.
    """
    number: str = payload["number"]
    message = found(reading, number)
    scope.require_message(reading.context.actor, scope.READ_PUBLIC_TEXT, message)
    must_be_publishable(message)
    letter = letter_of(reading, number)
    public = reading.state(PUBLIC_TEXT, number)
    in_title, in_body = (personal_in(text, letter) for text in (letter.title, letter.body))
    return {
        "number": number,
        "basis": basis_of(number, public),
        "version": version_of(public),
        "title": masked(letter.title, in_title),
        "body": masked(letter.body, in_body),
        "findings": [*told("title", in_title), *told("body", in_body)],
        "original": {"title": letter.title, "body": letter.body},
        **standing(reading, number),
    }


def personal_in(text: str, letter: Letter) -> list[Finding]:
    """What is personal in a text about a letter."""
    return found_in(text, letter, CHECKS)


def read_public_texts(reading: Reading, payload: Payload) -> Answer:
    """{numbers} → {texts: {number: {title, body, version}}}: what everyone may read of what citizens wrote.

    The newest text that a clerk confirmed, once a reply of any round is public; of an imported message without one the
    title alone (body and version null), since it stood on a public board. Of every other message nothing, nor of one
    whose public text was withdrawn.
    """
    asked = [number for number in payload["numbers"] if numbers.is_number(number)]
    stood_on_a_board = messages.c.channel == Channel.IMPORT.value
    wanted = (
        select(
            messages.c.number,
            messages.c.title.label("original"),
            public_texts.c.title,
            public_texts.c.body,
            public_texts.c.version,
        )
        .outerjoin_from(messages, public_texts, messages.c.number == public_texts.c.number)
        .where(
            messages.c.number.in_(asked),
            messages.c.public == true(),
            public_texts.c.withdrawn_at.is_(None),
            or_(stood_on_a_board, public_texts.c.version.is_not(None)),
        )
    )
    rows = reading.rows(wanted)
    reading.will_unseal(row["number"] for row in rows)
    texts = {row["number"]: of_everyone(reading, row) for row in rows}
    return {"texts": {number: text for number, text in texts.items() if text["title"] is not None}}


def of_everyone(reading: Reading, row: RowMapping) -> Answer:
    """One message's public text, opened."""
    number = row["number"]
    if row["version"] is None:
        return {"title": reading.unseal(number, row["original"]), "body": None, "version": None}
    title, body = (reading.unseal(number, row[part]) for part in ("title", "body"))
    return {"title": title, "body": body, "version": row["version"]}


def standing(reading: Reading, number: str) -> Answer:
    """{confirmed, withdrawn}: the version that stands, with what was passed over and why; or its withdrawal."""
    found = reading.rows(select(public_texts).where(public_texts.c.number == number))
    confirmed = withdrawn = None
    for row in found:
        if row["withdrawn_at"] is None:
            confirmed = _confirmed(reading, row)
        else:
            withdrawn = _withdrawn(reading, row)
    return {"confirmed": confirmed, "withdrawn": withdrawn}


def public_text_states(reading: Reading, asked: Sequence[str]) -> dict[str, str]:
    """{number: confirmed or withdrawn}, of those that have had a public text."""
    wanted = select(public_texts.c.number, public_texts.c.withdrawn_at).where(public_texts.c.number.in_(asked))
    rows = reading.rows(wanted) if asked else ()
    return {row["number"]: "confirmed" if row["withdrawn_at"] is None else "withdrawn" for row in rows}


def _withdrawn(reading: Reading, row: RowMapping) -> Answer:
    return {
        "version": row["version"],
        "reason": reading.unseal(row["number"], row["withdrawn_why"]),
        "withdrawn_by": row["withdrawn_by"],
        "withdrawn_at": rfc3339(row["withdrawn_at"]),
    }


def _confirmed(reading: Reading, row: RowMapping) -> Answer:
    number = row["number"]
    return {
        "version": row["version"],
        "title": reading.unseal(number, row["title"]),
        "body": reading.unseal(number, row["body"]),
        "text_hash": row["text_hash"],
        "passed_over": [kind for kind in row["passed_over"].split(",") if kind],
        "reason": row["reason"] and reading.unseal(number, row["reason"]),
        "confirmed_by": row["confirmed_by"],
        "confirmed_at": rfc3339(row["confirmed_at"]),
    }


def told(part: str, findings: list[Finding]) -> list[Answer]:
    """Findings as JSON."""
    return [{"in": part, **asdict(finding), "kind": finding.kind.value} for finding in findings]
