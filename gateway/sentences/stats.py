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
    "stats.out_of_scope": Sentence(
        403, N_("This is outside your scope"), N_("This needs %(wanted)s; you act for %(granted)s.")
    ),
    "stats.text_unusable": Sentence(
        422,
        N_("The text cannot be used"),
        N_("“%(field)s” has between 1 and %(limit)s characters, and none that cannot be read."),
    ),
    "stats.text_personal": Sentence(
        422,
        N_("The text tells who somebody is"),
        N_("“%(field)s” stays on record for ever. Found: %(found)s. Please remove it."),
    ),
    "stats.period_not_over": Sentence(
        409,
        N_("The period is not over yet"),
        N_("A bulletin counts whole days: the last day of this period is %(last)s, and the cut-off is %(as_of)s."),
    ),
    "stats.figures_incomplete": Sentence(
        409,
        N_("The figures are not complete"),
        N_(
            "Events that could not be counted yet: %(missing)s, by their places in the logs: %(which)s. "
            "Please try again in a moment; what is still missing then, operations mend (huiyin doctor). "
            "Figures without them are not official."
        ),
    ),
    "stats.bulletin_unknown": Sentence(
        404, N_("No such bulletin"), N_("There is no bulletin of this name, or not this version of it.")
    ),
    "stats.bulletin_not_drafted": Sentence(
        409,
        N_("There is no draft to decide about"),
        N_("The bulletin is: %(state)s. Only a draft is checked or sent back."),
    ),
    "stats.bulletin_not_checked": Sentence(
        409,
        N_("Nobody has checked the bulletin yet"),
        N_("The bulletin is: %(state)s. Only what somebody else than who drafted it has checked is published."),
    ),
    "stats.bulletin_moved_on": Sentence(
        409,
        N_("The bulletin was computed anew meanwhile"),
        N_("You looked at other figures than those that stand now. Please look at them again."),
        hint="`digest` is that of the content that was looked at; GET the bulletin for the one that stands now.",
    ),
    "stats.drafted_by_the_same": Sentence(
        403,
        N_("Nobody checks their own draft"),
        N_("%(by)s drafted this bulletin; somebody else checks it."),
    ),
    "stats.correction_needs_reason": Sentence(
        409,
        N_("The bulletin is published"),
        N_("Version %(version)s is published and stays as it is. A correction needs a reason, which everyone reads."),
    ),
    "stats.nothing_to_correct": Sentence(
        409,
        N_("There is nothing to correct"),
        N_("A reason is for correcting a published bulletin, and this one is not published yet."),
    ),
    "stats.nothing_changed": Sentence(
        409, N_("The figures are the same"), N_("Counted again, the figures are those of version %(version)s.")
    ),
    "stats.figures_disagree": Sentence(
        409,
        N_("The figures do not come out the same"),
        N_("Counted again, these are not as they were checked: %(paths)s. Please have the bulletin computed anew."),
    ),
}
