"""One text, looked at by every rule that needs no word list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from personal.forms import Checks, Personal, Unnamed, found_in
from services.review.domain.proofreading.agencies import misnamed
from services.review.domain.proofreading.facts import no_such_day, no_such_hour, unreadable_amount
from services.review.domain.proofreading.finding import Finding, Kind, warning
from services.review.domain.proofreading.punctuation import doubled, half_width, unbalanced
from services.review.domain.proofreading.repetition import repeated
from services.review.domain.proofreading.template import Template, missing, wrongly_signed

_BY_FORM: tuple[Callable[[str], Iterator[Finding]], ...] = (
    doubled,
    half_width,
    unbalanced,
    repeated,
    no_such_day,
    no_such_hour,
    unreadable_amount,
)
_PLATE = "*******"  # not even its province: an answer to a command is kept in the clear


def by_form(text: str, template: Template, names: frozenset[str], checks: Checks) -> Iterator[Finding]:
    """What the form of a text shows; `names` are those that agencies have."""
    for rule in _BY_FORM:
        yield from rule(text)
    yield from personal(text, checks)
    yield from missing(text, template)
    signed = list(wrongly_signed(text, template, names))
    yield from signed
    taken = {finding.start for finding in signed}
    yield from (finding for finding in misnamed(text, names) if finding.start not in taken)


def personal(text: str, checks: Checks) -> Iterator[Finding]:
    """What tells who somebody is or where they live; a reply may rightly name a hotline, so it needs a reason."""
    for found in found_in(text, Unnamed(), checks):
        masked = _PLATE if found.kind is Personal.PLATE else found.replacement
        yield warning(Kind.PERSONAL, found.kind.value, (found.start, found.end), masked)
