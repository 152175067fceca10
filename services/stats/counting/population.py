"""Whom a figure counts, one element each: the messages of a cohort, or the evaluations of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kernel.tables import to_micros
from services.stats.counting.arrays import NOTHING, Mask, Numbers
from services.stats.counting.known import Known
from services.stats.domain.cohort import Cohort
from services.stats.domain.facts import MessageFact

_EIGHT_HOURS = 8 * 3600 * 1_000_000  # Asia/Shanghai since long before the first day there can be figures of


@dataclass(frozen=True, eq=False)
class Population:
    """`subjects` by place in `Facts.numbers`; `places` of the message fact that made each of them a member."""

    known: Known
    subjects: Numbers
    places: Numbers

    def where(self, chosen: Mask | Numbers) -> Population:
        """The members for which this is so, or at these places, in that order."""
        return Population(self.known, self.subjects[chosen], self.places[chosen])

    @cached_property
    def _decided(self) -> Numbers:
        """The place that says column, kind and field: the acceptance where there is one, else the submission."""
        accepted = self.known.acceptance[self.subjects]
        return np.where(accepted == NOTHING, self.places, accepted)

    @cached_property
    def _screening(self) -> Numbers:
        return self.known.screening[self.subjects]

    def is_screened(self, *facts: MessageFact) -> Mask:
        """Whether the last that was decided about the message is one of these."""
        screened: Mask = np.zeros(len(self.subjects), np.bool_)
        for fact in facts:
            screened |= self._screening == fact
        return screened

    @cached_property
    def is_closed(self) -> Mask:
        """See Known."""
        return self.known.is_closed[self.subjects]

    @cached_property
    def is_elsewhere(self) -> Mask:
        """See Known."""
        return self.known.is_elsewhere[self.subjects]

    @cached_property
    def is_overdue(self) -> Mask:
        """See Known."""
        return self.known.is_overdue[self.subjects]

    @cached_property
    def is_erased(self) -> Mask:
        """See Known."""
        return self.known.is_erased[self.subjects]

    @cached_property
    def column(self) -> Numbers:
        """Codes in `Facts.columns`."""
        return np.asarray(self.known.facts.messages.column[self._decided])

    @cached_property
    def kind(self) -> Numbers:
        """Codes in `Facts.kinds`."""
        return np.asarray(self.known.facts.messages.kind[self._decided])

    @cached_property
    def field(self) -> Numbers:
        """Codes in `Facts.fields`, NOTHING where the clerk named none."""
        return np.asarray(self.known.facts.messages.field[self._decided])

    @cached_property
    def agency(self) -> Numbers:
        """Codes in `Facts.agencies`, NOTHING where the case is nobody's."""
        return self.known.agency[self.subjects]

    @cached_property
    def since(self) -> Numbers:
        """The instant by which each is of the cohort."""
        return np.asarray(self.known.facts.messages.at[self.places])

    @property
    def turn(self) -> Numbers:
        """Positions of the facts that are counted: a place in a list for each member, which stays."""
        return np.asarray(self.known.facts.messages.position[self.places])

    @cached_property
    def month(self) -> Numbers:
        """Months of `since` in Shanghai, from January 1970 on."""
        return days_of(self.since).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def days_of(instants: Numbers) -> Numbers:
    """The day in Shanghai of each instant, from 1 January 1970 on."""
    return (instants + _EIGHT_HOURS) // (24 * 3600 * 1_000_000)


def accepted(known: Known, cohort: Cohort) -> Population:
    """The messages accepted in the period."""
    return _of(known, cohort, known.acceptances)


def received(known: Known, cohort: Cohort) -> Population:
    """The messages submitted in the period."""
    return _of(known, cohort, known.submissions)


def evaluated(known: Known, cohort: Cohort) -> Population:
    """The evaluations of the messages accepted in the period, but for those handed over: one for each closing."""
    evaluations = known.evaluations
    subjects = known.facts.messages.subject[evaluations]
    counts = known.is_accepted[subjects] & ~known.is_elsewhere[subjects]
    evaluations = evaluations[counts]
    accepted_as = known.acceptance[subjects[counts]]
    begin, end = (to_micros(instant) for instant in cohort.instants())
    at = known.facts.messages.at[accepted_as]
    chosen = (at >= begin) & (at < end)
    subjects = known.facts.messages.subject[evaluations]
    return Evaluations(known, subjects[chosen], accepted_as[chosen], evaluations[chosen])


@dataclass(frozen=True, eq=False)
class Evaluations(Population):
    """`told` are the places of the evaluations themselves."""

    told: Numbers

    def where(self, chosen: Mask | Numbers) -> Evaluations:
        """The evaluations for which this is so, or at these places, in that order."""
        return Evaluations(self.known, self.subjects[chosen], self.places[chosen], self.told[chosen])

    @property
    def turn(self) -> Numbers:
        """Positions of the evaluations."""
        return np.asarray(self.known.facts.messages.position[self.told])

    @cached_property
    def agency(self) -> Numbers:
        """Codes of the agencies that closed the rounds that were evaluated."""
        return self.known.closed_by(self.subjects, self.known.facts.messages.round[self.told])

    @cached_property
    def satisfaction(self) -> Numbers:
        """From 1, very dissatisfied, to 5, very satisfied."""
        return np.asarray(self.known.facts.messages.satisfaction[self.told])


def _of(known: Known, cohort: Cohort, places: Numbers) -> Population:
    begin, end = (to_micros(instant) for instant in cohort.instants())
    at = known.facts.messages.at[places]
    places = places[(at >= begin) & (at < end)]
    return Population(known, known.facts.messages.subject[places], places)
