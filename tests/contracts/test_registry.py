"""The registry: names and versions to classes, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal

import pytest

from contracts.registry import Contracts, InvalidEvent, UnknownContract
from contracts.words import Code, Instant, Number

SHANGHAI = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Limits:
    days: int


@dataclass(frozen=True, slots=True)
class BellRungV1:
    number: Number
    rooms: tuple[Code, ...]
    limits: Limits
    loudness: Literal[1, 2]
    day: date
    at: Instant
    again: bool
    by: Code | None
    mood: Literal["merry", "grave"] = "merry"
    times: int = 1


CONTRACTS = Contracts([BellRungV1])
NOON = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
RUNG = BellRungV1("20240301-000001", ("hall", "yard"), Limits(3), 2, date(2024, 3, 1), NOON, False, None, "grave", 4)
DATA: dict[str, Any] = {
    "number": "20240301-000001",
    "rooms": ["hall", "yard"],
    "limits": {"days": 3},
    "loudness": 2,
    "day": "2024-03-01",
    "at": "2024-03-01T04:00:00Z",
    "again": False,
    "by": None,
    "mood": "grave",
    "times": 4,
}


def test_an_event_goes_to_json_and_back() -> None:
    assert CONTRACTS.dump(RUNG) == DATA
    assert CONTRACTS.load("BellRung", 1, DATA) == RUNG
    assert CONTRACTS.load_as("urn:huiyin:event:BellRung:v1", DATA) == RUNG


def test_the_fast_way_to_json_and_back_is_the_same() -> None:
    assert json.loads(CONTRACTS.encode(RUNG)) == DATA
    assert CONTRACTS.decode("urn:huiyin:event:BellRung:v1", json.dumps(DATA)) == RUNG


def test_an_event_has_a_name_a_version_and_a_dataschema() -> None:
    assert CONTRACTS.key(RUNG) == CONTRACTS.key(BellRungV1) == ("BellRung", 1)
    assert CONTRACTS.name(RUNG) == "BellRung"
    assert CONTRACTS.dataschema(RUNG) == "urn:huiyin:event:BellRung:v1"


def test_instants_leave_in_utc_whatever_their_offset() -> None:
    event = CONTRACTS.load("BellRung", 1, {**DATA, "at": "2024-03-01T12:00:00+08:00"})
    assert event == RUNG
    assert CONTRACTS.dump(event)["at"] == "2024-03-01T04:00:00Z"


def test_a_field_added_later_is_its_default_in_events_from_before() -> None:
    before = {key: value for key, value in DATA.items() if key != "times"}
    assert CONTRACTS.load("BellRung", 1, before).times == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "1"),
        ("number", None),
        ("number", "20240301-000001\n"),
        ("rooms", "hall"),
        ("rooms", ["the hall"]),
        ("limits", {}),
        ("limits", {"days": "3"}),
        ("loudness", 3),
        ("loudness", True),
        ("day", "1 March"),
        ("at", "2024-03-01T12:00:00"),
        ("again", 1),
        ("again", "yes"),
        ("times", 1.5),
        ("times", None),
        ("times", "4"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(field: str, value: object) -> None:
    with pytest.raises(InvalidEvent, match=field):
        CONTRACTS.load("BellRung", 1, {**DATA, field: value})
    with pytest.raises(InvalidEvent, match=field):
        CONTRACTS.decode("urn:huiyin:event:BellRung:v1", json.dumps({**DATA, field: value}))


@pytest.mark.parametrize("field", [name for name in DATA if name not in ("mood", "times")])
def test_what_is_missing_is_refused_and_named(field: str) -> None:
    without = {key: value for key, value in DATA.items() if key != field}
    with pytest.raises(InvalidEvent, match=field):
        CONTRACTS.load("BellRung", 1, without)
    with pytest.raises(InvalidEvent, match=field):
        CONTRACTS.decode("urn:huiyin:event:BellRung:v1", json.dumps(without))


def test_an_event_that_would_not_be_read_is_not_written() -> None:
    wordy = BellRungV1("20240301-000001", ("我家在这里",), Limits(3), 2, date(2024, 3, 1), NOON, False, None)
    with pytest.raises(InvalidEvent, match="rooms"):
        CONTRACTS.dump(wordy)
    with pytest.raises(InvalidEvent, match="rooms"):
        CONTRACTS.encode(wordy)


def test_an_instant_without_an_offset_is_not_written() -> None:
    local = BellRungV1("20240301-000001", (), Limits(3), 2, date(2024, 3, 1), NOON.replace(tzinfo=None), False, None)
    with pytest.raises(InvalidEvent, match="at"):
        CONTRACTS.dump(local)
    with pytest.raises(InvalidEvent, match="at"):
        CONTRACTS.encode(local)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("by", "王小明"),
        ("number", "王小明"),
        ("rooms", ["王小明"]),
        ("mood", "王小明"),
        ("mood", "it's '王小明' - at `$.by`\n' 王小明"),
        ("loudness", 13812345678),
        ("loudness", -13812345678),
        ("day", "王小明 13812345678"),
        ("at", "王小明 13812345678"),
        ("limits", {"days": "13812345678"}),
    ],
)
def test_an_error_names_the_field_and_does_not_quote_the_value(field: str, value: object) -> None:
    with pytest.raises(InvalidEvent, match=field) as loading:
        CONTRACTS.load("BellRung", 1, {**DATA, field: value})
    with pytest.raises(InvalidEvent, match=field) as decoding:
        CONTRACTS.decode("urn:huiyin:event:BellRung:v1", json.dumps({**DATA, field: value}))
    for quoted in ("王小明", "13812345678"):
        assert quoted not in f"{loading.value}{decoding.value}"


@pytest.mark.parametrize("dataschema", ["", "BellRung", "urn:huiyin:event:BellRung:v2", "urn:huiyin:event:Gong:v1"])
def test_an_unknown_dataschema_is_said_to_be_unknown(dataschema: str) -> None:
    with pytest.raises(UnknownContract):
        CONTRACTS.load_as(dataschema, DATA)
    with pytest.raises(UnknownContract):
        CONTRACTS.decode(dataschema, json.dumps(DATA))


def test_an_object_that_is_no_contract_is_not_written() -> None:
    with pytest.raises(UnknownContract):
        CONTRACTS.dump(Limits(3))


@dataclass(frozen=True, slots=True)
class LetterWrittenV1:
    text: str


@dataclass(frozen=True, slots=True)
class ClockStruckV1:
    at: datetime


@dataclass(frozen=True, slots=True)
class LetterV0:
    number: Number


def test_a_contract_with_a_bare_string_does_not_start() -> None:
    with pytest.raises(TypeError, match=r"LetterWrittenV1\.text"):
        Contracts([LetterWrittenV1])


def test_a_contract_with_a_time_that_may_lack_its_offset_does_not_start() -> None:
    with pytest.raises(TypeError, match=r"ClockStruckV1\.at"):
        Contracts([ClockStruckV1])


def test_a_contract_is_named_with_its_version() -> None:
    with pytest.raises(TypeError, match="LetterV0"):
        Contracts([LetterV0])


def test_a_contract_is_listed_once() -> None:
    with pytest.raises(TypeError, match="twice"):
        CONTRACTS | CONTRACTS
