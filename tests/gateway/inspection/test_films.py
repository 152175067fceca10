"""A film that costs more to look at than it is worth is refused, whatever its boxes say of one another."""

from __future__ import annotations

import struct
import tracemalloc

import pytest

from gateway.inspection import TYPES, inspected, unfit
from gateway.inspection.boxes import MOST_BOXES
from gateway.inspection.tracks import MOST_ROWS, MOST_TRACKS
from tests.gateway import uploaded

MIB = 1024 * 1024


def let_in(film: bytes) -> bytes:
    """The film as it is kept."""
    return inspected(film, "航拍.mp4", TYPES, 10 * MIB).content


def test_tracks_that_all_claim_the_whole_film_are_not_overwritten_one_by_one() -> None:
    media = b"moving picture" * 100
    with pytest.raises(unfit.Damaged):
        let_in(uploaded.film_of([(b"meta", 0, len(media))] * 3, media))
    with pytest.raises(unfit.TooIntricate):
        let_in(uploaded.film_of([(b"meta", 0, len(media))] * 3000, media))


def test_a_film_has_no_more_tracks_than_cameras_write() -> None:
    tracks = [(b"soun", 0, 5), *[(b"meta", 5, 5)] * (MOST_TRACKS - 1)]
    assert b"sound" in let_in(uploaded.film_of(tracks, b"sound" + b"place" * 2))
    with pytest.raises(unfit.TooIntricate):
        let_in(uploaded.film_of([*tracks, (b"soun", 0, 5)], b"sound" + b"place" * 2))


def test_places_that_several_unseen_tracks_share_are_gone_and_what_lies_between_stays() -> None:
    tracks = [(b"vide", 0, 5), (b"meta", 5, 5), (b"text", 8, 4), (b"meta", 16, 2), (b"soun", 12, 4)]
    kept = let_in(uploaded.film_of(tracks, b"movie+39.907soundGB"))
    assert kept.endswith(b"movie" + bytes(7) + b"soun" + bytes(2) + b"B")


@pytest.mark.parametrize("inside", [False, True])
def test_a_film_of_nothing_but_boxes_is_refused_before_it_takes_memory(*, inside: bool) -> None:
    empty = uploaded.box(b"free", b"") * (MIB + MIB // 8)
    film = uploaded.mp4() + (uploaded.box(b"moov", empty) if inside else empty)
    tracemalloc.start()
    try:
        with pytest.raises(unfit.TooIntricate):
            let_in(film)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2 * len(film)


def test_boxes_of_sample_tables_count_too() -> None:
    tables = uploaded.box(b"minf", uploaded.box(b"stbl", uploaded.box(b"free", b"") * MOST_BOXES))
    track = uploaded.box(b"mdia", uploaded.box(b"hdlr", bytes(8) + b"meta" + bytes(12)) + tables)
    with pytest.raises(unfit.TooIntricate):
        let_in(uploaded.mp4() + uploaded.box(b"moov", uploaded.box(b"trak", track)))


def test_a_film_in_many_fragments_is_a_film() -> None:
    fragment = uploaded.box(b"moof", uploaded.box(b"mfhd", bytes(8)) + uploaded.box(b"traf", b""))
    film = uploaded.mp4() + (fragment + uploaded.box(b"mdat", b"a second")) * 2000
    assert let_in(film).count(b"a second") == 2000


def test_tables_of_unseen_tracks_have_no_more_rows_than_a_course_needs() -> None:
    def film(rows: int) -> bytes:
        full = bytes(4)
        sizes = uploaded.box(b"stsz", full + struct.pack(">II", 0, rows) + bytes(4 * rows))
        places = uploaded.box(b"stco", full + struct.pack(">II", 1, 0))
        runs = uploaded.box(b"stsc", full + struct.pack(">IIII", 1, 1, rows, 1))
        tables = uploaded.box(b"minf", uploaded.box(b"stbl", runs + sizes + places))
        track = uploaded.box(b"mdia", uploaded.box(b"hdlr", bytes(8) + b"meta" + bytes(12)) + tables)
        return uploaded.mp4() + uploaded.box(b"moov", uploaded.box(b"trak", track))

    assert let_in(film(MOST_ROWS - 2))
    with pytest.raises(unfit.TooIntricate):
        let_in(film(MOST_ROWS - 1))
