"""What notices tells the world: that the portal office has told its people something, and never what or whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.registry import Contracts
from contracts.words import Code, Instant

NoticeKind = Literal["guidance", "handbook", "urging", "information"]


@dataclass(frozen=True, slots=True)
class NoticeSentV1:
    """Version `version` of a notice went out; one above 1 is a correction, which everyone reads anew.

    It is for everyone of these roles in these columns (null: in all), or, where no role is named, for accounts that
    stay in the house. `addressed` accounts were there when version 1 went out.
    """

    notice: Code
    kind: NoticeKind
    version: int
    roles: tuple[Code, ...]
    columns: tuple[Code, ...] | None
    addressed: int
    needs_receipt: bool
    valid_until: date | None
    sent_at: Instant


@dataclass(frozen=True, slots=True)
class NoticeWithdrawnV1:
    """The notice holds no more; `version` was its last."""

    notice: Code
    version: int
    withdrawn_at: Instant


@dataclass(frozen=True, slots=True)
class NoticeRemindedV1:
    """Who has this version to read or to confirm still was reminded; who that is stays in the house."""

    notice: Code
    version: int
    reminded_at: Instant


CONTRACTS = Contracts((NoticeSentV1, NoticeWithdrawnV1, NoticeRemindedV1))
