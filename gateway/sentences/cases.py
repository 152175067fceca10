"""Refusals of routing about a case beyond its assignment."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

CASES: Final[dict[str, Sentence]] = {
    "routing.handed_over": Sentence(
        409,
        N_("The matter was handed over"),
        N_("%(by)s handed this matter to %(system)s at %(at)s. A supervisor can take it back by reopening it."),
    ),
    "routing.not_handed_over": Sentence(
        409, N_("The matter was not handed over"), N_("Only a matter that was handed over can be handed back.")
    ),
    "routing.not_a_receipt": Sentence(
        422,
        N_("That is no receipt number"),
        N_("A receipt number has 1 to 64 letters, digits and . : / # - _, a letter or digit first."),
    ),
    "routing.not_dissatisfied": Sentence(
        409,
        N_("The citizen has not said so"),
        N_("The closing of round %(round)s was not rated as dissatisfied, or word of it has not arrived yet."),
    ),
    "routing.reopening_over": Sentence(
        409,
        N_("It is too late to reopen the case"),
        N_("By the column's terms this closing could be reopened until %(until)s."),
    ),
    "routing.added_and_withdrawn": Sentence(
        422, N_("Added and withdrawn at once"), N_("%(agency)s cannot be added and withdrawn in one step.")
    ),
    "routing.deadline_was_missed": Sentence(
        409,
        N_("This agency's deadline is over"),
        N_("%(lead)s had until %(due)s when the case was taken back; it gets no new deadline in this round."),
    ),
    "routing.already_decided": Sentence(
        409,
        N_("That has been decided"),
        N_("%(by)s decided on the %(what)s at %(at)s: %(decision)s."),
    ),
    "routing.reason_missing": Sentence(
        422, N_("A reason is missing"), N_("Please say why in the note: a %(what)s like this needs a reason.")
    ),
    "routing.return_too_late": Sentence(
        409,
        N_("It is too late to return the case"),
        N_("By the column's terms the case could be returned until %(until)s."),
    ),
    "routing.levels_out_of_order": Sentence(
        422,
        N_("Agencies stand below the wrong level"),
        N_("%(agency)s (%(level)s) cannot stand below %(parent)s (%(parent_level)s)."),
    ),
}
