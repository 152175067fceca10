"""What a file is, in words: its type and its size."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_

TYPES: Final[dict[str, str]] = {
    "jpeg": N_("JPEG picture"),
    "png": N_("PNG picture"),
    "webp": N_("WebP picture"),
    "pdf": N_("PDF document"),
    "docx": N_("Word document"),
    "xlsx": N_("Excel table"),
    "ofd": N_("OFD document"),
    "txt": N_("plain text"),
    "mp3": N_("MP3 recording"),
    "amr": N_("AMR recording"),
    "mp4": N_("MP4 film"),
}
"""By the code of a type that is taken."""

NAMED: Final = N_("%(name)s (%(type)s, %(size)s)")
NAMELESS: Final = N_("%(type)s, %(size)s")
"""Of a file whose name was erased, or is not told."""

_KIB: Final = 1024


def size_in_words(size: int) -> str:
    """A size in bytes as people read it."""
    if size < _KIB:
        return f"{size} B"
    if size < _KIB * _KIB:
        return f"{size / _KIB:.0f} KiB"
    return f"{size / _KIB / _KIB:.1f} MiB"
