"""Names beside codes in the reader's language, wherever in a service's answer they are.

Services name what they tell in Chinese. What the reader sees is said here: `state_name` by `state` and so on, all the
way down. A name whose code is not known stays as the service gave it. A file is `described`: what it is, in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.problems import Say
from gateway.sentences.files import NAMED, NAMELESS, TYPES, size_in_words
from gateway.sentences.names import CLOSING_REASONS, CORRECTION_REASONS, KINDS, REASONS, STATES, STEPS, SYSTEMS

_NAMED: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("step", "name", STEPS),
    ("state", "state_name", STATES),
    ("kind", "kind_name", KINDS),
    ("reason", "reason_name", {**REASONS, **CORRECTION_REASONS}),
    ("correction_reason", "correction_reason_name", CORRECTION_REASONS),
    ("system", "system_name", SYSTEMS),
)
"""A code, the name beside it, and the words."""


def in_the_readers_language(answer: dict[str, Any], say: Say) -> dict[str, Any]:
    """The answer with its names said by `say`, and files described; what names nothing is the same."""
    inside = {key: _within(value, say) for key, value in answer.items()}
    return {**inside, **_said(answer, say), **described(answer, say)}


def _within(value: Any, say: Say) -> Any:
    match value:
        case dict():
            return in_the_readers_language(value, say)
        case list() | tuple():
            return [_within(one, say) for one in value]
        case _:
            return value


def described(told: Mapping[str, Any], say: Say) -> dict[str, str]:
    """What a file is: name, type and size, as far as they are told."""
    match told:
        case {"attachment": str(), "type": str() as type_, "size": int() as size} if type_ in TYPES:
            words = {"type": say(TYPES[type_]), "size": size_in_words(size), "name": told.get("name")}
            return {"described": say(NAMED if words["name"] else NAMELESS) % words}
        case _:
            return {}


def _said(told: Mapping[str, Any], say: Say) -> dict[str, str]:
    closing = "step" in told and told["step"] != "corrected"  # a step's reason is why the case was closed
    known = {
        name: (CLOSING_REASONS if closing and code == "reason" else words).get(told[code])
        for code, name, words in _NAMED
        if name in told and isinstance(told.get(code), str)
    }
    return {name: say(word) for name, word in known.items() if word is not None}
