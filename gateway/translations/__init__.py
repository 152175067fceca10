"""The Chinese of everything the gateway says. English is in the source; `python -m gateway.translations` renews this.

The catalogue (`messages.po`) is edited by hand; the compiled file beside it is what the program reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

GATEWAY: Final = Path(__file__).parents[1]
FOLDER: Final = Path(__file__).parent / "zh_Hans_CN" / "LC_MESSAGES"
PO: Final = FOLDER / "messages.po"
MO: Final = FOLDER / "messages.mo"

_METHODS: Final = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
_KEYWORDS: Final = {"_": None, "N_": None, "gettext": None, "lazy_gettext": None}


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the source that people see, and the file it is in."""
    found = extract_from_dir(
        str(GATEWAY), method_map=_METHODS, options_map={"**.html": {"trimmed": "true"}}, keywords=_KEYWORDS
    )
    for file, _line, text, _comments, _context in found:
        yield (text if isinstance(text, str) else text[0]), file


def catalogue() -> Catalog:
    """The catalogue as it is written."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def compiled(of: Catalog) -> bytes:
    """What the program reads."""
    buffer = BytesIO()
    write_mo(buffer, of)
    return buffer.getvalue()


def renew() -> list[str]:
    """Bring the catalogue to the source's texts, keep what is translated, compile; the texts that have no Chinese."""
    old = catalogue() if PO.exists() else Catalog(locale="zh_Hans_CN")
    new = Catalog(
        locale="zh_Hans_CN",
        project="Huiyin",
        header_comment="# What the gateway says, in Chinese.\n#",
        creation_date=old.creation_date,
        fuzzy=False,
    )
    for text, file in sorted(texts(), key=lambda found: (found[1], found[0])):
        known = old.get(text)
        new.add(text, known.string if known else "", locations=[(file, 0)])
    with PO.open("wb") as target:
        write_po(target, new, width=0, include_lineno=False, omit_header=False)
    MO.write_bytes(compiled(catalogue()))
    return [str(message.id) for message in new if message.id and not message.string]
