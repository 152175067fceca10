"""Blobs in a folder: of this machine, or one that all machines of a cluster have mounted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_DRAFT = ".part"


class Folder:
    """A blob is there whole and on the disk, or not at all: it is written beside its place and moved there."""

    waits = True
    """Reading and writing hold up the thread they are called in."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, place: str, pieces: Iterable[bytes]) -> None:
        """Keep a blob. Raises OSError."""
        path = self._root / place
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(path.name + _DRAFT)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        self._settle(path.parent)

    def read(self, place: str, lengths: Iterable[int]) -> Iterator[bytes]:
        """The blob in pieces of these lengths. Raises OSError, FileNotFoundError at the first piece."""
        with (self._root / place).open("rb") as file:
            for length in lengths:
                yield file.read(length)

    def drop(self, place: str) -> None:
        """Delete a blob, if it is there. Raises OSError."""
        (self._root / place).unlink(missing_ok=True)

    def under(self, place: str) -> list[str]:
        """The names in a place, drafts that were never finished among them. Raises OSError."""
        try:
            return sorted(entry.name for entry in (self._root / place).iterdir())
        except FileNotFoundError:
            return []

    def tidy(self, place: str) -> None:
        """Take an empty place away."""
        with suppress(OSError):  # something is in it, or it is gone
            (self._root / place).rmdir()

    @staticmethod
    def _settle(folder: Path) -> None:
        """The name is on the disk too."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
