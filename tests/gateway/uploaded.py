"""Files of every kind, made here: harmless ones, and ones that somebody could mean badly."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
GPS = 0x8825
ORIENTATION = 0x0112
MAKER = 0x010F


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    """A picture whose left half is red."""
    image = Image.new(mode, size, 0 if mode in {"L", "P"} else (0, 0, 255))
    image.paste(255 if mode in {"L", "P"} else (255, 0, 0), (0, 0, size[0] // 2, size[1]))
    target = BytesIO()
    image.save(target, kind)
    return target.getvalue()


def photograph() -> bytes:
    """What a phone makes: lying on its side, with where, by which device, and a comment."""
    image = Image.new("RGB", (40, 20), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "SpyPhone-9000"
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 54.0, 27.0), 3: "E", 4: (116.0, 23.0, 17.0), 29: "2024:03:01"})
    target = BytesIO()
    image.save(target, "JPEG", exif=exif, comment=b"taken at home", icc_profile=b"profile of the SpyPhone")
    return target.getvalue()


def enormous_png(width: int = 10_000, height: int = 10_000) -> bytes:
    """A hundred megapixels that are next to nothing packed."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(bytes((width // 8 + 2) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(parts: Mapping[str, bytes], packed: int = ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    target = BytesIO()
    with ZipFile(target, "w", packed) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return target.getvalue()


def document(main: str = WORD, packed: int = ZIP_DEFLATED, **parts: bytes) -> bytes:
    """An office document with more parts; double underscores stand for slashes, single ones for dots."""
    types = f'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    more = {name.replace("__", "/").replace("_", "."): data for name, data in parts.items()}
    return archive({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w:document/>", **more}, packed)


def related(about: str, prefix: str = "") -> bytes:
    """Relationships of a part, one of them written so."""
    names = 'xmlns="http://p" xmlns:r="http://p"'
    kind = 'Id="relationships/hyperlink&quot;" Type="http://x/attachedTemplate"'
    return f"<Relationships {names}><{prefix}Relationship {kind} {about}/></Relationships>".encode()


def ofd() -> bytes:
    """The national format for documents of fixed layout."""
    return archive({"OFD.xml": b'<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>'})


def pdf(*objects: bytes) -> bytes:
    """A PDF with these objects beside its catalogue."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 3))
    catalogue = (
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    )
    return b"%PDF-1.7\n" + catalogue + body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def packed_objects(text: bytes, more: bytes = b"") -> bytes:
    """Objects that are packed into a stream."""
    packed = zlib.compress(text)
    return b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode %s /Length %d >>\nstream\n%s\nendstream" % (
        more, len(packed), packed,
    )  # fmt: skip


def mp3(frames: int = 6, tag: bytes = b"") -> bytes:
    """Silent frames of MPEG 1 layer III, 128 kbit/s at 44.1 kHz, after a tag."""
    size = bytes(len(tag) >> shift & 127 for shift in (21, 14, 7, 0))
    head = b"ID3\x04\x00\x00" + size + tag if tag else b""
    return head + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def amr(frames: int = 5) -> bytes:
    """Silent frames of AMR at 12.2 kbit/s."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames


def box(name: bytes, data: bytes) -> bytes:
    """A box of an MP4."""
    return struct.pack(">I", len(data) + 8) + name + data


def film(picture: bytes, place: bytes, sound: bytes) -> bytes:
    """A film with three tracks of one sample each, the second of which nobody sees: where the camera was."""
    ends = (0, len(picture), len(picture) + len(place))
    handled = zip((b"vide", b"meta", b"soun"), ends, map(len, (picture, place, sound)), strict=True)
    return film_of(list(handled), picture + place + sound)


def film_of(tracks: Sequence[tuple[bytes, int, int]], media: bytes) -> bytes:
    """A film whose tracks have one sample each: their handlers, from where in the media it is, and how long."""
    ftyp = box(b"ftyp", b"isom\0\0\2\0isomiso2")

    def track(handler: bytes, at: int, length: int) -> bytes:
        full = bytes(4)
        rows = {b"stsc": (1, 1, 1, 1), b"stsz": (0, 1, length), b"stco": (1, at)}
        tables = b"".join(box(name, full + struct.pack(f">{len(row)}I", *row)) for name, row in rows.items())
        described = box(b"hdlr", full + bytes(4) + handler + bytes(12)) + box(b"minf", box(b"stbl", tables))
        return box(b"trak", box(b"tkhd", bytes(84)) + box(b"mdia", described))

    def moov(begin: int) -> bytes:
        told = b"".join(track(handler, begin + at, length) for handler, at, length in tracks)
        return box(b"moov", box(b"mvhd", bytes(100)) + told)

    return ftyp + moov(len(ftyp) + len(moov(0)) + 8) + box(b"mdat", media)


def mp4(place: bytes = b"+39.9075+116.3881/") -> bytes:
    """A film without pictures that says where it was made."""
    told = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place))
    moov = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", box(b"tkhd", bytes(84)) + told) + told)
    return box(b"ftyp", b"isom\0\0\2\0isomiso2") + moov + box(b"mdat", bytes(64))
