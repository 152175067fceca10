"""What is let in: a file's type is told from its content, and what it could do or betray is refused or taken out.

Nothing here knows of requests; everything may take a while and much memory, so it is called beside the event loop, a
few files at a time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from gateway.inspection import media, names, office, pdf, pictures
from gateway.inspection.unfit import Damaged, TooLarge, UnknownType

MIME: Final = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "txt": "text/plain; charset=utf-8",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "amr": "audio/amr",
}
"""What a file is kept as, and how it is handed out."""

TYPES: Final = ("jpeg", "png", "gif", "webp", "pdf", "docx", "xlsx", "ofd", "txt", "mp3", "mp4", "amr")
"""What can be let in; a GIF is kept as PNG."""

_EXTENSIONS: Final = {"jpeg": "jpg"}
_CONTROLS: Final = frozenset(chr(code) for code in (*range(32), *range(127, 160))) - frozenset("\t\n\r\f")


@dataclass(frozen=True, slots=True)
class Fit:
    """A file as it is kept."""

    name: str
    type: str
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the content as it is kept."""
        return hashlib.sha256(self.content).hexdigest()


def inspected(data: bytes, name: str, types: tuple[str, ...], limit: int) -> Fit:
    """The file as it may be kept; raises the refusals of `gateway.inspection.unfit`."""
    if len(data) > limit:
        raise TooLarge(limit // 1024**2)
    type_, content = _let_in(data, types)
    if len(content) > limit:
        raise TooLarge(limit // 1024**2)
    return Fit(names.cleaned(name, _EXTENSIONS.get(type_, type_), "attachment"), type_, content)


def type_of(data: bytes) -> str | None:
    """What the file is by how it begins; `zip` for every archive, None for what may be text or anything."""
    match data:
        case _ if data.startswith(b"\xff\xd8\xff"):
            return "jpeg"
        case _ if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return "png"
        case _ if data.startswith((b"GIF87a", b"GIF89a")):
            return "gif"
        case _ if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return "webp"
        case _ if data.startswith(b"%PDF-"):
            return "pdf"
        case _ if data.startswith(b"PK\x03\x04"):
            return "zip"
        case _ if data.startswith(b"#!AMR"):
            return "amr"
        case _ if data[4:8] == b"ftyp":
            return "mp4"
        case _ if data.startswith((b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")):
            return "mp3"
        case _:
            return None


def _let_in(data: bytes, types: tuple[str, ...]) -> tuple[str, bytes]:
    type_ = type_of(data)
    if type_ == "zip":
        document = office.looked_through(data, types)
        if document not in types:
            raise UnknownType(types)
        return document, data
    if (type_ or "txt") not in types:
        raise UnknownType(types)
    match type_:
        case "jpeg" | "png" | "gif" | "webp":
            return pictures.redrawn(data, type_)
        case "pdf":
            return type_, pdf.looked_through(data)
        case "mp3":
            return type_, media.mp3(data)
        case "mp4":
            return type_, media.mp4(data)
        case "amr":
            return type_, media.amr(data)
        case _:
            return "txt", _text(data, types)


def _text(data: bytes, types: tuple[str, ...]) -> bytes:
    """The text in UTF-8; markup is none, and neither is what is in no encoding that is used here."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise Damaged("txt")
        if _CONTROLS & set(text) or text.lstrip().startswith("<"):
            break
        return text.encode()
    raise UnknownType(types)
