"""Figures that belong together, row by row and in total."""

from __future__ import annotations

from dataclasses import replace

from kernel.actor import CITIZEN
from kernel.service import Answer, Payload, Query
from kernel.store import Reading
from services.stats.counting.known import Known
from services.stats.counting.memory import Memory
from services.stats.counting.reporting import reported
from services.stats.domain.figures import COMPLETION, SATISFACTION, TIMELINESS, WORKLOAD, Report
from services.stats.domain.withholding import whole_day, withheld
from services.stats.queries.asked import Moment, Question, asked_for


def completion(memory: Memory) -> Query:
    """办结率, of the messages accepted in the period: see `report`."""
    return report(COMPLETION, memory)


def timeliness(memory: Memory) -> Query:
    """按期办结率 and 平均办理时间, of the messages accepted in the period: see `report`."""
    return report(TIMELINESS, memory)


def satisfaction(memory: Memory) -> Query:
    """满意率, of the evaluations of the messages accepted in the period: see `report`.

    Without an account cut-offs are whole days, and few evaluations are withheld (`services.stats.domain.withholding`).
    """
    return report(SATISFACTION, memory)


def workload(memory: Memory) -> Query:
    """What came in and what became of it, and 答复率, of the messages received in the period: see `report`."""
    return report(WORKLOAD, memory)


def report(asked: Report, memory: Memory) -> Query:
    """{from, to, as_of, known_at, by, …} → {cohort, as_of, known_at, positions, missing, filters, by, rows, total}.

    A row is {key, name} and the figures of `total`; the rate is a decimal string, null where there is nothing to divide
    by. The figures of a row count messages, each of them in one row. Raises what `asked_for` raises, UnknownLabel,
    PositionsAhead, Unavailable.
    """

    def ask(reading: Reading, payload: Payload) -> Answer:
        question = asked_for(reading, payload)
        in_public = asked is SATISFACTION and reading.context.actor == CITIZEN
        if in_public:
            question = replace(question, moment=_of_whole_days(question.moment))
        known = question.moment.known(memory)
        figures = memory.kept(known, (asked.name, question.at(known)), lambda: _counted(asked, question, known))
        told = withheld(figures["rows"], figures["total"]) if in_public else figures
        return {**question.said(asked.base, known), **told}

    return ask


def _of_whole_days(moment: Moment) -> Moment:
    """The same with the day before it whole: nobody sees one evaluation come in."""
    known_at = moment.cutoff.known_at
    cutoff = replace(
        moment.cutoff,
        as_of=whole_day(moment.cutoff.as_of),
        known_at=None if known_at is None else whole_day(known_at),
    )
    return Moment(cutoff, is_now=False)


def _counted(asked: Report, question: Question, known: Known) -> Answer:
    members = question.members(known, asked.base)
    return reported(asked, members, question.rows(members))
