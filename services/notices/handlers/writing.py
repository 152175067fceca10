"""What the portal office does with a notice: write, send, correct, withdraw, remind."""

from __future__ import annotations

import hashlib
from datetime import date

from sqlalchemy import func, select

from kernel.clock import rfc3339
from kernel.context import Context
from kernel.service import Answer, Payload
from kernel.store import Reading, Unit
from services.notices import tables
from services.notices.domain import commands as c
from services.notices.domain import events as e
from services.notices.domain import scope
from services.notices.domain.audience import Audience
from services.notices.domain.letter import Outline, Wording, text_hash_of
from services.notices.domain.notice import in_force
from services.notices.domain.reader import Address
from services.notices.domain.refusals import NotFound, UnknownColumns
from services.notices.domain.state import STATES, Unwritten, written
from services.notices.domain.text import known_word, tidied
from services.notices.domain.words import KINDS, ROLES
from services.notices.schema import NOTICE, READER, reader_of, subject_of


def draft_notice(unit: Unit, payload: Payload) -> Answer:
    """{notice?, kind, title, body, link?, roles?, columns?, accounts?, needs_receipt?, valid_until?} → {notice, …}.

    Without `notice` a new one. `columns` None: all of them. Raises UnknownColumns, UnknownWord, AudienceUnclear,
    AlreadySent, WasWithdrawn, NotALink, and TextBlank, TextTooLong, TextUnreadable.
    """
    scope.require(unit.context.actor, scope.WRITE)
    notice: str = payload.get("notice") or new_notice(unit.context)
    if payload.get("notice") and unit.version(NOTICE, notice) == 0:
        raise NotFound
    outline = Outline(
        kind=known_word("kind", payload["kind"], KINDS),
        audience=audience_of(payload),
        needs_receipt=payload.get("needs_receipt", False),
        valid_until=day(payload),
    )
    must_know(unit, outline.audience.columns or ())
    wording = wording_of(payload)
    by, at = unit.context.actor.account, unit.now
    unit.execute(NOTICE, notice, c.SaveDraft(outline, wording, sealed(unit, notice, wording), by, at))
    return where_it_stands(unit, notice)


def send_notice(unit: Unit, payload: Payload) -> Answer:
    """{notice, text_hash, recipients}: the draft of that hash goes out; `recipients` are the accounts it is for now.

    Whoever calls knows the accounts, and says which of them the notice's audience meets.
    """
    scope.require(unit.context.actor, scope.WRITE)
    notice: str = payload["notice"]
    accounts = tuple(sorted(set(payload["recipients"])))
    if unit.execute(NOTICE, notice, c.Send(payload["text_hash"], accounts, unit.context.actor.account, unit.now)):
        for account in accounts:
            unit.execute(READER, reader_of(notice, account), Address(account, unit.now))
    return where_it_stands(unit, notice)


def correct_notice(unit: Unit, payload: Payload) -> Answer:
    """{notice, version, title?, body?, link?, needs_receipt?, valid_until?}: said otherwise than by that version.

    What is left out stays as it is; a link or a last day that is null goes. Raises NotFound, NotSent, WasWithdrawn,
    VersionMovedOn, AlreadyOver, NotALink, and TextBlank, TextTooLong, TextUnreadable.
    """
    scope.require(unit.context.actor, scope.WRITE)
    notice: str = payload["notice"]
    held = in_force(unit.state(NOTICE, notice)).letter
    wording = wording_of({**opened(unit, notice, held.wording), **payload})
    command = c.Correct(
        version=payload["version"],
        wording=wording,
        sealed=sealed(unit, notice, wording),
        needs_receipt=payload.get("needs_receipt", held.outline.needs_receipt),
        valid_until=day(payload) if "valid_until" in payload else held.outline.valid_until,
        by=unit.context.actor.account,
        at=unit.now,
    )
    unit.execute(NOTICE, notice, command)
    return where_it_stands(unit, notice)


def withdraw_notice(unit: Unit, payload: Payload) -> Answer:
    """{notice, reason}: it holds no more, and everyone who looks for it reads why."""
    scope.require(unit.context.actor, scope.WRITE)
    notice: str = payload["notice"]
    reason = tidied(payload["reason"])
    kept = unit.seal(subject_of(notice), reason)
    unit.execute(NOTICE, notice, c.Withdraw(reason, kept, unit.context.actor.account, unit.now))
    return where_it_stands(unit, notice)


def remind_readers(unit: Unit, payload: Payload) -> Answer:
    """{notice, disabled?} → {…, reminded}: the accounts that were addressed and have it to read or to confirm still.

    Once a day and version: nobody is reminded again on the same day, and nobody of `disabled`, who cannot read it.
    Raises NobodyToRemind, AlreadyOver.
    """
    scope.require(unit.context.actor, scope.WRITE)
    notice: str = payload["notice"]
    disabled = set(payload.get("disabled") or ())
    waiting = tuple(account for account in behind(unit, notice) if account not in disabled)
    told = unit.execute(NOTICE, notice, c.Remind(waiting, unit.context.actor.account, unit.now))
    reminded = [account for event in told if isinstance(event, e.Reminded) for account in event.accounts]
    return {**where_it_stands(unit, notice), "reminded": reminded}


def behind(reading: Reading, notice: str) -> list[str]:
    """Of those it was sent to, who has the version that holds to read, or owes the receipt that it asks for."""
    rows = reading.rows(select(tables.notices).where(tables.notices.c.notice == notice))
    if not rows:
        return []
    readers, version = tables.readers.c, rows[0]["version"]
    owing = readers.confirmed_version if rows[0]["needs_receipt"] else readers.read_version
    wanted = select(readers.account).where(readers.notice == notice, readers.addressed.is_(True))
    found = reading.rows(wanted.where(func.coalesce(owing, 0) < version).order_by(readers.account))
    return [row["account"] for row in found]


def new_notice(context: Context) -> str:
    """A name of its own for what one request writes: the same whenever that request is decided."""
    return f"n{hashlib.sha256(f'notice {context.request_id or context.correlation_id}'.encode()).hexdigest()[:16]}"


def wording_of(payload: Payload) -> Wording:
    """The texts as they are meant."""
    link = payload.get("link")
    return Wording(tidied(payload["title"]), tidied(payload["body"]), tidied(link) if link else None)


def opened(unit: Unit, notice: str, kept: Wording) -> Payload:
    """The texts of a version as they were meant."""
    texts = {"title": kept.title, "body": kept.body, "link": kept.link}
    return {part: text and unit.unseal(subject_of(notice), text) for part, text in texts.items()}


def sealed(unit: Unit, notice: str, wording: Wording) -> Wording:
    """The texts as they are kept."""
    subject = subject_of(notice)
    link = None if wording.link is None else unit.seal(subject, wording.link)
    return Wording(unit.seal(subject, wording.title), unit.seal(subject, wording.body), link)


def audience_of(payload: Payload) -> Audience:
    """Whom it is for; each code once, in one order, so that the same audience is the same."""
    roles = {known_word("roles", role, ROLES) for role in payload.get("roles") or ()}
    columns = payload.get("columns")
    return Audience(
        roles=tuple(role for role in ROLES if role in roles),
        columns=None if columns is None else tuple(sorted(set(columns))),
        accounts=tuple(sorted(set(payload.get("accounts") or ()))),
    )


def day(payload: Payload) -> date | None:
    """The last day on which it holds."""
    text = payload.get("valid_until")
    return None if text is None else date.fromisoformat(text)


def must_know(unit: Unit, wanted: tuple[str, ...]) -> None:
    """Raises UnknownColumns for columns that nobody has opened."""
    found = {row["column"] for row in unit.rows(select(tables.columns.c.column))} if wanted else set()
    unknown = tuple(column for column in wanted if column not in found)
    if unknown:
        raise UnknownColumns(unknown)


def where_it_stands(unit: Unit, notice: str) -> Answer:
    """The notice after what this unit has done to it: {notice, state, version, text_hash, by, since}."""
    state = unit.state(NOTICE, notice)
    assert not isinstance(state, Unwritten)
    letter, version = written(state)
    return {
        "notice": notice,
        "state": STATES[type(state)],
        "version": version,
        "text_hash": text_hash_of(letter.outline, letter.marks),
        "by": state.by,
        "since": rfc3339(state.at),
    }
