"""The sender: takes what is due on one way, finds out whom it is for, hands it over, and records what became of it.

Addresses are asked for just before, of whoever has them, and forgotten after. An attempt is recorded before and after,
so that one that ended in between is seen; it is made again then, under the same Message-ID or webhook-id.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from functools import partial
from typing import Any, Protocol, TypeVar

import orjson

from kernel.clock import instant, rfc3339
from kernel.errors import KernelError, Refused
from kernel.service import Answer, Handler, Payload, Query
from services.notices import queries
from services.notices.channels import mail, webhook
from services.notices.channels.undelivered import AddressRefused, Undelivered
from services.notices.channels.wording import worded
from services.notices.domain.delivery import EMAIL, Recipients
from services.notices.domain.masking import masked
from services.notices.handlers import deliveries
from services.notices.settings import Folder, Sending

T = TypeVar("T")

CITIZEN = "citizen"
_STEPS = 3  # of the seconds for one step, all steps may take so many times


class Work(Protocol):
    """The service as its own program sees it, and the other services."""

    def handle(self, handler: Handler, payload: Payload) -> Answer:
        """Run a handler."""
        ...

    def ask(self, query: Query, payload: Payload) -> Answer:
        """Run a query."""
        ...

    def call(self, service: str, method: str, payload: Mapping[str, Any]) -> Answer:
        """Ask another service."""
        ...


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody with an address, for as long as this is sent."""

    who: str
    email: str


@dataclass(slots=True)
class Reached:
    """How far an attempt has come: who was told, and whose address is refused for good, by name and masked address."""

    told: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def unobserved(_lane: str, _outcome: str) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends as `sending` says. `limited(seconds, call)` ends a call that takes longer; `chance` is from 0 to 1.

    `observed(lane, outcome)` is told how each attempt ended: sent, unaddressed, failed, dead.
    """

    sending: Sending
    limited: Callable[[float, Callable[[], Any]], Any]
    chance: Callable[[], float]
    observed: Callable[[str, str], None] = unobserved

    def due(self, work: Work) -> list[str]:
        """The lanes on which something is due."""
        lanes: list[str] = work.ask(queries.due_lanes, {})["lanes"]
        return lanes

    def step(self, work: Work, lane: str) -> bool:
        """Try what has been due longest on this lane; false where nothing is."""
        found = work.ask(queries.next_delivery, {"lane": lane})
        if not found:
            return False
        this = {"delivery": found["delivery"], "attempt": found["attempt"]}
        if not work.handle(deliveries.begin_delivery, this)["begun"]:
            return False  # another process has been quicker
        reached = Reached()
        try:
            self._tell(work, found, lane, reached)
        except Undelivered as failure:
            self._record(work, lane, {**this, "told": reached.told, "refused": reached.refused}, failure)
        else:
            finished = work.handle(deliveries.finish_delivery, {**this, "told": reached.told})
            self.observed(lane, finished["state"])
        return True

    def _record(self, work: Work, lane: str, so_far: Payload, failure: Undelivered) -> None:
        said = {**so_far, "reason": failure.reason}
        if failure.hopeless:
            work.handle(deliveries.give_up_delivery, said)
            self.observed(lane, "dead")
        else:
            again = {"patience": self.sending.patience, "jitter": self.chance()}
            self.observed(lane, work.handle(deliveries.put_off_delivery, {**said, **again})["state"])

    def _tell(self, work: Work, found: Payload, lane: str, reached: Reached) -> None:
        """Whoever is reached, one after the other, is noted in `reached`; raises Undelivered."""
        if found["tries"] > self.sending.patience.attempts:
            # no attempt has ever come to an end that could be recorded: it is the trying that ends the process
            raise Undelivered("interrupted", hopeless=True)
        if lane != EMAIL:
            self._by_webhook(work, found, reached)
            return
        self._by_mail(found, _contacts(work, found), reached)
        if found["refused"]:
            raise AddressRefused("address_refused", hopeless=True)  # and everyone else has been told

    def _by_mail(self, found: Payload, contacts: list[Contact], reached: Reached) -> None:
        sending = self.sending
        if not contacts:
            return
        if sending.mail is None:
            raise Undelivered("not_configured", hopeless=True)
        words = worded(found["kind"], found["number"], _day(found), sending.site, sending.language)
        happened = instant(found["happened_at"])
        mails = [
            (one, mail.written(words, sending.sender, one.email, _id(found["delivery"], one.who), happened))
            for one in contacts
        ]
        if isinstance(sending.mail, Folder):
            for one, letter in mails:
                mail.into_folder(sending.mail, letter)
                reached.told.append((one.who, masked(one.email)))
            return
        smtp = sending.mail
        server = self._limited(lambda: mail.Server(smtp, sending.sender, sending.seconds))
        try:
            self._hand_over(server, mails, reached)
        finally:
            self._parting(server)

    def _hand_over(self, server: mail.Server, mails: list[tuple[Contact, EmailMessage]], reached: Reached) -> None:
        """One e-mail after the other; what is wrong with one address is said once the others were tried.

        Several addresses that are refused alike are not several mistakes but one, and the server's: they are put off.
        """
        later: Undelivered | None = None
        unknown: list[tuple[Contact, AddressRefused]] = []
        for one, letter in mails:
            try:
                self._limited(partial(server.hand, letter))
            except AddressRefused as failure:
                if failure.hopeless:
                    unknown.append((one, failure))
                else:
                    later = failure
            else:
                reached.told.append((one.who, masked(one.email)))
        alike = Counter(code for _, code in {(one.email.lower(), failure.code) for one, failure in unknown})
        for_good = [(one, failure) for one, failure in unknown if alike[failure.code] == 1]
        reached.refused.extend((one.who, masked(one.email)) for one, _ in for_good)
        if later is None and len(for_good) < len(unknown):
            later = AddressRefused("address_refused")
        if later is not None:
            raise later
        if for_good:
            raise for_good[0][1]

    def _parting(self, server: mail.Server) -> None:
        try:
            self._limited(server.close)
        except Undelivered:
            return  # it has taken everything, and is slow to say goodbye

    def _by_webhook(self, work: Work, found: Payload, reached: Reached) -> None:
        if found["url"] is None:
            raise Undelivered("disabled", hopeless=True)
        to: Recipients = found["to"]
        contact = None
        if to.citizen:
            contact = _citizen(work, found["number"])
            if contact is None or not found["contacts"]:
                return
        sending, url, id_ = self.sending, found["url"], found["delivery"]
        body = orjson.dumps(_told_to_a_system(found, sending, contact))
        self._limited(
            lambda: webhook.post(
                url, found["secret"], id_, body, datetime.now(UTC), seconds=sending.seconds, internal=sending.internal
            )
        )
        reached.told.append(("webhook", webhook.shown(url)))

    def _limited(self, call: Callable[[], T]) -> T:
        """An end to every wait, however slowly the other side goes on; raises Undelivered."""
        try:
            answer: T = self.limited(self.sending.seconds * _STEPS, call)
        except TimeoutError:
            raise Undelivered("timeout") from None
        return answer


def _told_to_a_system(found: Payload, sending: Sending, contact: Payload | None) -> dict[str, Any]:
    words = worded(found["kind"], found["number"], _day(found), sending.site, sending.language)
    to: Recipients = found["to"]
    about: dict[str, Any] = {
        "number": found["number"],
        "date": _day(found),
        "text": words.subject,
        "link": words.link,
        "to": {name: value for name, value in asdict(to).items() if value not in (None, (), False)},
    }
    if contact is not None:
        about["contact"] = {"phone": contact["phone"], "email": contact["email"]}
    return {"type": found["kind"], "timestamp": rfc3339(instant(found["happened_at"])), "data": about}


def _contacts(work: Work, found: Payload) -> list[Contact]:
    """Who is to be told and was not yet, each with an address; raises Undelivered where nobody can say."""
    to: Recipients = found["to"]
    if to.citizen:
        contact = _citizen(work, found["number"])
        known = [Contact(CITIZEN, contact["email"])] if contact and contact["email"] else []
    else:
        rule: dict[str, Any] = {"kind": found["kind"], **asdict(to), "accounts": None}
        if to.notice is not None:
            asked = {"notice": to.notice, "waiting": found["kind"] == "notice_reminder"}
            rule["accounts"] = work.ask(queries.notice_readers, asked)["accounts"]
        items = _asked(work, "gateway", "recipients", rule)["items"]
        known = [Contact(item["account"], item["email"]) for item in items]
    return [contact for contact in known if contact.who not in {*found["told"], *found["refused"]}]


def _citizen(work: Work, number: str) -> Answer | None:
    """How the citizen can be reached, None where the citizen cannot or does not want to be."""
    contact = _asked(work, "intake", "contact_for_notice", {"number": number})
    return contact if contact["wants"] and (contact["email"] or contact["phone"]) else None


def _asked(work: Work, service: str, method: str, payload: Payload) -> Answer:
    try:
        return work.call(service, method, payload)
    except Refused:
        raise Undelivered("not_found", hopeless=True) from None
    except KernelError:
        raise Undelivered("addresses_unknown") from None  # who has them is away


def _day(found: Payload) -> str | None:
    day: date | None = found["date"]
    return None if day is None else day.isoformat()


def _id(delivery: str, who: str) -> str:
    return f"{delivery}.{hashlib.sha256(who.encode()).hexdigest()[:12]}"
