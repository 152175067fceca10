"""Refusals of routing that are about the calendar and about limits."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

CALENDAR: Final[dict[str, Sentence]] = {
    "routing.amends_nothing": Sentence(
        422, N_("The amendment says nothing"), N_("Please name a day, or a year that is announced or no longer.")
    ),
    "routing.day_amended_twice": Sentence(
        422, N_("A day is amended twice"), N_("%(date)s stands there twice and differently. Please keep one of them.")
    ),
    "routing.announced_and_retracted": Sentence(
        422,
        N_("A year is announced and taken back at once"),
        N_("%(year)s stands there as announced and as taken back. Please keep one of them."),
    ),
    "routing.year_out_of_range": Sentence(
        422, N_("The calendar does not reach so far"), N_("The calendar holds %(first)s to %(last)s, not %(year)s.")
    ),
    "routing.calendar_has_changed": Sentence(
        409,
        N_("The calendar has changed meanwhile"),
        N_("In force is “%(calendar)s” now. Please look at the difference again before applying it."),
    ),
    "routing.limit_names_nothing": Sentence(
        422,
        N_("An exception is about nothing in particular"),
        N_("In the column %(column)s, an exception from the limits must name a kind, an urgency or a complexity."),
    ),
    "routing.limits_ambiguous": Sentence(
        422,
        N_("Exceptions from the limits contradict each other"),
        N_(
            "In the column %(column)s, exceptions of %(days)s working days fit a matter alike (%(kind)s, %(urgency)s, "
            "%(complexity)s). Please add one that names more of these."
        ),
    ),
}
