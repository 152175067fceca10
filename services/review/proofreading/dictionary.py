"""Words of the lists in force, looked for in one pass over a text (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ahocorasick import Automaton

from personal.reading import Plain, plain, readings
from services.review.domain.proofreading.finding import Finding, InForce, Kind, Severity
from services.review.domain.wordlist import Entry

_SMALL: Final = {code: code + 0x20 for code in range(0x41, 0x5B)}


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
    """The words of some editions; built once, asked often.

    No warning is found inside what an edition says is right, and no stop inside what a list of stops says is right: an
    exception to what no reply may hold is written where that is written.
    """

    def __init__(self, in_force: Iterable[Listed]) -> None:
        editions = tuple(in_force)
        self.lists = tuple(listed.in_force for listed in editions)
        self._automaton: Any = Automaton()
        of_word: dict[str, list[tuple[Listed, Entry]]] = {}
        for listed in editions:
            for entry in listed.entries:
                if word := _small(plain(entry.word)):
                    of_word.setdefault(word, []).append((listed, entry))
        for word, meanings in of_word.items():
            self._automaton.add_word(word, (len(word), tuple(meanings)))
        if of_word:
            self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[Finding]:
        """The words that stand in a text, by place; of words within one another the longest.

        A stop is found all the same within a word that is only a warning. What nobody can see parts no word.
        """
        if not len(self._automaton):
            return
        read, *apart = readings(text)
        met = (hit for each in (read, *apart) for hit in self._hits(_small(each)))
        hits = list({(hit.start, hit.end, hit.listed.list, hit.entry): hit for hit in met}.values())
        right = [hit for hit in hits if hit.entry.right]
        stops = list(_outside(_wrong(hits, Severity.STOP), [hit for hit in right if _is_stop(hit)]))
        wrong = [*stops, *_outside(_wrong(hits, Severity.WARNING), right)]
        kept = [*_longest(stops), *(hit for hit in _longest(wrong) if not _is_stop(hit))]
        for hit in sorted(kept, key=lambda hit: (hit.start, hit.end, hit.listed.list)):
            yield _finding(hit, *read.span(hit.start, hit.end))

    def _hits(self, text: str) -> Iterator[_Hit]:
        for last, (length, meanings) in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if _is_whole(text, start, end):
                for listed, entry in meanings:
                    yield _Hit(start, end, listed, entry)


def _small(read: Plain) -> str:
    """Capital letters of the Latin alphabet as small ones, each where it stands."""
    return read.text.translate(_SMALL)


def _is_stop(hit: _Hit) -> bool:
    return hit.listed.severity is Severity.STOP


def _wrong(hits: Iterable[_Hit], severity: Severity) -> list[_Hit]:
    """The hits of lists of this severity, what is right aside."""
    return [hit for hit in hits if not hit.entry.right and hit.listed.severity is severity]


def _outside(hits: Iterable[_Hit], around: Iterable[_Hit]) -> Iterator[_Hit]:
    """The hits that lie within none of the others, by place."""
    furthest, rest = 0, sorted(around, key=lambda hit: hit.start, reverse=True)
    for hit in sorted(hits, key=lambda hit: hit.start):
        while rest and rest[-1].start <= hit.start:
            furthest = max(furthest, rest.pop().end)
        if hit.end > furthest:
            yield hit


def _longest(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """The hits that lie within no longer one, by place; what several lists say of one place stays."""
    furthest, last = 0, (0, 0)
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.end > furthest or (hit.start, hit.end) == last:
            furthest, last = hit.end, (hit.start, hit.end)
            yield hit


def _is_whole(text: str, start: int, end: int) -> bool:
    """Latin letters and digits are found as words of their own, not as parts of longer ones."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (_is_latin(text[start]) and _is_latin(before)) and not (_is_latin(text[end - 1]) and _is_latin(after))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _finding(hit: _Hit, start: int, end: int) -> Finding:
    return Finding(
        kind=Kind.WORD,
        rule="word",
        severity=hit.listed.severity,
        start=start,
        end=end,
        suggestion=hit.entry.suggestion,
        list=hit.listed.list,
        version=hit.listed.version,
        word=hit.entry.word,
        note=hit.entry.note,
    )
