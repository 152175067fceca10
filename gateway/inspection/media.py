"""Sound and film are walked from frame to frame, box to box: nothing stands before, between or behind them.

What tells where and by which device they were made is taken out.
"""

from __future__ import annotations

import re
from typing import Final

from gateway.inspection.boxes import Box, Film
from gateway.inspection.tracks import forget_unseen
from gateway.inspection.unfit import Damaged, Disguised

_AMR: Final = {b"#!AMR\n": (12, 13, 15, 17, 19, 20, 26, 31, 5), b"#!AMR-WB\n": (17, 23, 32, 36, 40, 46, 50, 58, 60, 5)}
_NO_DATA: Final = 15
_BRANDS: Final = re.compile(rb"(isom|iso[2-9]|mp4[12]|avc1|M4V |M4A |MSNV|dash|3gp\w|3g2\w|mmp4|qt  )")
_BOXES: Final = frozenset(
    {
        b"ftyp",
        b"moov",
        b"mdat",
        b"free",
        b"skip",
        b"wide",
        b"moof",
        b"mfra",
        b"sidx",
        b"pdin",
        b"styp",
        b"meta",
        b"uuid",
    }
)
_TELLING: Final = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
"""What tells of place and device, and what no player reads: anything could stand there."""
_WITHIN: Final[dict[bytes | None, frozenset[bytes]]] = {
    None: frozenset({b"moov", b"moof"}),
    b"moov": frozenset({b"trak"}),
    b"moof": frozenset({b"traf"}),
    b"trak": frozenset({b"mdia"}),
    b"mdia": frozenset({b"minf"}),
}
"""Which boxes are walked in which, from the file itself."""
_MPEG1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_LEAST_FRAMES: Final = 4


def amr(data: bytes) -> bytes:
    """The same bytes, frame by frame to the end. Raises Damaged."""
    header = next((each for each in sorted(_AMR, key=len, reverse=True) if data.startswith(each)), None)
    if header is None or len(data) == len(header):
        raise Damaged("amr")
    sizes, at = _AMR[header], len(header)
    while at < len(data):
        mode = data[at] >> 3 & 15
        if data[at] & 0b1000_0011 or (mode >= len(sizes) and mode < _NO_DATA - 1):
            raise Damaged("amr")
        at += (sizes[mode] if mode < len(sizes) else 0) + 1
    if at != len(data):
        raise Damaged("amr")
    return data


def mp3(data: bytes) -> bytes:
    """The sound alone, without the tags around it. Raises Damaged, Disguised."""
    start = _after_tags(data)
    end = len(data) - 128 if data[-128:-125] == b"TAG" else len(data)
    at, frames = start, 0
    while at < end:
        length = _frame(data[at : at + 4])
        if not length:
            break
        frames, at = frames + 1, at + length
    if frames < _LEAST_FRAMES:
        raise Damaged("mp3")
    if data[min(at, end) : end].strip(b"\0"):
        raise Disguised("mp3")
    return data[start : min(at, end)]


def _after_tags(data: bytes) -> int:
    at = 0
    while data[at : at + 3] == b"ID3" and len(data) > at + 10:
        size = 0
        for byte in data[at + 6 : at + 10]:
            size = size << 7 | byte & 127
        at += 10 + size + (10 if data[at + 5] & 16 else 0)
    while data[at : at + 1] == b"\0":
        at += 1
    return at


def _frame(head: bytes) -> int:
    """How long the frame is that begins so; 0 for what is none of MPEG audio layer III."""
    if len(head) < 4 or head[0] != 255 or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004 - the format's sync word and layer
        return 0
    version, rate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in _RATES or rate in {0, 15} or sampling == 3:  # noqa: PLR2004 - the format's reserved values
        return 0
    bits = (_MPEG1 if version == 3 else _MPEG2)[rate] * 1000  # noqa: PLR2004 - the format's code for MPEG 1
    return (144 if version == 3 else 72) * bits // _RATES[version][sampling] + (head[2] >> 1 & 1)  # noqa: PLR2004


def mp4(data: bytes) -> bytes:
    """The film with what tells of place and device overwritten, tracks that nobody sees or hears too.

    Raises Damaged, Disguised, TooIntricate.
    """
    if not _BRANDS.fullmatch(data[8:12]):
        raise Damaged("mp4")
    film = Film(data)
    _walk(film)
    forget_unseen(film)
    return bytes(film.data)


def _walk(film: Film, within: Box | None = None) -> None:
    for box in film.boxes(within):
        if within is None and box.name not in _BOXES:
            raise Disguised("mp4")
        if box.name in _TELLING:
            film.empty(box)
        elif box.name in _WITHIN.get(None if within is None else within.name, ()):
            _walk(film, box)
