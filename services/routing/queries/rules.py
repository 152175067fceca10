"""The office's dispatch rules as they are written, and what they would have done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from functools import cache

from sqlalchemy import ColumnElement, RowMapping, func, select

from kernel.decider import plain
from kernel.paging import sifted
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.dispatching import fields_above, for_the_rules
from services.routing.domain import scope
from services.routing.domain.calendar import last_quarter
from services.routing.domain.dispatch import Proposal, Traits, propose
from services.routing.domain.refusals import PeriodReversed
from services.routing.domain.rulebook import BOOK, Edition
from services.routing.queries.proposals import columns_run, traits
from services.routing.schema import RULES
from workdays.calendar import end_of, shanghai_date

CASES = tables.cases.c
_TRAITS = (CASES.column, CASES.kind, CASES.field, CASES.urgency, CASES.complexity, CASES.lead)
_DAY = timedelta(days=1)


def dispatch_rules(reading: Reading, _: Payload) -> Answer:
    """{} → {version, on, draft}: the edition written last, the one in force, and the draft where there is a newer one.

    An edition is {version, rules, written_by, written_at}, the one in force also {switched_on_by, switched_on_at}; an
    office begins with version 0, which has no rules. Raises OutOfScope.
    """
    scope.require(reading.context.actor, scope.READ_RULES)
    book = reading.state(RULES, BOOK)
    by, at = (None, None) if book.switch is None else (book.switch.by, book.switch.at)
    return {
        "version": book.newest.version,
        "on": {**_edition(book.on), "switched_on_by": by, "switched_on_at": plain(at)},
        "draft": None if book.newest == book.on else _edition(book.newest),
    }


def cases_for_rules(reading: Reading, _: Payload) -> Answer:
    """{} → {waiting}: whether any case waits for the rules in a column that assigns by itself."""
    scope.require(reading.context.actor, scope.DISPATCH)
    return {"waiting": bool(for_the_rules(reading, 1))}


def _edition(edition: Edition) -> Answer:
    rules = [plain(asdict(rule)) for rule in edition.rules]
    written = {"written_by": edition.by or None, "written_at": plain(edition.at)}
    return {"version": edition.version, "rules": rules, **written}


def trial(reading: Reading, payload: Payload) -> Answer:
    """{from?, to?, after?, limit?} → what the edition written last would have done with cases accepted in [from, to).

    Days in Shanghai; without them the last full quarter. {version, on, from, to, cases, unmatched, ambiguous, sent,
    same, other, waiting, rules: [{rule, lead, sent, same, other, waiting}], items, next, total}: a case counts for the
    first rule that fits it as it was opened, an ambiguous one too; `same` and `other` compare with the agency that has
    the case or closed it, `waiting` has none. `items` are the cases of `other`. A column administrator tries the
    cases of their columns. Raises PeriodReversed, CursorUnusable, OutOfScope.
    """
    actor = reading.context.actor
    scope.require(actor, scope.RULE)
    first, end = _period(reading, payload)
    cohort = [CASES.accepted_at >= end_of(first - _DAY), CASES.accepted_at < end_of(end - _DAY)]
    if actor.columns is not None:
        cohort.append(CASES.column.in_(actor.columns))
    book = reading.state(RULES, BOOK)
    says = _asking(reading, book.newest)
    return {
        "version": book.newest.version,
        "on": book.newest == book.on,
        "from": first.isoformat(),
        "to": end.isoformat(),
        **_counted(reading, cohort, book.newest, says),
        **_differing(reading, cohort, payload, says),
    }


def _period(reading: Reading, payload: Payload) -> tuple[date, date]:
    """The first day and the day after the last; raises PeriodReversed."""
    first, end = last_quarter(shanghai_date(reading.now))
    if payload.get("from"):
        first = date.fromisoformat(payload["from"])
    if payload.get("to"):
        end = date.fromisoformat(payload["to"])
    if first >= end:
        raise PeriodReversed(first, end)
    return first, end


Says = Callable[[RowMapping], Proposal]


def _asking(reading: Reading, edition: Edition) -> Says:
    """What an edition says of a case; cases that are alike are asked about once."""
    runs, above = columns_run(reading, None), fields_above(reading)

    @cache
    def alike(case: Traits) -> Proposal:
        return propose(edition.rules, case, above)

    return lambda row: alike(traits(row, runs))


def _counted(reading: Reading, cohort: list[ColumnElement[bool]], edition: Edition, says: Says) -> Answer:
    """How many cases each rule would have sent, and how many of them went there in truth."""
    groups = reading.rows(select(*_TRAITS, func.count().label("cases")).where(*cohort).group_by(*_TRAITS))
    of: dict[str, Counter[str]] = {rule.name: Counter() for rule in edition.rules}
    whole: Counter[str] = Counter()
    for row in groups:
        found, cases = says(row), row["cases"]
        whole["cases"] += cases
        whole["ambiguous"] += cases * found.is_ambiguous
        if found.first is None:
            whole["unmatched"] += cases
            continue
        in_truth = "waiting" if row["lead"] is None else "same" if row["lead"] == found.first.rule.lead else "other"
        for name in ("sent", in_truth):
            whole[name] += cases
            of[found.first.rule.name][name] += cases
    outcomes = ("sent", "same", "other", "waiting")
    return {
        **{name: whole[name] for name in ("cases", "unmatched", "ambiguous", *outcomes)},
        "rules": [
            {"rule": rule.name, "lead": rule.lead, **{name: of[rule.name][name] for name in outcomes}}
            for rule in edition.rules
        ],
        "total": whole["other"],
    }


def _differing(reading: Reading, cohort: list[ColumnElement[bool]], payload: Payload, says: Says) -> Answer:
    """A page of the cases that an agency has or had, and another would have got; the oldest first."""
    wanted = select(CASES.number, CASES.accepted_at, *_TRAITS).where(*cohort, CASES.lead.is_not(None))
    order = (CASES.accepted_at, CASES.number)
    found = sifted(reading, wanted, order, payload, lambda row: _different(row, says(row)))
    return {"items": found.items, "next": found.next}


def _different(row: RowMapping, found: Proposal) -> Answer | None:
    """The case with what the rules propose instead; None where they propose who has it, or nobody."""
    first = found.first
    if first is None or first.rule.lead == row["lead"]:
        return None
    shown = {name: plain(value) for name, value in row.items()}
    return {**shown, "rule": first.rule.name, "proposed": first.rule.lead, "ambiguous": found.is_ambiguous}
