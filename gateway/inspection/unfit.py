"""What a file is refused for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.decider import Refusal


@dataclass(eq=False)
class UnknownType(Refusal):
    """By its content the file is none of the types that are taken, whatever it is called."""

    code: ClassVar[str] = "gateway.attachment_type"
    known: tuple[str, ...]


@dataclass(eq=False)
class TooLarge(Refusal):
    """The file is larger than one may be."""

    code: ClassVar[str] = "gateway.attachment_too_large"
    limit_mib: int


@dataclass(eq=False)
class TooManyPixels(Refusal):
    """The picture is larger than one may be once it is unpacked."""

    code: ClassVar[str] = "gateway.attachment_pixels"
    limit_megapixels: int


@dataclass(eq=False)
class Damaged(Refusal):
    """The file begins like one of its type, and cannot be read to its end."""

    code: ClassVar[str] = "gateway.attachment_damaged"
    type: str


@dataclass(eq=False)
class Disguised(Refusal):
    """The file is of two types at once, or holds something behind its end."""

    code: ClassVar[str] = "gateway.attachment_disguised"
    type: str


@dataclass(eq=False)
class Active(Refusal):
    """The document can act by itself: macros, scripts, programs, or files inside it."""

    code: ClassVar[str] = "gateway.attachment_active"
    type: str


@dataclass(eq=False)
class Locked(Refusal):
    """The document is encrypted: nobody can see what is in it."""

    code: ClassVar[str] = "gateway.attachment_locked"
    type: str


@dataclass(eq=False)
class Bomb(Refusal):
    """The document is small packed and enormous unpacked."""

    code: ClassVar[str] = "gateway.attachment_bomb"
    type: str


@dataclass(eq=False)
class TooIntricate(Refusal):
    """The file consists of more pieces than any that somebody made to be looked at."""

    code: ClassVar[str] = "gateway.attachment_intricate"
    type: str
