"""What proofreading finds, in words: a listed word itself, of everything else the rule alone."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_

RULES: Final[dict[str, str]] = {
    "word": N_("a listed word"),
    "id_number": N_("ID number"),
    "bank_card": N_("bank card number"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "plate": N_("licence plate"),
    "address": N_("address"),
    "doubled_punctuation": N_("doubled punctuation"),
    "ellipsis": N_("ellipsis"),
    "dash": N_("dash"),
    "half_width": N_("half-width sign"),
    "blank_before_sign": N_("blank before a sign"),
    "unbalanced": N_("bracket or quotation mark without its other half"),
    "repeated": N_("written twice"),
    "no_such_day": N_("a day that does not exist"),
    "no_such_hour": N_("an hour that does not exist"),
    "unreadable_amount": N_("an amount that cannot be read"),
    "no_salutation": N_("no salutation"),
    "no_signature": N_("no signature"),
    "agency_name": N_("name of an agency"),
}
"""What a finding is about, by its rule."""

WORD: Final = N_("“%(word)s”")
"""A word that a list holds."""

FOUND: Final = N_("%(what)s (%(finding)s)")
"""A finding, with the name by which it is passed over."""

FOUND_WITH: Final = N_("%(what)s (%(finding)s, write “%(suggestion)s” instead)")
"""The same where it is known what to write instead."""

MORE: Final = N_("%(count)s more")
"""Of many findings the first ones are said."""
