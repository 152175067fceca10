"""Words of the lists in force, looked for in one pass over a text (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ahocorasick import Automaton

from services.review.domain.proofreading.finding import Finding, InForce, Kind, Severity
from services.review.domain.wordlist import Entry

# What is read as one character: full-width letters and digits as plain ones, capitals as small ones.
_READ_AS: Final = (
    {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
    | {code: code - 0xFEE0 + 0x20 for code in range(0xFF21, 0xFF3B)}
    | {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
    | {code: code + 0x20 for code in range(0x41, 0x5B)}
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition that is in force: its list, what its words do to a text, and the words."""

    list: str
    version: int
    severity: Severity
    entries: Sequence[Entry]

    @property
    def in_force(self) -> InForce:
        """Its list and version."""
        return InForce(self.list, self.version)


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    listed: Listed
    entry: Entry


class Dictionary:
    """The words of some editions; built once, asked often. Nothing is found inside what an edition says is right."""

    def __init__(self, in_force: Iterable[Listed]) -> None:
        editions = tuple(in_force)
        self.lists = tuple(listed.in_force for listed in editions)
        self._automaton: Any = Automaton()
        of_word: dict[str, list[tuple[Listed, Entry]]] = {}
        for listed in editions:
            for entry in listed.entries:
                of_word.setdefault(entry.word.translate(_READ_AS), []).append((listed, entry))
        for word, meanings in of_word.items():
            self._automaton.add_word(word, (len(word), tuple(meanings)))
        if of_word:
            self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[Finding]:
        """The words that stand in a text, by place; of words within one another the longest."""
        if not len(self._automaton):
            return
        hits = list(self._hits(text.translate(_READ_AS)))
        right = [(hit.start, hit.end) for hit in hits if hit.entry.right]
        wrong = [hit for hit in hits if not hit.entry.right and not _within(hit, right)]
        spans = [(hit.start, hit.end) for hit in wrong]
        for hit in sorted(wrong, key=lambda hit: (hit.start, hit.end, hit.listed.list)):
            if not _within(hit, (span for span in spans if span != (hit.start, hit.end))):
                yield _finding(hit)

    def _hits(self, text: str) -> Iterator[_Hit]:
        for last, (length, meanings) in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if _is_whole(text, start, end):
                for listed, entry in meanings:
                    yield _Hit(start, end, listed, entry)


def _within(hit: _Hit, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Latin letters and digits are found as words of their own, not as parts of longer ones."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (_is_latin(text[start]) and _is_latin(before)) and not (_is_latin(text[end - 1]) and _is_latin(after))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _finding(hit: _Hit) -> Finding:
    return Finding(
        kind=Kind.WORD,
        rule="word",
        severity=hit.listed.severity,
        start=hit.start,
        end=hit.end,
        suggestion=hit.entry.suggestion,
        list=hit.listed.list,
        version=hit.listed.version,
        word=hit.entry.word,
        note=hit.entry.note,
    )
