"""Findings, and what they do to a text that is to go on (domain.md, rule 4): stops end it, warnings need a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from kernel.decider import Refusal


class Severity(StrEnum):
    """What a finding does to a text."""

    STOP = "stop"  # it goes nowhere
    WARNING = "warning"  # it goes on once somebody says why


class Kind(StrEnum):
    """What a finding is about."""

    WORD = "word"
    PERSONAL = "personal"
    PUNCTUATION = "punctuation"
    REPETITION = "repetition"
    FACT = "fact"
    TEMPLATE = "template"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text, from `start` to before `end` (characters, from 0), by which rule, and what to write instead.

    `list`, `version`, `word` and `note` say of which word list's edition the finding is; the other rules have none.
    """

    kind: Kind
    rule: str
    severity: Severity
    start: int
    end: int
    suggestion: str | None = None
    list: str | None = None
    version: int | None = None
    word: str | None = None
    note: str | None = None

    @property
    def name(self) -> str:
        """What it is called when it is passed over: the rule (of a word the list) and the place."""
        return _name(self.list, self.rule, self.start, self.end)


def _name(list_: str | None, rule: str, start: int, end: int) -> str:
    return f"{list_ or rule}@{start}-{end}"


@dataclass(frozen=True, slots=True)
class InForce:
    """A word list and the version of it that was in force."""

    list: str
    version: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands in a text, by place, under which word lists."""

    findings: tuple[Finding, ...] = ()
    lists: tuple[InForce, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Findings, by name, that somebody says may stand; `whys` are their reasons by those names, sealed as one text."""

    findings: tuple[str, ...] = ()
    whys: str | None = None


@dataclass(frozen=True, slots=True)
class Stood:
    """A finding that stood in a text that went on, as it is kept."""

    rule: str
    start: int
    end: int
    list: str | None
    version: int | None

    @property
    def name(self) -> str:
        """What it was called when it was passed over."""
        return _name(self.list, self.rule, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Proofed:
    """Under which lists a text went on, what stood in it, and (sealed) why that was passed over."""

    lists: tuple[InForce, ...] = ()
    stood: tuple[Stood, ...] = ()
    whys: str | None = None


NOTHING_FOUND: Final = Proof()
NOTHING_PASSED_OVER: Final = PassedOver()


@dataclass(eq=False)
class HardStops(Refusal):
    """The text holds what no reply may hold; it is edited first."""

    code: ClassVar[str] = "review.hard_stops"
    findings: tuple[Mapping[str, object], ...]
    places: tuple[str, ...]


@dataclass(eq=False)
class UnknownFinding(Refusal):
    """Something is passed over by these names that is not found in the text."""

    code: ClassVar[str] = "review.unknown_finding"
    unknown: tuple[str, ...]


@dataclass(eq=False)
class WarningsOpen(Refusal):
    """These warnings stand in the text, and nobody has said why they may."""

    code: ClassVar[str] = "review.warnings_open"
    findings: tuple[Mapping[str, object], ...]
    places: tuple[str, ...]


def must_be_proofed(proof: Proof, passed_over: PassedOver) -> Proofed:
    """What is kept of a text that goes on: no stop stands in it, each warning is passed over, and nothing else is.

    Raises HardStops, UnknownFinding, WarningsOpen.
    """
    if stops := [finding for finding in proof.findings if finding.severity is Severity.STOP]:
        raise HardStops(*_listed(stops))
    found = {finding.name for finding in proof.findings}
    if unknown := tuple(name for name in passed_over.findings if name not in found):
        raise UnknownFinding(unknown)
    if open_ := [finding for finding in proof.findings if finding.name not in passed_over.findings]:
        raise WarningsOpen(*_listed(open_))
    stood = tuple(Stood(each.rule, each.start, each.end, each.list, each.version) for each in proof.findings)
    return Proofed(proof.lists, stood, passed_over.whys if stood else None)


def told(finding: Finding) -> dict[str, object]:
    """A finding for people and programs, without the words of the text around it."""
    return {
        "finding": finding.name,
        "kind": finding.kind.value,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "suggestion": finding.suggestion,
        "list": finding.list,
        "version": finding.version,
        "word": finding.word,
        "note": finding.note,
    }


def _listed(findings: Iterable[Finding]) -> tuple[tuple[Mapping[str, object], ...], tuple[str, ...]]:
    each = tuple(findings)
    return tuple(told(finding) for finding in each), tuple(finding.name for finding in each)


Find = Callable[[str], Iterator[Finding]]


def warning(kind: Kind, rule: str, span: tuple[int, int], suggestion: str | None = None) -> Finding:
    """A finding that needs a reason, by a rule that needs no list."""
    return Finding(kind, rule, Severity.WARNING, *span, suggestion)
