"""What stats tells the world: that a bulletin is published. Its figures are read where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.registry import Contracts
from contracts.words import Bulletin, Code, Hash, Instant


@dataclass(frozen=True, slots=True)
class BulletinPublishedV1:
    """Version `version` of a bulletin is out; one above 1 is a correction of the one before, which stays on record.

    It counts the messages of the column (null: of all columns of the city's own portal) from the day `begin` to before
    the day `end`, as of `as_of`; `digest` is the SHA-256 of what it says.
    """

    bulletin: Bulletin
    column: Code | None
    begin: date
    end: date
    as_of: Instant
    version: int
    digest: Hash
    published_at: Instant


CONTRACTS = Contracts((BulletinPublishedV1,))
