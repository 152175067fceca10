"""What a spreadsheet may take for a formula, here or wherever a file is saved as another form."""

from __future__ import annotations

from typing import Final

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def reads_like_a_formula(text: str) -> bool:
    """Whether the text begins as formulas do, with a full-width sign, too."""
    return text.startswith(_BEGINNINGS)
