"""Office documents are archives: each part is unpacked within a limit, and none may act by itself or hide something."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gateway.inspection.unfit import Active, Bomb, Damaged, Disguised, Locked, UnknownType

_PARTS: Final = 3000
_UNPACKED: Final = 100 * 1024 * 1024
_PIECE: Final = 256 * 1024
_XML: Final = 20 * 1024 * 1024
_END_LENGTH: Final = 22
_ENCRYPTED: Final = 0x1
# The only ones that ECMA-376 part 2 and GB/T 33190 know; others zipfile unpacks without a limit, whatever it is asked.
_PACKED_AS: Final = frozenset({ZIP_STORED, ZIP_DEFLATED})
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
_HYPERLINK: Final = "/relationships/hyperlink"
_ENTITY: Final = re.compile(rb"<!(DOCTYPE|ENTITY)")
_OVERLAP: Final = 16


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
    if any(part.compress_type not in _PACKED_AS for part in parts):
        raise Damaged("zip")
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
    """How large the part is unpacked, whatever it says of itself; raises Bomb, Active, Damaged, Disguised."""
    name = part.filename.lower()
    kept = name.endswith(".rels") or part.filename == _CONTENT_TYPES
    looks = kept or name.endswith(".xml")
    size, text, before = 0, [], b""
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            size += len(piece)
            if size > (min(left, _XML) if kept else left):
                raise Bomb(type_)
            if looks and (_ENTITY.search(before + piece) or b"\0" in piece):
                raise Disguised(type_)  # in UTF-16 nothing that is looked for would be found
            before = piece[-_OVERLAP:]
            if kept:
                text.append(piece)
    if part.filename == _CONTENT_TYPES and _MACROS.search(b"".join(text)):
        raise Active(type_)
    if name.endswith(".rels") and _reaches_out(b"".join(text)):
        raise Active(type_)
    return size


def _reaches_out(relationships: bytes) -> bool:
    """Whether something is fetched from elsewhere when the document is opened; a link is followed by who clicks on it.

    Raises Damaged. Read as XML, since what matters can be written in many ways. No entities: they were refused before.
    """
    try:
        found = list(ET.fromstring(relationships).iter())  # noqa: S314 - there is no DOCTYPE
    except ET.ParseError:
        raise Damaged("zip") from None
    return any(
        each.get("TargetMode", "").lower() == "external" and not each.get("Type", "").endswith(_HYPERLINK)
        for each in found
    )
