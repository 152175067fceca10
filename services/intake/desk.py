"""The desk: what intake needs beside its rules, given by the wiring: numbers are drawn, query codes derived."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.intake.domain import numbers


@dataclass(frozen=True, slots=True)
class Desk:
    """`entropy(n)` draws one of n at random; `derive(label)` gives secret bytes that the master key can give again.

    A query code is never kept: who repeats a request hears the same one, derived anew, and the journal has its hash.
    `contact_limit` messages may come from one phone number or e-mail address in a day; None: any number.
    """

    entropy: Callable[[int], int]
    derive: Callable[[str], bytes]
    contact_limit: int | None = None

    def query_code(self, number: str) -> str:
        """The message's query code."""
        return numbers.query_code(self.derive(f"intake.query-code:{number}"))

    def with_query_code(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a submission as the citizen gets it."""
        return {**answer, "query_code": self.query_code(answer["number"])}

    def code_hash(self, number: str) -> str:
        """What is kept of it."""
        return numbers.code_hash(self.query_code(number))

    def mark(self, number: str) -> str:
        """What a message is known by where it was counted."""
        return self.derive(f"intake.counted:{number}").hex()

    def contact_on(self, day: date, field: str, contact: str) -> str:
        """What a contact is known by on a day: nobody without the master key can tell which it is."""
        return self.derive(f"intake.contact:{day.isoformat()}:{field}:{contact}").hex()
