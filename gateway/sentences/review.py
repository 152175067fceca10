"""Refusals of review."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

REVIEW: Final[dict[str, Sentence]] = {
    "review.not_found": Sentence(
        404,
        N_("No such reply"),
        N_("There is no reply to this message. If it was assigned just now, please try again in a moment."),
    ),
    "review.out_of_scope": Sentence(
        403,
        N_("This is outside your scope"),
        N_("This needs %(wanted)s; you act for %(granted)s."),
    ),
    "review.unknown_column": Sentence(
        409,
        N_("The column is not known here yet"),
        N_("Word of the column %(column)s has not arrived yet. Please try again in a moment."),
    ),
    "review.not_assigned": Sentence(
        409,
        N_("No agency has to answer"),
        N_("The case is with no agency at the moment, so there is nothing to draft."),
    ),
    "review.text_blank": Sentence(422, N_("The text is empty"), N_("“%(field)s” says nothing. Please fill it in.")),
    "review.text_unreadable": Sentence(
        422,
        N_("The text holds a character that cannot be used"),
        N_("“%(field)s” holds the character %(character)s at position %(position)s. Please remove it."),
    ),
    "review.text_too_long": Sentence(
        422,
        N_("The text is too long"),
        N_("“%(field)s” has at most %(limit)s characters; this one has %(length)s."),
    ),
    "review.nothing_drafted": Sentence(
        409, N_("There is no draft yet"), N_("The agency has not drafted a reply yet, so there is nothing to review.")
    ),
    "review.nothing_edited": Sentence(
        409,
        N_("The text has not been edited since"),
        N_("%(by)s sent this text back at level %(level)s (%(at)s). Please edit it before you submit it again."),
    ),
    "review.not_in_review": Sentence(
        409, N_("The draft is not in review"), N_("Draft %(draft)s is with the agency, not with the reviewers.")
    ),
    "review.text_changed": Sentence(
        409,
        N_("The text has changed"),
        N_("You read another text than the one that stands now, draft %(draft)s. Please read it again."),
    ),
    "review.at_another_level": Sentence(
        409, N_("The text is at another level"), N_("The text is in review at level %(level)s at the moment.")
    ),
    "review.already_passed": Sentence(
        409, N_("The text has been passed already"), N_("%(by)s passed this text at level %(level)s (%(at)s).")
    ),
    "review.already_sent_back": Sentence(
        409, N_("The text has been sent back already"), N_("%(by)s sent this text back at level %(level)s (%(at)s).")
    ),
    "review.own_text": Sentence(
        403,
        N_("Nobody passes their own text"),
        N_("%(by)s drafted or edited this text and cannot pass it at any level."),
    ),
    "review.passed_at_another_level": Sentence(
        403,
        N_("Nobody passes two levels of the same text"),
        N_("%(by)s passed this text at level %(level)s; another reviewer passes this one."),
    ),
    "review.consent_unknown": Sentence(
        409,
        N_("The citizen's consent is not known here yet"),
        N_("Whether the reply may be published has not arrived yet. Please try again in a moment."),
    ),
    "review.already_published": Sentence(
        409,
        N_("The reply has gone out"),
        N_("The reply of round %(round)s went out at %(at)s; a mistake in it is corrected, not redrafted."),
    ),
    "review.already_told": Sentence(
        409,
        N_("This text went out already"),
        N_("It went out as an interim reply of round %(round)s at %(at)s; the next one tells something else."),
    ),
    "review.under_way": Sentence(
        409,
        N_("A reply is being prepared here"),
        N_("%(lead)s is answering this message (round %(round)s); an imported reply does not overwrite that."),
    ),
    "review.not_below": Sentence(
        422,
        N_("A text goes back to a lower level"),
        N_("Level %(level)s sends a text back to the agency (0) or to a level below its own, not to %(to)s."),
    ),
    "review.being_reviewed": Sentence(
        409,
        N_("The reviewers have decided about this text"),
        N_("%(by)s has decided about it at level %(level)s (%(at)s), so it can no longer be taken back."),
    ),
    "review.not_your_pass": Sentence(
        403,
        N_("Only who passed a text takes the pass back"),
        N_("%(by)s passed this text at level %(level)s (%(at)s)."),
    ),
    "review.next_level_acted": Sentence(
        409,
        N_("The next level has decided already"),
        N_("%(by)s has decided about the text at level %(level)s (%(at)s). That level can send it back to yours."),
    ),
    "review.nothing_to_take_back": Sentence(
        409,
        N_("There is no pass to take back"),
        N_("You have not passed this text at level %(level)s."),
    ),
    "review.edited_meanwhile": Sentence(
        409,
        N_("The draft was edited meanwhile"),
        N_(
            "%(by)s saved draft %(draft)s (%(at)s), perhaps in another window, after the draft that yours is based on. "
            "Please read it, then save yours."
        ),
    ),
    "review.unknown_draft": Sentence(404, N_("No such draft"), N_("There is no draft %(draft)s of this assignment.")),
    "review.not_published": Sentence(
        409,
        N_("Nothing has been published yet"),
        N_("Only what was published is corrected; a text on its way is edited."),
    ),
    "review.correction_under_way": Sentence(
        409,
        N_("A correction is being prepared already"),
        N_("%(by)s opened the correction that becomes version %(version)s (%(at)s)."),
    ),
    "review.nothing_corrected": Sentence(
        409,
        N_("This is the text that was published"),
        N_("Text and files are the same as version %(version)s, which is to be corrected."),
    ),
    "review.unknown_word": Sentence(
        422, N_("Not one of the possible values"), N_("“%(field)s” must be one of: %(known)s.")
    ),
    "review.unknown_finding": Sentence(
        422,
        N_("A finding is passed over that is not there"),
        N_(
            "Proofreading finds nothing in this text by the name of %(unknown)s. "
            "Please read what it finds, and name it as it is called there."
        ),
    ),
    "review.hard_stops": Sentence(
        409,
        N_("The text holds what no reply may hold"),
        N_("Please edit the text first. The word lists forbid: %(findings)s."),
    ),
    "review.warnings_open": Sentence(
        409,
        N_("Warnings stand in the text"),
        N_("Please edit the text, or say of each warning why it may stand: %(findings)s."),
    ),
    "review.template_moved_on": Sentence(
        409,
        N_("Somebody has changed the template"),
        N_("You read version %(asked)s, and the newest is %(newest)s. Please look at it before you change it."),
    ),
    "review.unknown_placeholder": Sentence(
        422,
        N_("Nothing is known to be put in there"),
        N_("“%(field)s” holds %(placeholder)s. A template may hold: %(known)s."),
    ),
    "review.too_many_gaps": Sentence(
        422,
        N_("Too much of it stands for anything"),
        N_(
            "“%(field)s” holds %(gaps)s of “*” and of placeholders that may stand for anything in one way of writing"
            " it; at most %(limit)s can be looked for."
        ),
    ),
    "review.unknown_list": Sentence(
        404, N_("No such word list"), N_("There is no such word list, or no such version of it.")
    ),
    "review.words_moved_on": Sentence(
        409,
        N_("Somebody has changed the words"),
        N_("You read version %(asked)s, and the newest is %(newest)s. Please look at it before you change it."),
    ),
    "review.too_many_words": Sentence(
        422, N_("Too many words"), N_("A list holds at most %(limit)s words; this one has %(words)s.")
    ),
    "review.word_is_right": Sentence(
        422, N_("A word is its own suggestion"), N_("“%(word)s” is listed as wrong, and suggested as right.")
    ),
    "review.acceptance_unknown": Sentence(
        409,
        N_("The message's acceptance is not known here yet"),
        N_("Whether the message was imported has not arrived yet. Please import its reply again in a moment."),
    ),
    "review.owed_by_another": Sentence(
        409,
        N_("Another agency owes the reply now"),
        N_("%(lead)s owes the reply of round %(round)s; no other agency's interim reply goes out before it."),
    ),
    "review.not_history": Sentence(
        409,
        N_("This message is handled here"),
        N_("The message was not imported, so its reply goes through review and cannot be imported."),
    ),
    "review.not_publishable": Sentence(
        409,
        N_("The citizen does not consent to publication"),
        N_("A reply to this message cannot be imported as published to everyone."),
    ),
    "review.in_the_future": Sentence(
        422, N_("That has not happened yet"), N_("“%(field)s” is %(at)s, which is still to come.")
    ),
    "review.erased": Sentence(
        409, N_("The message was erased"), N_("The message and its drafts were erased at %(at)s.")
    ),
}
