"""Sealed texts: each subject has a key of its own, and erasing the subject is deleting that key.

A text is sealed with AES-256-GCM under the subject's key, the subject as associated data, so that a sealed text moved
to another subject does not open. The subject's key is wrapped by AES-256-GCM under a key derived from the master key
(HKDF, RFC 5869), again bound to the subject. Nothing unwrapped is kept in memory: whoever erases in one process has
erased in all.
"""

from __future__ import annotations

import hmac
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kernel.driver import Session
from kernel.errors import KernelError

_VERSION = "v1"
_NONCE = 12
_KEY = 32
_MARK = "huiyin master key"
_SEALED = re.compile(rf"{_VERSION}:[A-Za-z0-9_=-]{{38,}}")  # a nonce and a tag are 28 bytes


class Erased(KernelError):
    """A subject that was erased takes no new texts."""

    code = "kernel.erased"

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject

    def values(self) -> dict[str, str]:
        """The subject."""
        return {"subject": self.subject}


class SealBroken(Exception):
    """A sealed text or a key that does not open: another master key, another subject, or altered."""


class Vault:
    """Seals and opens under the keys of one service's subjects; the keys themselves are in the table `vault_keys`."""

    def __init__(self, master_key: bytes) -> None:
        self._wrapping = AESGCM(_derived(master_key, b"huiyin vault wrapping v1"))
        self._deriving = _derived(master_key, b"huiyin vault deriving v1")

    def mark(self) -> str:
        """A constant sealed under the master key, by which it is known again (`marked`)."""
        return _closed(self._wrapping, _MARK, _MARK.encode())

    def marked(self, mark: str) -> bool:
        """Whether the mark was made under this master key."""
        try:
            return _opened(self._wrapping, _MARK, mark) == _MARK.encode()
        except SealBroken:
            return False

    def opens(self, subject: str, wrapped: str) -> bool:
        """Whether a subject's key was wrapped under this master key."""
        try:
            _opened(self._wrapping, subject, wrapped)
        except SealBroken:
            return False
        return True

    def derive(self, label: str) -> bytes:
        """32 bytes that only the master key's holder can compute again, the same for the same label (HMAC-SHA256)."""
        return hmac.digest(self._deriving, label.encode(), "sha256")

    def new_key(self, subject: str) -> str:
        """A fresh key for a subject, wrapped."""
        return _closed(self._wrapping, subject, os.urandom(_KEY))

    def seal(self, wrapped: str | None, subject: str, text: str) -> str:
        """`v1:` and the text encrypted under the subject's key. Raises Erased where there is no key any more."""
        if wrapped is None:
            raise Erased(subject)
        return _closed(AESGCM(_opened(self._wrapping, subject, wrapped)), subject, text.encode())

    def unseal(self, wrapped: str | None, subject: str, sealed: str) -> str | None:
        """The text again, None without a key. Raises SealBroken."""
        if wrapped is None:
            return None
        return _opened(AESGCM(_opened(self._wrapping, subject, wrapped)), subject, sealed).decode()

    @staticmethod
    def lookup(session: Session, subject: str) -> tuple[bool, str | None]:
        """Whether the subject is known, and its wrapped key (None once erased)."""
        rows = session.query("SELECT wrapped FROM vault_keys WHERE subject = %s", (subject,))
        return (True, rows[0][0]) if rows else (False, None)

    @staticmethod
    def lookup_all(session: Session, subjects: Sequence[str]) -> dict[str, str | None]:
        """The wrapped keys of the subjects that are known (None once erased), in one query."""
        places = ", ".join(["%s"] * len(subjects))
        question = f"SELECT subject, wrapped FROM vault_keys WHERE subject IN ({places})"  # noqa: S608 - no value in it
        return dict(session.query(question, tuple(subjects)))


def is_sealed(value: object) -> bool:
    """Whether a value has the form of a sealed text."""
    return isinstance(value, str) and _SEALED.fullmatch(value) is not None


def _derived(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=purpose).derive(master_key)


def _closed(cipher: AESGCM, subject: str, plain: bytes) -> str:
    nonce = os.urandom(_NONCE)
    return f"{_VERSION}:{urlsafe_b64encode(nonce + cipher.encrypt(nonce, plain, subject.encode())).decode()}"


def _opened(cipher: AESGCM, subject: str, closed: str) -> bytes:
    version, _, body = closed.partition(":")
    if version != _VERSION:
        raise SealBroken(f"unknown seal {version!r}")
    try:
        raw = urlsafe_b64decode(body)
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], subject.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"a seal of {subject} does not open") from error
