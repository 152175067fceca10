"""Refusals of stats."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

STATS: Final[dict[str, Sentence]] = {
    "stats.period_reversed": Sentence(
        422, N_("The period ends before it begins"), N_("The period from %(begin)s to %(end)s holds no day.")
    ),
    "stats.unknown_grouping": Sentence(
        422, N_("Figures are not kept by this"), N_("Figures are kept by %(known)s, not by %(by)s.")
    ),
}
