"""Codes that appear as values inside sentences, in words."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_

WORDS: Final[dict[str, str]] = {
    # roles
    "clerk": N_("intake clerk"),
    "dispatcher": N_("dispatcher"),
    "handler": N_("agency handler"),
    "reviewer": N_("reviewer"),
    "supervisor": N_("supervisor"),
    "columnadmin": N_("column administrator"),
    "office": N_("portal office"),
    "auditor": N_("auditor"),
    "admin": N_("administrator"),
    "citizen": N_("citizen"),
    # scopes
    "columns": N_("columns"),
    "agencies": N_("agencies"),
    "levels": N_("review levels"),
    "column": N_("column"),
    "agency": N_("agency"),
    "level": N_("review level"),
    "role": N_("role"),
    # how an agency is pressed
    "reminder": N_("reminder"),
    "letter": N_("urging letter"),
    "criticism": N_("circular of criticism"),
    # what an agency asks for
    "return": N_("return"),
    "extension": N_("extension"),
    "reopening": N_("reopening"),
    "agreed": N_("agreed"),
    "refused": N_("refused"),
    # where a matter is handed to
    "petition": N_("the petition system"),
    "hotline": N_("the 12345 hotline"),
    # levels of agencies
    "city": N_("city"),
    "county": N_("county"),
    "township": N_("township"),
    "department": N_("department"),
    # fields of a message
    "title": N_("title"),
    "body": N_("text"),
    "text": N_("text"),
    "comments": N_("comments"),
    "words": N_("what is wrong"),
    "word": N_("word"),
    "suggestion": N_("suggestion"),
    "note": N_("note"),
    "salutation": N_("salutation"),
    "closing": N_("closing"),
    "signature": N_("signature"),
    "name": N_("name"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "advice": N_("advice"),
    "reason": N_("reason"),
    "link": N_("link"),
    "id_number": N_("ID number"),
    "bank_card": N_("bank card number"),
    "plate": N_("licence plate"),
    "address": N_("address"),
    "where": N_("where to turn"),
    "comment": N_("comment"),
    "question": N_("question"),
    "why": N_("why"),
    "contact": N_("how to reach them"),
    # why fields are no tree
    "no_field": N_("there is no field at all"),
    "not_a_code": N_("its code is no code"),
    "no_name": N_("its name cannot be a name"),
    "code_twice": N_("its code is given twice"),
    "unknown_parent": N_("the field above it does not stand before it"),
    "too_deep": N_("it lies deeper than three levels"),
    # what speaks against a password
    "too_short": N_("it is too short"),
    "too_few_kinds": N_("it has too few kinds of characters"),
    "own_name": N_("it is made of the user name, your name or a word of this website"),
    "well_known": N_("it is one that others would try first"),
    # what a notice is
    "guidance": N_("guidance"),
    "handbook": N_("handbook"),
    "urging": N_("urging"),
    "information": N_("information"),
    # what a column is described by
    "jurisdiction": N_("jurisdiction"),
    "leader": N_("leader"),
    "portal": N_("the site that hosts it"),
    # services
    "intake": N_("intake"),
    "routing": N_("routing"),
    "review": N_("reply review"),
    "stats": N_("statistics"),
    "notices": N_("notices"),
    "gateway": N_("accounts"),
    "import": N_("import"),
    "system": N_("the system"),
    # outcomes and states
    "waiting": N_("waiting"),
    "accepted": N_("accepted"),
    "declined": N_("declined"),
    "redirected": N_("redirected"),
    "merged": N_("merged"),
    "withdrawn": N_("withdrawn"),
    "erased": N_("erased"),
    "in_progress": N_("in progress"),
    "answered": N_("answered"),
    "closed": N_("closed"),
    # how far a bulletin is
    "absent": N_("not drafted yet"),
    "drafted": N_("drafted"),
    "sent_back": N_("sent back"),
    "checked": N_("checked"),
    "published": N_("published"),
    # what a day is
    "workday": N_("working day"),
    "makeup": N_("make-up working day"),
    "weekend": N_("weekend"),
    "holiday": N_("public holiday"),
}

LIMIT_SOURCES: Final[dict[str, str]] = {
    "ordinary": N_("the column's limit"),
    "complex": N_("the column's limit for complex matters"),
    "exception": N_("an exception from the column's limits"),
    "dispatcher": N_("set by the dispatcher"),
    "rule": N_("a dispatch rule"),
}
"""What gave a deadline its working days."""

DEADLINE_STANDS: Final = N_(
    "This agency had the case before, in the same round; it was taken back and given to it again. A deadline is not"
    " renewed that way: the earlier one stands."
)
"""Why a deadline is counted from a day before its assignment."""

DIRECTIONS: Final[dict[str, str]] = {
    "later": N_("later"),
    "earlier": N_("earlier"),
    "settled": N_("settled"),
    "provisional": N_("provisional"),
}
"""Where a recount moves a deadline."""
