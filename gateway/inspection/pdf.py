"""A PDF is looked through, not rebuilt: it begins and ends as one, is readable, and cannot act by itself.

Names may be written with escapes and objects may be packed into streams, so escapes are resolved and streams unpacked
before anything is looked for.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from gateway.inspection.unfit import Active, Bomb, Damaged, Disguised, Locked

TYPE: Final = "pdf"
_UNPACKED: Final = 64 * 1024 * 1024
_HEADER: Final = re.compile(rb"%PDF-[12]\.\d")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_END: Final = rb"(?=[\s()<>\[\]{}/%]|$)"
_ACTIVE: Final = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|XFA|ImportData|SubmitForm|GoTo[ER])" + _END
)
_LOCKED: Final = re.compile(rb"/Encrypt" + _END)
_OBJECTS: Final = re.compile(rb"/ObjStm" + _END)
_STREAM: Final = re.compile(rb"\bstream\r?\n")
_STREAMS: Final = 50_000
_PREDICTED: Final = re.compile(rb"/Predictor\s*(?!1\D)\d")
_FILTER: Final = re.compile(
    rb"/(ASCIIHexDecode|ASCII85Decode|LZWDecode|FlateDecode|RunLengthDecode|DCTDecode|CCITTFaxDecode|JBIG2Decode"
    rb"|JPXDecode|Crypt|AHx|A85|LZW|Fl|RL|DCT|CCF)" + _END
)
_ENLARGING: Final = frozenset({b"FlateDecode", b"LZWDecode", b"RunLengthDecode", b"Fl", b"LZW", b"RL"})
_ELSEWHERE: Final = re.compile(rb"/(?:Filter|DecodeParms|DP|F)\s*\[?\s*\d+\s+\d+\s+R" + _END)
_AROUND: Final = 4096
_PIECE: Final = 4096
_ARCHIVE_END: Final = b"PK\x05\x06"
_ARCHIVE_TAIL: Final = 66_000
_TAIL: Final = 1024


def looked_through(data: bytes) -> bytes:
    """The same bytes. Raises Damaged, Disguised, Locked, Active, Bomb."""
    if not _HEADER.match(data):
        raise Damaged(TYPE)
    end = data.rfind(b"%%EOF", max(0, len(data) - _TAIL))
    if end < 0:
        raise Damaged(TYPE)
    if data[end + 5 :].strip(b"\0\t\n\f\r ") or _ARCHIVE_END in data[-_ARCHIVE_TAIL:]:
        raise Disguised(TYPE)
    whole = _resolved(data)
    if _LOCKED.search(whole):
        raise Locked(TYPE)
    if _ACTIVE.search(whole):
        raise Active(TYPE)
    unpacked = 0
    for objects, text in _streams(data):
        unpacked += objects
        if _ACTIVE.search(_resolved(text)):
            raise Active(TYPE)
    if unpacked != len(_OBJECTS.findall(whole)):
        raise Disguised(TYPE)  # objects are packed where a reader finds them and this did not
    return data


def _resolved(text: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)


def _streams(data: bytes) -> Iterator[tuple[bool, bytes]]:
    """What is packed, unpacked, and whether it is objects; pictures are left out. Raises Bomb, Damaged, Disguised.

    Objects are packed once, by what the dictionary itself says; nothing else is packed by two filters that enlarge.
    """
    left = _UNPACKED
    for count, found in enumerate(_STREAM.finditer(data), start=1):
        if count > _STREAMS:
            raise Bomb(TYPE)
        before = data[max(0, found.start() - _AROUND) : found.start()]
        about = _resolved(before[max(before.rfind(b"endobj"), before.rfind(b"endstream"), 0) :])
        objects = b"/ObjStm" in about
        filters = _FILTER.findall(about)
        if objects and (_PREDICTED.search(about) or _ELSEWHERE.search(about) or len(filters) > 1):
            raise Disguised(TYPE)  # the objects' names would not stand in what is unpacked as they are read
        if not objects and b"/Image" in about:
            continue
        if sum(each in _ENLARGING for each in filters) > 1:
            raise Bomb(TYPE)  # packed twice, it may be a thousand times a thousand times as large
        try:
            text = _unpacked(data, found.end(), left)
        except zlib.error:
            if objects:
                raise Damaged(TYPE) from None
            continue
        left -= len(text)
        yield objects, text


def _unpacked(data: bytes, at: int, left: int) -> bytes:
    """What is packed from a place on, in small pieces: where it ends is known only then. Raises Bomb, zlib.error."""
    unpacking, parts, length = zlib.decompressobj(), [], _PIECE
    while at < len(data) and not unpacking.eof:
        parts.append(unpacking.decompress(data[at : at + length], left + 1))
        left -= len(parts[-1])
        if left < 0:
            raise Bomb(TYPE)
        at, length = at + length, 2 * length
    return b"".join(parts)
