"""Word list: what must not stand in a reply, or not without a reason; numbered editions, one of them in force or none.

An edition also holds what is right: a longer text in which a listed word is no mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, assert_never

from kernel.decider import Decider, Refusal
from services.review.domain.proofreading.finding import Severity
from services.review.domain.text import must_be_readable

WORD_LIMIT = 60
NOTE_LIMIT = 300
NAME_LIMIT = 100
MOST_WORDS = 100_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that is found, with what to write instead; or, `right`, a text in which nothing is found."""

    word: str
    suggestion: str | None = None
    note: str | None = None
    right: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a list is called, what its words do to a text, and in which columns (None: in all)."""

    name: str
    severity: Severity
    columns: tuple[str, ...] | None = None


# commands


@dataclass(frozen=True, slots=True)
class Arrange:
    """The list is there and is like this from now on."""

    arrangement: Arrangement
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revise:
    """These are to be the words; they were written on the edition `replaces`. A word given twice counts once."""

    entries: tuple[Entry, ...]
    replaces: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SwitchOn:
    """This edition is in force from now on."""

    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Retire:
    """No edition of the list is in force from now on."""

    by: str
    at: datetime


Command = Arrange | Revise | SwitchOn | Retire


# events


@dataclass(frozen=True, slots=True)
class Arranged:
    """The list is like this from now on; its words stay what they are."""

    name: str
    severity: Severity
    columns: tuple[str, ...] | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revised:
    """There is a new edition: the one before without `removed`, with `added`. The one in force stays in force."""

    version: int
    added: tuple[Entry, ...]
    removed: tuple[str, ...]
    words: int
    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """The edition with this digest is in force from now on; what was passed was passed under the one before."""

    version: int
    words: int
    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Retired:
    """The list finds nothing from now on."""

    by: str
    at: datetime


Event = Arranged | Revised | SwitchedOn | Retired


# state


@dataclass(frozen=True, slots=True)
class Unmade:
    """There is no such list."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The words of one version, by word, and who wrote them when."""

    version: int
    entries: tuple[Entry, ...]
    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """A list with its editions, the oldest first; `on` is the version in force, None while the list is at rest."""

    arrangement: Arrangement
    editions: tuple[Edition, ...] = ()
    on: int | None = None

    @property
    def newest(self) -> Edition | None:
        """The edition written last."""
        return self.editions[-1] if self.editions else None

    @property
    def in_force(self) -> Edition | None:
        """The edition in force."""
        return None if self.on is None else self.editions[self.on - 1]


WordList = Unmade | Made


# refusals


@dataclass(eq=False)
class UnknownList(Refusal):
    """There is no such word list, or no such version of it."""

    code: ClassVar[str] = "review.unknown_list"
    version: int | None


@dataclass(eq=False)
class WordsMovedOn(Refusal):
    """Somebody has written a newer edition than the one that was read."""

    code: ClassVar[str] = "review.words_moved_on"
    asked: int
    newest: int


@dataclass(eq=False)
class TooManyWords(Refusal):
    """More words than one list holds."""

    code: ClassVar[str] = "review.too_many_words"
    limit: int
    words: int


@dataclass(eq=False)
class WordIsRight(Refusal):
    """The list says of a word that it is wrong, and writes it itself in what is right to write instead of it."""

    code: ClassVar[str] = "review.word_is_right"
    word: str


# rules


def ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each word once, as it was given last, by word."""
    by_word = {entry.word: entry for entry in entries}
    return tuple(by_word[word] for word in sorted(by_word))


def digest_of(entries: Iterable[Entry]) -> str:
    """SHA-256 over an edition's words with everything said of them: the same words have the same digest."""
    digest = hashlib.sha256()
    for entry in entries:
        parts = (entry.word, entry.suggestion or "", entry.note or "", "right" if entry.right else "")
        digest.update("\x1f".join(parts).encode() + b"\x1e")
    return digest.hexdigest()


def doubled(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Words that are given more than once, by word."""
    seen: set[str] = set()
    twice: set[str] = set()
    for entry in entries:
        (twice if entry.word in seen else seen).add(entry.word)
    return tuple(sorted(twice))


def differences(before: Iterable[Entry], after: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """What is new or says something new, and the words that are gone."""
    was, is_ = {entry.word: entry for entry in before}, {entry.word: entry for entry in after}
    added = tuple(entry for entry in is_.values() if was.get(entry.word) != entry)
    return added, tuple(word for word in was if word not in is_)


def must_be_sound(entries: tuple[Entry, ...]) -> None:
    """Each can be read, none is too long, there are not too many, and none stands in its own suggestion unnoticed."""
    if len(entries) > MOST_WORDS:
        raise TooManyWords(MOST_WORDS, len(entries))
    for entry in entries:
        must_be_readable("word", entry.word, WORD_LIMIT)
        for field, value, limit in (("suggestion", entry.suggestion, WORD_LIMIT), ("note", entry.note, NOTE_LIMIT)):
            if value is not None:
                must_be_readable(field, value, limit)
        if entry.suggestion == entry.word:
            raise WordIsRight(entry.word)


# decide, evolve


def decide(command: Command, words: WordList) -> list[Event]:
    """Each command has its own rule."""
    match command:
        case Arrange():
            return arrange(command, words)
        case Revise():
            return revise(command, must_be_made(words))
        case SwitchOn():
            return switch_on(command, must_be_made(words))
        case Retire():
            made = must_be_made(words)
            return [] if made.on is None else [Retired(command.by, command.at)]
        case _:
            assert_never(command)


def must_be_made(words: WordList) -> Made:
    """The list, if there is one; raises UnknownList."""
    if isinstance(words, Unmade):
        raise UnknownList(None)
    return words


def arrange(command: Arrange, words: WordList) -> list[Event]:
    """A list is made, or called and weighed differently; said again it changes nothing."""
    said = command.arrangement
    must_be_readable("name", said.name, NAME_LIMIT)
    if isinstance(words, Made) and words.arrangement == said:
        return []
    return [Arranged(said.name, said.severity, said.columns, command.by, command.at)]


def revise(command: Revise, words: Made) -> list[Event]:
    """Sound words that say something new are an edition, unless another was written since the one read."""
    entries = ordered(command.entries)
    must_be_sound(entries)
    newest = words.newest
    digest = digest_of(entries)
    if newest is not None and newest.digest == digest:
        return []  # already so
    version = 0 if newest is None else newest.version
    if command.replaces != version:
        raise WordsMovedOn(command.replaces, version)
    added, removed = differences(() if newest is None else newest.entries, entries)
    return [Revised(version + 1, added, removed, len(entries), digest, command.by, command.at)]


def switch_on(command: SwitchOn, words: Made) -> list[Event]:
    """Any edition may be put in force, also an older one, also of a list that was at rest."""
    if not 1 <= command.version <= len(words.editions):
        raise UnknownList(command.version)
    if command.version == words.on:
        return []  # already so
    edition = words.editions[command.version - 1]
    return [SwitchedOn(edition.version, len(edition.entries), edition.digest, command.by, command.at)]


def evolve(words: WordList, event: Event) -> WordList:
    """The list is arranged, gets an edition, or another one in force."""
    match event:
        case Arranged():
            said = Arrangement(event.name, event.severity, event.columns)
            return Made(said) if isinstance(words, Unmade) else Made(said, words.editions, words.on)
        case _ if isinstance(words, Unmade):
            return words
        case Revised():
            return Made(words.arrangement, (*words.editions, _edition(words.newest, event)), words.on)
        case SwitchedOn():
            return Made(words.arrangement, words.editions, event.version)
        case Retired():
            return Made(words.arrangement, words.editions, None)
        case _:
            assert_never(event)


def _edition(before: Edition | None, event: Revised) -> Edition:
    kept = {entry.word: entry for entry in (before.entries if before else ())}
    for word in event.removed:
        kept.pop(word, None)
    entries = ordered([*kept.values(), *event.added])
    return Edition(event.version, entries, event.digest, event.by, event.at)


DECIDER: Decider[Command, Event, WordList] = Decider(Unmade(), decide, evolve)
