"""What each problem code means to a person: one status, one title, one sentence a clerk understands.

The texts are message ids in English; `gateway/translations` holds the Chinese, which is what people see by default.
`%(name)s` in a sentence stands for one of the refusal's values.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """How one code is answered: an HTTP status, a short title and an explaining sentence.

    `hint` is for who writes programs, in the words of the API and in English as these are; people need not read it.
    """

    status: int
    title: str
    detail: str
    hint: str = ""


def N_(text: str) -> str:  # noqa: N802 - the name by which message extraction finds texts
    """Mark a text for translation without translating it yet."""
    return text
