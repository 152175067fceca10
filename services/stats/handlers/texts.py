"""A person's own words about a bulletin: they stay for ever, and a reason is read by everyone."""

from __future__ import annotations

import re
from typing import Final

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from kernel.service import Payload
from personal.forms import Checks, Unnamed, found_in, sure_kinds
from services.stats.domain.refusals import TextPersonal, TextUnusable

LONGEST: Final = 500
CHECKS: Final = Checks(id_number=mod_11_2.is_valid, bank_card=luhn.is_valid)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def text_of(payload: Payload, field: str) -> str:
    """What the field says; raises TextUnusable, TextPersonal."""
    text = str(payload[field]).strip()
    if not 0 < len(text) <= LONGEST or _UNREADABLE.search(text):
        raise TextUnusable(field, LONGEST)
    if kinds := sure_kinds(found_in(text, Unnamed(), CHECKS)):
        raise TextPersonal(field, tuple(kind.value for kind in kinds))
    return text
