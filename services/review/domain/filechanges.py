"""What changed among the files of two versions of a text: they are part of what is passed, as the words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """A file of a version, by what it is called and by its SHA-256."""

    @property
    def name(self) -> str | None:
        """What it is called; None once erased."""

    @property
    def digest(self) -> str:
        """Of its content."""


F = TypeVar("F", bound=Named)


@dataclass(frozen=True, slots=True)
class FileChanges(Generic[F]):
    """Files that came, that went, and that another of the same name took the place of (before, after).

    `reordered` says that those which stayed stand in another order, which is another hash too.
    """

    added: tuple[F, ...]
    removed: tuple[F, ...]
    replaced: tuple[tuple[F, F], ...]
    reordered: bool


def file_changes(before: Sequence[F], after: Sequence[F]) -> FileChanges[F]:
    """A file is the same by its content, whatever it is called."""
    stays = {file.digest for file in before} & {file.digest for file in after}
    gone = [file for file in before if file.digest not in stays]
    come = [file for file in after if file.digest not in stays]
    replaced: list[tuple[F, F]] = []
    for old in list(gone):
        new = next((file for file in come if file.name is not None and file.name == old.name), None)
        if new is not None:
            gone.remove(old)
            come.remove(new)
            replaced.append((old, new))
    stood, stand = ([file.digest for file in files if file.digest in stays] for files in (before, after))
    return FileChanges(tuple(come), tuple(gone), tuple(replaced), stood != stand)
