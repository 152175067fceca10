"""Refusals of stats."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

STATS: Final[dict[str, Sentence]] = {
    "stats.period_reversed": Sentence(
        422, N_("The period ends before it begins"), N_("The period from %(begin)s to %(end)s holds no day.")
    ),
    "stats.period_out_of_range": Sentence(
        422,
        N_("There is nothing to count in this period"),
        N_("The period from %(begin)s to %(end)s is not between %(first)s and %(last)s."),
    ),
    "stats.cutoff_unusable": Sentence(
        422,
        N_("This cut-off cannot be counted at"),
        N_("“%(field)s” must lie in the past, and not before %(first)s: what is still to come is not known."),
    ),
    "stats.positions_ahead": Sentence(
        422,
        N_("These positions are not reached yet"),
        N_(
            "What the service “%(source)s” said is known up to position %(reached)s; %(position)s lies ahead. Please"
            " give back the positions of an earlier answer."
        ),
    ),
    "stats.unknown_label": Sentence(
        422,
        N_("Nothing is called so"),
        N_("There is no %(field)s “%(name)s”, and never was. Please check how it is written."),
        hint="values.known names those there are, where they are few.",
    ),
    "stats.unknown_word": Sentence(
        422, N_("Not one of the possible values"), N_("“%(field)s” must be one of: %(known)s.")
    ),
}
