"""What a value of a setting may be; a wrong one stops the start with one sentence."""

from __future__ import annotations

from typing import Any, TypeVar

from kernel.settings import SettingsError

Number = TypeVar("Number", int, float)


def positive(name: str, value: Number) -> Number:
    """More than nothing; raises SettingsError."""
    if value <= 0:
        raise SettingsError(f"HUIYIN_{name} must be more than 0, not {value}.")
    return value


def natural(name: str, value: int) -> int:
    """Nothing or more; raises SettingsError."""
    if value < 0:
        raise SettingsError(f"HUIYIN_{name} must not be negative, not {value}.")
    return value


def between(name: str, value: int, least: int, most: int) -> int:
    """A whole number in a range; raises SettingsError."""
    if not least <= value <= most:
        raise SettingsError(f"HUIYIN_{name} must be from {least} to {most}, not {value}.")
    return value


def number_or_off(name: str, text: str) -> int | None:
    """A whole number, or nothing for `off`; raises SettingsError."""
    word = text.strip().lower()
    if word == "off":
        return None
    if not (word.isascii() and word.isdecimal()):
        raise SettingsError(f"HUIYIN_{name} must be a whole number, or off, not {text}.")
    return positive(name, int(word))


def one_of(name: str, text: str, words: tuple[str, ...]) -> Any:
    """One of these words; raises SettingsError."""
    word = text.strip().lower()
    if word not in words:
        raise SettingsError(f"HUIYIN_{name} must be one of {', '.join(words)}, not {text}.")
    return word
