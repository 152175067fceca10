"""Reaching: by what a citizen can be called or written to. Forms only: whether anybody answers there, nobody knows."""

from __future__ import annotations

import re
import unicodedata

_NO_DIGIT = re.compile(r"[^0-9]")
_CHINA = re.compile(r"^(?:00)?86(?=1[0-9]{10}$)")  # before a mobile number: a landline may itself begin with 86
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_DIGITS = range(7, 21)  # from a landline without its area code to an international number (E.164: 15) with an extension


def dialled(phone: str) -> str:
    """The digits of a phone number, without China's own code before a mobile one; empty where there are none."""
    return _CHINA.sub("", _NO_DIGIT.sub("", plain(phone)))


def plain(text: str) -> str:
    """An e-mail address, or whatever stands for a phone number: width, case and blanks around it do not count."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def can_be_dialled(phone: str) -> bool:
    """Whether it has as many digits as a phone number, however it is written."""
    return len(dialled(phone)) in _DIGITS


def can_be_written_to(email: str) -> bool:
    """Whether it has the form of an e-mail address: something, an @, and a domain of two parts at least."""
    return _EMAIL.fullmatch(plain(email)) is not None


def unusable(phone: str | None, email: str | None) -> list[str]:
    """Which of the contacts that are given nobody can be reached by."""
    found = {
        "phone": phone is not None and not can_be_dialled(phone),
        "email": email is not None and not can_be_written_to(email),
    }
    return [field for field, wrong in found.items() if wrong]
