"""Why something is outside a person's scope, by what it is that does not fit."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_

OUT_OF_SCOPE: Final[dict[str, str]] = {
    "role": N_("This is for: %(wanted)s. You are signed in as: %(granted)s."),
    "column": N_("This belongs to %(wanted)s. Your columns: %(granted)s."),
    "agency": N_("This is not with your agency (%(granted)s) at present."),
    "city": N_("This is of the whole city, and for people who have all columns. Your columns: %(granted)s."),
    "level": N_("This is for review level %(wanted)s. Your level: %(granted)s."),
}
