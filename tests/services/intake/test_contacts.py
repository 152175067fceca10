"""How many messages one contact may send in a day, counted exactly and without keeping the contact."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.decider import Refusal
from kernel.rebuild import rebuild
from kernel.settings import Settings
from kernel.testing import Specification, roundtrip
from kernel.verify import verify
from services.intake.domain.contact import (
    CONTACT,
    CountMessage,
    MessageCounted,
    contacts,
    seconds_left,
)
from services.intake.domain.letter import Letter
from services.intake.domain.reaching import dialled, plain
from services.intake.domain.refusals import ColumnClosed, ContactLimitReached
from services.intake.schema import CONTACT as STORED
from tests.services.intake.facts import MORNING
from tests.services.intake.office import LETTER, Office, rearranged
from tests.services.intake.test_importing import ROW

contact = Specification(CONTACT)
counted, counted_too = MessageCounted("first", MORNING), MessageCounted("second", MORNING)
COUNT = CountMessage("first", "phone", 2, MORNING)
ONE_MORE = CountMessage("second", "phone", 2, MORNING)
TOO_MANY = CountMessage("third", "phone", 2, MORNING)
LAST_MOMENT = datetime(2024, 3, 1, 15, 59, 59, 500000, tzinfo=UTC)
UNTIL_MIDNIGHT = 53_876  # from 09:02:03 on


@pytest.fixture
def limited(settings: Settings) -> Iterator[Office]:
    """Two messages a day from one contact."""
    opened = Office.open(replace(settings, contact_limit=2))
    yield opened
    opened.service.close()


def refused(office: Office, **changes: Any) -> Refusal:
    """How a message is refused."""
    with pytest.raises(Refusal) as caught:
        office.submit(**changes)
    return caught.value


def test_a_contact_is_counted_up_to_its_limit() -> None:
    contact.given().when(COUNT).then(counted)
    contact.given(counted).when(ONE_MORE).then(counted_too)
    contact.given(counted, counted_too).when(COUNT).then_nothing()
    contact.given(counted, counted_too).when(TOO_MANY).then_refused(ContactLimitReached("phone", 2, UNTIL_MIDNIGHT))


def test_the_day_ends_at_midnight_in_shanghai() -> None:
    assert seconds_left(MORNING) == UNTIL_MIDNIGHT
    assert seconds_left(LAST_MOMENT) == 1


@pytest.mark.parametrize(
    "phone",
    ["13800000000", "+86 138-0000-0000", "008613800000000", "１３８ ００００ ００００", "138—0000—0000（手机）"],
)
def test_a_phone_number_is_the_same_however_it_is_written(phone: str) -> None:
    assert dialled(phone) == "13800000000"


def test_an_address_is_the_same_however_it_is_written() -> None:
    assert plain(" Wang@Example.COM ") == plain("wang@example.com")


def test_what_stands_for_a_phone_number_is_counted_too() -> None:
    letter = Letter("停水", "停水三天。", phone=" 请发邮件 ", email="wang@example.com")
    assert contacts(letter) == [("phone", "请发邮件"), ("email", "wang@example.com")]


def test_the_stored_event_is_as_its_golden_file_says() -> None:
    golden = json.loads((Path(__file__).parent / "golden" / "contact" / "intake.contact_counted.v1.json").read_text())
    name, data = STORED.types.encode(counted)
    assert (name, json.loads(data)) == (golden["type"], golden["data"])
    assert roundtrip(STORED.types, counted) == counted
    assert STORED.types.names == {golden["type"]}


def test_one_phone_number_writes_so_often_a_day_under_whatever_address(limited: Office) -> None:
    limited.written(email="a@example.com")
    limited.written(email="b@example.com", phone="+86 138 0000 0000")
    refusal = refused(limited, email="c@example.com")
    assert (refusal.code, refusal.values()["field"]) == ("intake.contact_limit_reached", "phone")
    limited.written(email="c@example.com", phone=None)
    limited.clock.at += timedelta(days=1)
    limited.written()


def test_one_address_writes_so_often_a_day_under_whatever_number(limited: Office) -> None:
    for phone in ("13800000001", "13800000002"):
        limited.written(phone=phone)
    assert refused(limited, phone="13800000003", email="WANG@example.com").values()["field"] == "email"


def test_who_gives_no_contact_is_not_counted(limited: Office) -> None:
    for _ in range(3):
        limited.written(phone=None, email=" ")
    assert "intake.contact_counted.v1" not in limited.recorded()


def test_a_message_that_is_refused_does_not_count_and_one_repeated_counts_once(limited: Office) -> None:
    for _ in range(3):
        limited.submit("once")
    limited.hears(rearranged(accepts=False))
    for _ in range(3):
        assert isinstance(refused(limited), ColumnClosed)
    limited.hears(rearranged(accepts=True))
    limited.written()
    assert isinstance(refused(limited), ContactLimitReached)


def test_what_is_taken_over_from_elsewhere_is_not_counted(limited: Office) -> None:
    limited.imports(*({**ROW, "external_reference": str(reference)} for reference in range(3)))
    assert "intake.contact_counted.v1" not in limited.recorded()


def test_of_many_at_once_no_more_come_through_than_may(limited: Office) -> None:
    def write(_: int) -> bool:
        try:
            limited.submit()
        except ContactLimitReached:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(16))) == 2


def test_neither_the_contact_nor_a_name_for_it_that_lasts_is_kept(limited: Office) -> None:
    limited.written(email=None)
    limited.clock.at += timedelta(days=1)
    limited.written(email=None)
    assert LETTER["phone"] not in limited.dump()
    streams = [row["stream"] for row in limited.rows("SELECT stream FROM journal WHERE stream LIKE 'contact-%'")]
    assert len(set(streams)) == 2
    assert [name for name, _ in limited.told()] == ["MessageSubmitted", "MessageSubmitted"]


def test_what_was_counted_stands_in_the_chain_and_in_no_read_model(limited: Office) -> None:
    limited.written()
    before = limited.rows("SELECT * FROM messages")
    rebuild(limited.service, lambda source, after, limit: limited.said[source][after : after + limit])
    assert limited.rows("SELECT * FROM messages") == before
    assert verify(limited.service.database).sound
