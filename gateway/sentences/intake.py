"""Refusals of intake."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

FOR_STAFF: Final[dict[str, Sentence]] = {
    "intake.not_found": Sentence(
        404,
        N_("No such message"),
        N_("There is no message with this number, or what was asked for was erased on request."),
    ),
}
"""What people with an account are told instead: they have no query code to check."""

UNUSABLE_CONTACT: Final[dict[tuple[str, ...], str]] = {
    ("phone",): N_("Nobody can be reached by the phone number that you gave. The message was taken all the same."),
    ("email",): N_("Nobody can be reached by the e-mail address that you gave. The message was taken all the same."),
    ("phone", "email"): N_(
        "Nobody can be reached by the phone number and the e-mail address that you gave. "
        "The message was taken all the same."
    ),
}
"""What a citizen is told who gave contacts that cannot be used, by which these are."""

INTAKE: Final[dict[str, Sentence]] = {
    "intake.not_found": Sentence(
        404,
        N_("No such message"),
        N_("There is no message with this number and query code. Please check both."),
    ),
    "intake.out_of_scope": Sentence(
        403,
        N_("This is outside your scope"),
        N_("This needs %(wanted)s; you act for %(granted)s."),
    ),
    "intake.erased": Sentence(
        409,
        N_("The message has been erased"),
        N_("This message was erased on request at %(at)s; nothing can be done with it any more."),
    ),
    "intake.already_screened": Sentence(
        409,
        N_("The message has been decided on already"),
        N_("This message is not waiting any more: it was %(outcome)s by %(by)s at %(at)s."),
    ),
    "intake.unknown_column": Sentence(
        422, N_("No such column"), N_("There is no column %(column)s. Please choose one from the list of columns.")
    ),
    "intake.column_closed": Sentence(
        409,
        N_("The column takes no messages at present"),
        N_("The column %(column)s takes no messages at present. Please choose another one."),
    ),
    "intake.contact_limit_reached": Sentence(
        429,
        N_("Enough messages for today"),
        N_("Messages from one %(field)s in a day: %(limit)s at most. Please write again tomorrow."),
    ),
    "intake.text_too_long": Sentence(
        422,
        N_("The text is too long"),
        N_("“%(field)s” has at most %(limit)s characters; this one has %(length)s."),
    ),
    "intake.text_blank": Sentence(422, N_("The text is empty"), N_("“%(field)s” says nothing. Please fill it in.")),
    "intake.text_unreadable": Sentence(
        422,
        N_("The text holds a character that cannot be used"),
        N_("“%(field)s” holds the character %(character)s at position %(position)s. Please remove it."),
    ),
    "intake.unknown_word": Sentence(
        422, N_("Not one of the possible values"), N_("“%(field)s” must be one of: %(known)s.")
    ),
    "intake.field_not_a_code": Sentence(
        422,
        N_("A field is named by its code"),
        N_("The code of a field has lower-case letters, digits, dots, hyphens and underscores, a letter first."),
    ),
    "intake.unknown_field": Sentence(
        422,
        N_("There is no such field"),
        N_("The office's fields do not include “%(node)s”. Please choose one from the list of fields."),
    ),
    "intake.contact_required": Sentence(
        422,
        N_("A phone number or an e-mail address is needed"),
        N_("The column %(column)s needs a phone number or an e-mail address by which you can be reached."),
    ),
    "intake.number_taken": Sentence(
        409, N_("The number is taken"), N_("Another message has this number. Please send the message again.")
    ),
    "intake.merged_into_itself": Sentence(
        422, N_("A message is not its own duplicate"), N_("Please give the number of the other message.")
    ),
    "intake.merge_target_unknown": Sentence(
        422, N_("No such message to merge into"), N_("There is no message with the number %(into)s.")
    ),
    "intake.merge_target_not_handled": Sentence(
        409,
        N_("Nobody answers the other message"),
        N_("The message %(into)s, or the one it is followed under, is %(state)s: nobody answers it."),
    ),
    "intake.merge_target_later": Sentence(
        409,
        N_("The other message is the later one"),
        N_("The message %(into)s was written later, at %(written_at)s. Please merge that one into this one instead."),
    ),
    "intake.too_late_to_withdraw": Sentence(
        409,
        N_("It is too late to withdraw the message"),
        N_("Only a waiting message can be withdrawn; this one has been %(state)s since %(at)s."),
    ),
    "intake.not_closed": Sentence(
        409,
        N_("The matter is not closed yet"),
        N_("You can rate the handling once the matter is closed; at present it is %(state)s."),
    ),
    "intake.rated_elsewhere": Sentence(
        409,
        N_("The handling is rated by who wrote the other message"),
        N_(
            "Your message was merged into %(into)s, and whoever wrote that one rates the handling. "
            "You follow it with your own number and query code."
        ),
    ),
    "intake.already_evaluated": Sentence(
        409,
        N_("The handling has been rated already"),
        N_("You rated the handling with %(satisfaction)s out of 5 at %(at)s; there is one rating for each closing."),
    ),
    "intake.evaluation_over": Sentence(
        409, N_("The time for rating is over"), N_("The handling could be rated until the end of %(until)s.")
    ),
    "intake.not_answered": Sentence(
        409,
        N_("There is no reply to ask about yet"),
        N_(
            "You can ask once more when a reply has gone out and the matter is closed, both; "
            "at present it is %(state)s."
        ),
    ),
    "intake.already_followed_up": Sentence(
        409,
        N_("You have asked once more already"),
        N_("You asked about the reply at %(at)s; each matter has one such question. For more, write a new message."),
    ),
    "intake.follow_up_over": Sentence(
        409,
        N_("The time for asking is over"),
        N_("You could ask about the reply until the end of %(until)s. Please write a new message."),
    ),
    "intake.no_erasure_asked": Sentence(
        409,
        N_("Nobody waits for an erasure"),
        N_("The citizen has not asked for this message to be erased, or it was dealt with already."),
    ),
    "intake.not_accepted": Sentence(
        409, N_("The message was not accepted"), N_("This message is %(state)s; only an accepted one is handled.")
    ),
    "intake.not_publishable": Sentence(
        409,
        N_("There is no public text of this message"),
        N_("This message is %(state)s; only an accepted one gets a public text."),
    ),
    "intake.reference_unusable": Sentence(
        422,
        N_("The old number cannot be used"),
        N_("A number from another system has at most 64 letters, digits and the signs _ . : / # -."),
    ),
    "intake.accepted_too_early": Sentence(
        422,
        N_("The times contradict each other"),
        N_("The message was written at %(submitted_at)s and cannot have been accepted before."),
    ),
    "intake.in_the_future": Sentence(
        422, N_("The time lies in the future"), N_("%(at)s is still to come; past messages are imported only.")
    ),
    "intake.text_erased": Sentence(
        409, N_("The text has been erased"), N_("The texts of this message were erased on request.")
    ),
    "intake.not_revealed": Sentence(
        403,
        N_("Not asked for"),
        N_("The %(field)s is shown after asking for it with a reason, on the same day; that is recorded."),
    ),
    "intake.no_consent": Sentence(
        409,
        N_("The citizen has not agreed"),
        N_("The citizen has not agreed that this message is made public."),
    ),
    "intake.public_text_moved_on": Sentence(
        409,
        N_("The public text has changed meanwhile"),
        N_("%(by)s confirmed or withdrew version %(version)s at %(at)s. Please load the proposal again."),
    ),
    "intake.no_public_text": Sentence(
        409,
        N_("There is nothing to withdraw"),
        N_("Nothing of this message is public: no text has been confirmed for everyone."),
    ),
    "intake.still_personal": Sentence(
        409,
        N_("The text still tells who somebody is"),
        N_("Found: %(found)s. Please remove it, or say why it may stand."),
    ),
}
