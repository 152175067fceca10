"""What a file is called when it is handed out: nothing that a file system, a browser or an eye could take wrongly."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 80
_FORBIDDEN: Final = re.compile(r'[<>:"|?*%;]')
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def cleaned(name: str, extension: str, fallback: str) -> str:
    """The name without folders, control characters and disguises, with the extension of what the file is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(_shown(character) for character in last)
    stem = _EXTENSION.sub("", _FORBIDDEN.sub(" ", visible).strip(" ."))
    stem = re.sub(r"\s+", " ", stem)[:_LONGEST].strip(" .")
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem or fallback}.{extension}"


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    return " " if category in {"Zl", "Zp", "Zs"} else "" if category.startswith("C") else character
