"""Proof that a person writes, where the operator asks for one: a verification service's token, or a question's answer.

A proof is good for one message. While a message is refused for another reason the proof stays good, so that nobody has
to answer anew for a title that was too long. Each gateway process remembers for itself which proofs were used, the
last twenty thousand of them.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from gateway.captcha import Away, Verifier
from gateway.challenge import Challenges
from gateway.problems import Problem
from kernel import logs

REMEMBERED: Final = 20_000
TRAP: Final = "website"
"""A field that no person sees, and that many programs fill in."""

log = logs.get(__name__)


class Proofs:
    """Checks what comes with a message; `verifier` is None where no service is asked."""

    def __init__(
        self, challenges: Challenges, verifier: Verifier | None, *, needed: bool, open_when_away: bool, trap: bool
    ) -> None:
        self.challenges = challenges
        self.needed = needed
        self.asks_service = verifier is not None
        self._verifier = verifier
        self._open_when_away = open_when_away
        self._trap = trap
        self._used: OrderedDict[str, str] = OrderedDict()
        self._verified: OrderedDict[str, None] = OrderedDict()

    def spring(self, trapped: str | None) -> None:
        """Raises Problem where the field that stays empty is not: plainly, since it may have been a person."""
        if self._trap and trapped:
            raise Problem("gateway.trap_filled", {"field": TRAP})

    @contextmanager
    def given(self, proof: Mapping[str, Any] | None, request: str) -> Iterator[None]:
        """The work within is done for a person, once for each proof; `request` may come again with its own.

        Raises Problem.
        """
        if not self.needed:
            yield
            return
        mark = self._mark(proof or {})
        taken = mark not in self._used
        if self._used.setdefault(mark, request) != request:
            raise Problem("gateway.proof_used")
        if len(self._used) > REMEMBERED:
            self._used.popitem(last=False)
        try:
            yield
        except BaseException:
            if taken:
                self._used.pop(mark, None)
            raise

    def _mark(self, proof: Mapping[str, Any]) -> str:
        """What the proof is known by, once it is found good."""
        if proof.get("captcha") and self._verifier is not None:
            return self._verified_mark(self._verifier, proof["captcha"])
        if proof.get("token") and proof.get("answer"):
            return self.challenges.check(proof["token"], proof["answer"])
        raise Problem("gateway.proof_needed")

    def _verified_mark(self, verifier: Verifier, token: str) -> str:
        """Such a service takes a token once, so it is not asked again about one that it found good."""
        mark = hashlib.sha256(token.encode(errors="replace")).hexdigest()
        if mark in self._verified:
            return mark
        try:
            if not verifier.accepts(token):
                raise Problem("gateway.captcha_refused")
        except Away as away:
            log.warning("captcha.away", reason=str(away), accepted=self._open_when_away)
            if not self._open_when_away:
                raise Problem("gateway.captcha_away") from None
            return mark
        self._verified[mark] = None
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)
        return mark
