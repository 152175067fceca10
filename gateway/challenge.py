"""A question in words that a person answers and a careless program does not: signed, so that nothing is kept of it.

It is the way for who cannot see or hear a puzzle. The token holds which question was asked and until when an answer
counts, under a key made of the master key: any gateway process can check what another one asked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import orjson
from flask_babel import gettext

from gateway.problems import Problem
from gateway.sentences import N_
from kernel.clock import Clock

_SUM: Final = N_("What is %(left)s plus %(right)s?")
_LARGEST: Final = 10
_ENDS: Final = " .。!！?？"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the operator's, and the answers that count."""

    text: str
    answers: tuple[str, ...]

    @property
    def id(self) -> str:
        """What the token knows it by; a question that is changed is another one."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is handed out."""

    question: str
    token: str
    expires_at: datetime


class Challenges:
    """Asks and checks: one of the operator's questions, or a small sum where there are none."""

    def __init__(
        self,
        secret: bytes,
        questions: tuple[Question, ...],
        lifetime: timedelta,
        clock: Clock,
        draw: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._key = hashlib.sha256(b"gateway.challenges\0" + secret).digest()
        self._questions = {question.id: question for question in questions}
        self._lifetime = lifetime
        self._clock = clock
        self._draw = draw

    def ask(self) -> Asked:
        """A question in the reader's language, and the token to send back with its answer."""
        expires = self._clock.now() + self._lifetime
        if self._questions:
            id_ = list(self._questions)[self._draw(len(self._questions))]
            text = self._questions[id_].text
        else:
            left, right = self._draw(_LARGEST) + 1, self._draw(_LARGEST) + 1
            id_ = f"{left}+{right}"
            text = gettext(_SUM) % {"left": left, "right": right}
        return Asked(text, self._signed([secrets.token_hex(12), int(expires.timestamp()), id_]), expires)

    def check(self, token: str, answer: str) -> str:
        """The token's own mark, where the answer is right and in time; raises Problem."""
        body, _, mac = token.partition(".")
        if not hmac.compare_digest(mac.encode(errors="replace"), self._mac(body).encode()):
            raise Problem("gateway.proof_wrong")
        try:
            mark, expires, id_ = orjson.loads(base64.urlsafe_b64decode(body))
        except (binascii.Error, ValueError):
            raise Problem("gateway.proof_wrong") from None
        right = self._answers(id_)
        if right is None or self._clock.now().timestamp() > expires:
            raise Problem("gateway.proof_expired")
        if plain(answer) not in right:
            raise Problem("gateway.proof_wrong")
        return str(mark)

    def _answers(self, id_: str) -> set[str] | None:
        left, plus, right = id_.partition("+")
        if plus:
            return {str(int(left) + int(right))}
        question = self._questions.get(id_)
        return None if question is None else {plain(answer) for answer in question.answers}

    def _signed(self, content: list[str | int]) -> str:
        body = base64.urlsafe_b64encode(orjson.dumps(content)).decode()
        return f"{body}.{self._mac(body)}"

    def _mac(self, body: str) -> str:
        return hmac.new(self._key, body.encode(errors="replace"), hashlib.sha256).hexdigest()


def plain(answer: str) -> str:
    """An answer without what a person need not get right: width, case, blanks around it, a full stop."""
    return unicodedata.normalize("NFKC", answer).casefold().strip(_ENDS)
