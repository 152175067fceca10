"""Passwords: argon2id, checked at the same cost whether or not the account exists."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.signing.rules import normal

T = TypeVar("T")

DEMONSTRATION: Final = "huiyin-demo"
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def directly(work: Callable[..., T], *arguments: Any) -> T:
    """Run `work` where it is; the server hands in a way to run it beside the event loop."""
    return work(*arguments)


class Passwords:
    """Hashes and checks passwords; at most `at_once` at a time, since each takes 19 MiB and some 50 ms."""

    def __init__(self, offload: Callable[..., Any] = directly, at_once: int = 4) -> None:
        # OWASP's first choice of memory, with more passes
        self._hasher = PasswordHasher(time_cost=3, memory_cost=19 * 1024, parallelism=1)
        self._offload = offload
        self._turn = threading.BoundedSemaphore(at_once)
        self._nobody = self._hasher.hash("no account has this password")

    def hash(self, password: str) -> str:
        """The encoded argon2id hash."""
        with self._turn:
            return str(self._offload(self._hasher.hash, normal(password)))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one; with no stored hash it costs the same and is never right."""
        with self._turn:
            right = bool(self._offload(self._check, stored or self._nobody, normal(password)))
        return right and stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _check(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def made_up(seed: str) -> str:
    """A password that a person can type from paper: four groups of five letters and digits, 99 bits of the seed's."""
    rest = int.from_bytes(hashlib.sha512(f"password {seed}".encode()).digest(), "big")
    letters = []
    for _ in range(20):
        rest, letter = divmod(rest, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "-".join("".join(letters[start : start + 5]) for start in range(0, 20, 5))
