"""What happens to one message, step by step: each a command of a service, by somebody, at an instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cli.demo.composing import Letter, Story
from services.intake.domain.publictext import Unconfirmed, basis_of
from services.review.domain.text import hash_of

CITIZEN = "citizen"
SYSTEM = "system"
NOBODYS = ""
"""The number of a step that is about no message."""


@dataclass(frozen=True, slots=True)
class Step:
    """`service.method(payload)` by this account; `number` is the message that it is about.

    `waives`: why the warnings that the draft has are passed over.
    """

    at: datetime
    number: str
    by: str
    service: str
    method: str
    payload: Mapping[str, Any]
    waives: str | None = None


@dataclass(slots=True)
class Journey:
    """One message of a column. Every method is what somebody does with it at an instant."""

    number: str
    column: str
    handlers: Mapping[str, str]  # agency → the account that answers for it
    steps: list[Step] = field(default_factory=list)
    text: dict[str, str] = field(default_factory=dict)  # part → the draft as it stands

    def submitted(self, at: datetime, letter: Letter, *, consents: bool) -> None:
        """The citizen writes."""
        said = {"kind": letter.kind, "title": letter.title, "body": letter.body, "consent_public": consents}
        contact = {"name": letter.name, "phone": letter.phone} | ({"email": letter.email} if letter.email else {})
        self._add(at, CITIZEN, "intake", "submit", {"column": self.column, **said, **contact})

    def accepted(self, at: datetime, story: Story, *, complexity: str = "ordinary", urgency: str = "ordinary") -> None:
        """A clerk takes it on."""
        terms = {"field": story.field, "urgency": urgency, "complexity": complexity}
        self._add(at, "clerk", "intake", "accept", terms)

    def public_text(self, at: datetime, letter: Letter) -> None:
        """A clerk confirms what everyone may read; nobody is named in it."""
        basis = basis_of(self.number, Unconfirmed())
        text = {"title": letter.title, "body": letter.body, "basis": basis}
        self._add(at, "clerk", "intake", "confirm_public_text", text)

    def screened(self, at: datetime, method: str, **said: Any) -> None:
        """A clerk declines, redirects or merges it."""
        self._add(at, "clerk", "intake", method, said)

    def citizen(self, at: datetime, method: str, **said: Any) -> None:
        """The citizen withdraws, evaluates or asks."""
        self._add(at, CITIZEN, "intake", method, said)

    def assigned(self, at: datetime, lead: str, **said: Any) -> None:
        """A dispatcher gives it to an agency."""
        self._add(at, "dispatcher", "routing", "assign", {"lead": lead, **said})

    def dispatched(self, at: datetime) -> None:
        """The rules give it to an agency."""
        self._add(at, SYSTEM, "routing", "dispatch_cases", {})

    def case(self, at: datetime, by: str, method: str, **said: Any) -> None:
        """Somebody decides about the case; `by` is an account or the agency that has it."""
        self._add(at, self.handlers.get(by, by), "routing", method, said)

    def drafted(self, at: datetime, lead: str, text: str, part: str = "reply") -> None:
        """The agency writes."""
        self.text[part] = text
        self._add(at, self.handlers[lead], "review", "save_draft", {"part": part, "text": text})

    def handed_in(self, at: datetime, lead: str, part: str = "reply", waives: str | None = None) -> None:
        """The agency hands the draft in."""
        said = {"part": part, "text_hash": hash_of(self.text[part])}
        self._add(at, self.handlers[lead], "review", "submit", said, waives)

    def passed(self, at: datetime, level: int, part: str = "reply", waives: str | None = None) -> None:
        """A level passes it."""
        said = {"part": part, "level": level, "text_hash": hash_of(self.text[part])}
        self._add(at, f"reviewer{level}", "review", "pass_reply", said, waives)

    def sent_back(self, at: datetime, level: int, comments: str, part: str = "reply") -> None:
        """A level sends it back to the agency."""
        said = {"part": part, "level": level, "comments": comments}
        self._add(at, f"reviewer{level}", "review", "send_back", said)

    def corrected(self, at: datetime, lead: str, reason: str, words: str) -> None:
        """The agency finds that what went out needs correcting."""
        self._add(at, self.handlers[lead], "review", "open_correction", {"reason": reason, "words": words})

    def _add(  # noqa: PLR0917 - what a step is
        self, at: datetime, by: str, service: str, method: str, said: Mapping[str, Any], waives: str | None = None
    ) -> None:
        self.steps.append(Step(at, self.number, by, service, method, {**said, "number": self.number}, waives))
