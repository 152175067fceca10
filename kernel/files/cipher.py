"""A file under a key of its own, in pieces: it is never in memory as a whole, and no piece can be moved or left out.

AES-256-GCM over pieces of 1 MiB. The key is used for this one file only, so a nonce is the piece's number (11 bytes)
and whether it is the last (1 byte), as STREAM does it (Hoang, Reyhanitabar, Rogaway, Vizár 2015); the file's place in
the store is associated data, so that a blob moved to another place does not open.
"""

from __future__ import annotations

from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel.vault import SealBroken

PIECE = 1024 * 1024
TAG = 16
KEY_BYTES = 32
_MARK = b"huiyin file v1"


def pieces_of(size: int) -> int:
    """How many pieces a file of this size has; an empty one has one."""
    return max(1, -(-size // PIECE))


def sealed_size(size: int) -> int:
    """How large the blob of a file of this size is."""
    return size + pieces_of(size) * TAG


def sealed(key: bytes, place: str, content: bytes) -> Iterator[bytes]:
    """The blob, piece by piece."""
    cipher, view, count = AESGCM(key), memoryview(content), pieces_of(len(content))
    for number in range(count):
        piece = view[number * PIECE : (number + 1) * PIECE]
        yield cipher.encrypt(_nonce(number, count), piece, _about(place))


def sealed_lengths(size: int) -> Iterator[int]:
    """How long each piece of the blob of a file of this size is."""
    count = pieces_of(size)
    for number in range(count):
        yield (PIECE if number < count - 1 else size - number * PIECE) + TAG


def opened(key: bytes, place: str, number: int, count: int, piece: bytes) -> bytes:
    """The plain text of piece `number` of `count`. Raises SealBroken."""
    try:
        return AESGCM(key).decrypt(_nonce(number, count), piece, _about(place))
    except InvalidTag:
        raise SealBroken(f"piece {number} of a file does not open") from None


def _nonce(number: int, count: int) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if number == count - 1 else b"\x00")


def _about(place: str) -> bytes:
    return _MARK + b"\0" + place.encode()
