"""Office documents are archives: each part is unpacked within a limit, and none may act by itself or hide something."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from gateway.inspection.unfit import Active, Bomb, Damaged, Disguised, Locked, UnknownType

_PARTS: Final = 3000
_UNPACKED: Final = 100 * 1024 * 1024
_PIECE: Final = 256 * 1024
_XML: Final = 20 * 1024 * 1024
_END_LENGTH: Final = 22
_ENCRYPTED: Final = 0x1
_MAIN: Final = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_CONTENT_TYPES: Final = "[Content_Types].xml"
_OFD: Final = "OFD.xml"
_ACTIVE_NAME: Final = re.compile(
    r"(?i)(vbaproject|vbadata|activex|/embeddings/|oleobject|customui|\.(bin|exe|dll|js|vbs|jar|bat|cmd|ps1|hta|lnk|swf)$)"
)
_HARMLESS_BIN: Final = re.compile(r"(?i)/printerSettings/printerSettings\d*\.bin$")
_MACROS: Final = re.compile(rb"(?i)macroEnabled|vbaProject|vnd\.ms-office\.activeX")
_OUTSIDE: Final = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK: Final = re.compile(rb"relationships/hyperlink[\"']")
_ENTITY: Final = re.compile(rb"<!(DOCTYPE|ENTITY)")


def looked_through(data: bytes, known: tuple[str, ...]) -> str:
    """Which kind of document it is. Raises UnknownType, Damaged, Disguised, Locked, Active, Bomb."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _kind(data, archive, known)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError):
        raise Damaged("zip") from None


def _kind(data: bytes, archive: ZipFile, known: tuple[str, ...]) -> str:
    names = archive.namelist()
    parts = archive.infolist()
    type_ = _type(archive, names, known)
    if len(parts) > _PARTS:
        raise Bomb(type_)
    if archive.comment or min(part.header_offset for part in parts) or not _ends(data, archive):
        raise Disguised(type_)
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        raise Disguised(type_)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Locked(type_)
    if any(_ACTIVE_NAME.search(f"/{name}") and not _HARMLESS_BIN.search(f"/{name}") for name in names):
        raise Active(type_)
    left = _UNPACKED
    for part in parts:
        left -= _read_through(archive, part, type_, left)
    return type_


def _type(archive: ZipFile, names: list[str], known: tuple[str, ...]) -> str:
    if _CONTENT_TYPES in names:
        said = _small(archive, _CONTENT_TYPES)
        if _MACROS.search(said):
            raise Active("docx")
        for type_, main in _MAIN.items():
            if main in said:
                return type_
    if _OFD in names and b"OFD" in _small(archive, _OFD):
        return "ofd"
    raise UnknownType(known)


def _small(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_PIECE)


def _ends(data: bytes, archive: ZipFile) -> bool:
    """The archive's directory is followed by its end, and the end by nothing."""
    end = len(data) - _END_LENGTH
    return data[end : end + 4] == b"PK\x05\x06" and archive.start_dir < end


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or "\0" in name


def _read_through(archive: ZipFile, part: ZipInfo, type_: str, left: int) -> int:
    """How large the part is unpacked, whatever it says of itself; raises Bomb, Active, Disguised."""
    looks = part.filename.lower().endswith((".xml", ".rels"))
    size, text = 0, b""
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            size += len(piece)
            if size > left:
                raise Bomb(type_)
            if looks and size <= _XML:
                text += piece
    if looks and _ENTITY.search(text):
        raise Disguised(type_)
    if part.filename.lower().endswith(".rels") and any(not _LINK.search(it[0]) for it in _OUTSIDE.finditer(text)):
        raise Active(type_)  # something is fetched from elsewhere when the document is opened
    return size
