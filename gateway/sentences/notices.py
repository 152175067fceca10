"""Refusals about notices: of notices itself, and of the gateway, which has the accounts."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

NOTICES: Final[dict[str, Sentence]] = {
    "gateway.no_such_readers": Sentence(
        422,
        N_("Nobody there can read a notice"),
        N_("These are no accounts of people who work on the board: %(accounts)s."),
    ),
    "notices.out_of_scope": Sentence(
        403, N_("This is outside your scope"), N_("This is for: %(wanted)s. You are signed in as %(role)s.")
    ),
    "notices.not_found": Sentence(
        404, N_("There is no such notice"), N_("There is no notice of this number, or it is not for you.")
    ),
    "notices.unknown_word": Sentence(
        422, N_("Not one of the possible values"), N_("“%(field)s” must be one of: %(known)s.")
    ),
    "notices.unknown_columns": Sentence(
        409,
        N_("A column is not known here yet"),
        N_("There are no such columns, or word of them has not arrived yet: %(columns)s."),
    ),
    "notices.text_blank": Sentence(422, N_("The text is empty"), N_("“%(field)s” says nothing. Please fill it in.")),
    "notices.text_unreadable": Sentence(
        422,
        N_("The text holds a character that cannot be used"),
        N_("“%(field)s” holds the character %(character)s at position %(position)s. Please remove it."),
    ),
    "notices.text_too_long": Sentence(
        422,
        N_("The text is too long"),
        N_("“%(field)s” has at most %(limit)s characters; this one has %(length)s."),
    ),
    "notices.not_a_link": Sentence(
        422,
        N_("That is no link"),
        N_("A link begins with https:// or http://, has no blanks, and at most %(limit)s characters."),
    ),
    "notices.audience_unclear": Sentence(
        422,
        N_("Whom is it for?"),
        N_("Name roles, in all or some columns, or name accounts; not both, and not neither."),
    ),
    "notices.nobody_addressed": Sentence(
        409, N_("Nobody would get it"), N_("No account fits at the moment. Please look at the roles and columns.")
    ),
    "notices.already_over": Sentence(
        409, N_("Its last day has passed"), N_("The notice holds until %(valid_until)s, and today is %(today)s.")
    ),
    "notices.already_sent": Sentence(
        409,
        N_("The notice was sent already"),
        N_("%(by)s sent it at %(at)s. It can be corrected or withdrawn, and not written anew."),
    ),
    "notices.not_sent": Sentence(
        409, N_("The notice is a draft"), N_("Nobody has got it yet. Write it anew, or send it first.")
    ),
    "notices.was_withdrawn": Sentence(
        409, N_("The notice was withdrawn"), N_("%(by)s withdrew it at %(at)s. Please write another one.")
    ),
    "notices.draft_moved_on": Sentence(
        409,
        N_("The draft has changed"),
        N_("%(by)s wrote it anew at %(at)s. Please read it again before you send it."),
    ),
    "notices.version_moved_on": Sentence(
        409,
        N_("There is a newer version"),
        N_("You looked at version %(asked)s; %(by)s made version %(newest)s at %(at)s. Please read that one."),
    ),
    "notices.no_receipt_asked": Sentence(409, N_("No receipt is asked for"), N_("It is enough to read this notice.")),
    "notices.not_read": Sentence(
        409,
        N_("You have not read the notice"),
        N_("A receipt says that you have read it. Please open version %(version)s first, then confirm it."),
    ),
    "notices.nobody_to_remind": Sentence(
        409, N_("Everyone is done"), N_("Everyone who was addressed has read or confirmed this version.")
    ),
    "notices.too_many_rows": Sentence(
        422, N_("Too much for one sheet"), N_("This finds %(total)s people; a sheet holds %(limit)s.")
    ),
}
