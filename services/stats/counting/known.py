"""What is so at a cut-off, of each message: read from the facts before it, never from a present state."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from kernel.tables import from_micros, to_micros
from services.stats.counting.arrays import NOTHING, Mask, Numbers
from services.stats.counting.facts import Facts, Heard, Series
from services.stats.counting.registers import Registers
from services.stats.domain.cohort import Cutoff
from services.stats.domain.facts import CaseFact, MessageFact, ReplyFact
from workdays.calendar import end_of, shanghai_date

_ALL = slice(None)
_ROUNDS = 1 << 16  # more than any case has


class Known:
    """The facts as of a cut-off; "place" is where a fact stands in its series, NOTHING where there is none."""

    def __init__(self, facts: Facts, registers: Registers, heard: Heard, cutoff: Cutoff) -> None:
        self.facts = facts
        self.messages, self.cases, self.replies = facts.messages.seen(), facts.cases.seen(), facts.replies.seen()
        self._many = len(facts.numbers)
        self.registers = registers
        self.heard = heard
        self.cutoff = cutoff
        self.as_of = to_micros(cutoff.as_of)

    def told(self, series: Series, places: Numbers | slice = _ALL) -> Mask:
        """Which facts, of those at these places, count: they had happened, and were recorded in time."""
        counts: Mask = series.at[places] <= self.as_of
        if self.cutoff.known_at is not None:
            counts &= series.recorded_at[places] <= to_micros(self.cutoff.known_at)
        if self.cutoff.positions is not None:
            counts &= series.position[places] <= dict(self.cutoff.positions).get(series.source, 0)
        return counts

    def _places(self, series: Series, fact: int) -> Numbers:
        """Where the facts of this kind stand that count."""
        places = series.places(fact)
        return places[self.told(series, places)]

    def _last(self, series: Series, counts: Mask) -> Numbers:
        """The place of each message's last fact among these."""
        places = np.flatnonzero(counts)
        last: Numbers = np.full(self._many, NOTHING, np.intp)
        last[series.subject[places]] = places  # of several values for one element the last one stays
        return last

    @cached_property
    def submissions(self) -> Numbers:
        """Places of the submissions that count."""
        return self._messages(MessageFact.SUBMITTED)

    @cached_property
    def acceptances(self) -> Numbers:
        """Places of the acceptances that count."""
        return self._messages(MessageFact.ACCEPTED)

    @cached_property
    def evaluations(self) -> Numbers:
        """Places of the evaluations that count."""
        return self._messages(MessageFact.EVALUATED)

    def _messages(self, fact: MessageFact) -> Numbers:
        return self._places(self.messages, fact)

    @cached_property
    def acceptance(self) -> Numbers:
        """For each message the place of its acceptance."""
        return self._of_each(self.acceptances)

    def _of_each(self, places: Numbers) -> Numbers:
        of: Numbers = np.full(self._many, NOTHING, np.intp)
        of[self.messages.subject[places]] = places
        return of

    @cached_property
    def screening(self) -> Numbers:
        """For each message the fact that says where its screening stands; NOTHING before it was submitted.

        Erasing decides nothing, but that a message nobody had decided is over.
        """
        messages = self.messages
        decides = self.told(messages) & (messages.fact != MessageFact.EVALUATED) & (messages.fact != MessageFact.ERASED)
        return self._facts_at(messages, self._last(messages, decides))

    @cached_property
    def is_erased(self) -> Mask:
        """Of which messages the personal data are gone."""
        erased: Mask = np.zeros(self._many, np.bool_)
        erased[self.messages.subject[self._messages(MessageFact.ERASED)]] = True
        return erased

    @cached_property
    def case(self) -> Numbers:
        """For each message the place of the last fact about its case: who has it until when, or how it ended."""
        cases = self.cases
        return self._last(cases, self._cases_told & (cases.fact != CaseFact.ARRANGED))

    @cached_property
    def _cases_told(self) -> Mask:
        return self.told(self.cases)

    @cached_property
    def helpers(self) -> Numbers:
        """For each message the agencies that help with it, as a code in `Facts.helpers`."""
        cases = self.cases
        return _at(cases.helpers, self._last(cases, self._cases_told & (cases.helpers != NOTHING)))

    @cached_property
    def round(self) -> Numbers:
        """For each message the round that its case is in; 1 also before there is a case."""
        cases = self.cases
        reopened = self._places(cases, CaseFact.REOPENED)
        rounds: Numbers = np.ones(self._many, np.int16)
        rounds[cases.subject[reopened]] = cases.round[reopened]
        return rounds

    def closed_by(self, subjects: Numbers, rounds: Numbers) -> Numbers:
        """The agency that closed this round of each of these messages; NOTHING where that was not heard."""
        cases = self.cases
        closings = self._places(cases, CaseFact.CLOSED)
        ended = cases.subject[closings].astype(np.int64) * _ROUNDS + cases.round[closings]
        order = np.argsort(ended, kind="stable")
        asked = subjects.astype(np.int64) * _ROUNDS + rounds
        place = np.searchsorted(ended[order], asked, side="right") - 1
        found = (place >= 0) & (ended[order][place] == asked) if len(ended) else np.zeros(len(asked), np.bool_)
        agencies: Numbers = np.full(len(asked), NOTHING, np.int64)
        agencies[found] = cases.agency[closings[order[place[found]]]]
        return agencies

    @cached_property
    def case_stands(self) -> Numbers:
        """For each message that fact; NOTHING where there is no case, or it has not been given to anyone."""
        return self._facts_at(self.cases, self.case)

    @cached_property
    def is_accepted(self) -> Mask:
        """Whether the acceptance was heard of: what else was heard of a message before that counts for nothing yet."""
        return _mask(self.acceptance != NOTHING)

    @cached_property
    def is_closed(self) -> Mask:
        """Whether the matter is done, and was not taken up again."""
        return _mask((self.case_stands == CaseFact.CLOSED) & self.is_accepted)

    @cached_property
    def is_elsewhere(self) -> Mask:
        """Whether the matter is another system's."""
        return _mask((self.case_stands == CaseFact.HANDED_OVER) & self.is_accepted)

    @cached_property
    def is_overdue(self) -> Mask:
        """Whether the matter is not done, and the deadline in force is over."""
        stands = self.case_stands
        under_way = np.flatnonzero((stands != NOTHING) & (stands != CaseFact.CLOSED) & (stands != CaseFact.HANDED_OVER))
        until = self.cases.until[self.case[under_way]]
        overdue: Mask = np.zeros(self._many, np.bool_)
        overdue[under_way[(until != NOTHING) & (until <= self.as_of)]] = True
        return overdue

    @cached_property
    def agency(self) -> Numbers:
        """For each message the code of the agency that has it, or had it when it ended."""
        return self._of_case(self.cases.agency)

    @cached_property
    def is_on_time(self) -> Mask:
        """Whether the matter was closed before its deadline was over."""
        return _mask(self.is_closed & (self._of_case(self.cases.on_time) == 1))

    def closed_at(self, subjects: Numbers) -> Numbers:
        """When these matters, which are closed, were closed."""
        return np.asarray(self.cases.at[self.case[subjects]])

    def _of_case(self, values: Numbers) -> Numbers:
        """A value of each message's last case fact."""
        return _at(values, self.case)

    @cached_property
    def is_replied(self) -> Mask:
        """To which messages a reply went out, publicly or to the citizen alone."""
        return self._replied(self._replies)

    @cached_property
    def is_replied_publicly(self) -> Mask:
        """To which messages a reply went out that everyone can read."""
        return self._replied(self._replies & (self.replies.public == 1))

    @cached_property
    def is_answered(self) -> Mask:
        """To which messages a reply went out in the round that they are in."""
        replies = self.replies
        return self._replied(self._replies & (replies.round >= self.round[replies.subject]))

    @cached_property
    def _replies(self) -> Mask:
        replies = self.replies
        return self.told(replies) & _mask(replies.fact == ReplyFact.REPLIED)

    def _replied(self, counts: Mask) -> Mask:
        replied: Mask = np.zeros(self._many, np.bool_)
        replied[self.replies.subject[counts]] = True
        return replied

    @cached_property
    def lasts_until(self) -> int:
        """From when on what was heard says something else than at the cut-off: a day begins, or a fact lay ahead."""
        soon = [_next_midnight(self.as_of)]
        for series in (self.messages, self.cases, self.replies):
            later = series.at[series.at > self.as_of]
            soon += [int(later.min())] if len(later) else []
        return min(soon)

    @staticmethod
    def _facts_at(series: Series, places: Numbers) -> Numbers:
        return _at(series.fact, places)


def _next_midnight(instant: int) -> int:
    """When the day in Shanghai ends."""
    return to_micros(end_of(shanghai_date(from_micros(instant))))


def _at(values: Numbers, places: Numbers) -> Numbers:
    """The value at each place; NOTHING where there is no place."""
    if not len(values):
        return np.full(len(places), NOTHING, values.dtype)
    found: Numbers = values[places]  # where there is no place, the last value
    found[places == NOTHING] = NOTHING
    return found


def _mask(values: Any) -> Mask:
    """What a comparison of arrays gives."""
    mask: Mask = values
    return mask
