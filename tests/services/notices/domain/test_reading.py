"""Who has read which version of a notice, who has given the receipt for it, and who is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from kernel.testing import Specification
from services.notices.domain import refusals as no
from services.notices.domain.notice import NOTICE
from services.notices.domain.reader import READER, Address, Confirm, Read
from tests.services.notices.domain import facts as f

notice, reader = Specification(NOTICE), Specification(READER)
PLAIN = replace(f.HANDBOOK, needs_receipt=False)
SENT, CORRECTED, WITHDRAWN = (NOTICE.fold(past) for past in (f.sent, (*f.sent, f.corrected), (*f.sent, f.withdrawn)))
SENT_PLAINLY = NOTICE.fold((replace(f.drafted, outline=PLAIN), replace(f.went_out, outline=PLAIN)))


def read(at: datetime = f.MONDAY) -> Read:
    """Ye opens the first version."""
    return Read(SENT, f.YE, 1, at)


def confirm(at: datetime = f.MONDAY) -> Confirm:
    """Ye gives the receipt for it."""
    return Confirm(SENT, f.YE, 1, at)


def test_who_the_audience_met_at_sending_is_addressed_once() -> None:
    reader.given().when(Address(f.YE, f.MONDAY)).then(f.to_ye)


def test_reading_is_recorded_once() -> None:
    reader.given(f.to_ye).when(read()).then(f.was_read())
    reader.given(f.to_ye, f.was_read()).when(read(f.TUESDAY)).then_nothing()


def test_who_joined_later_reads_too_and_counts_apart() -> None:
    reader.given().when(Read(SENT, f.TANG, 1, f.MONDAY)).then(f.was_read(f.TANG, addressed=False))


def test_a_correction_is_to_be_read_anew() -> None:
    again = Read(CORRECTED, f.YE, 2, f.TUESDAY)
    reader.given(f.to_ye, f.was_read()).when(again).then(f.was_read(version=2, at=f.TUESDAY))


def test_who_opens_what_is_corrected_or_withdrawn_meanwhile_has_not_read_what_holds() -> None:
    for meanwhile in (CORRECTED, WITHDRAWN):
        reader.given(f.to_ye).when(replace(read(), notice=meanwhile)).then_nothing()


def test_what_was_not_sent_is_not_there_to_be_read() -> None:
    for unsent in (NOTICE.initial, NOTICE.fold((f.drafted,))):
        reader.given().when(replace(read(), notice=unsent)).then_refused(no.NotFound())
        reader.given().when(replace(confirm(), notice=unsent)).then_refused(no.NotFound())


def test_a_receipt_is_given_once_by_who_has_read() -> None:
    reader.given(f.to_ye, f.was_read()).when(confirm()).then(f.receipt())
    reader.given(f.to_ye).when(confirm()).then_refused(no.NotRead(1))
    newer = Confirm(CORRECTED, f.YE, 2, f.TUESDAY)
    reader.given(f.to_ye, f.was_read()).when(newer).then_refused(no.NotRead(2))
    done = (f.to_ye, f.was_read(), f.receipt())
    reader.given(*done).when(confirm(f.TUESDAY)).then_nothing()
    reader.given(*done).when(replace(confirm(f.WEDNESDAY), notice=WITHDRAWN)).then_nothing()


def test_a_receipt_is_for_the_version_that_holds() -> None:
    refusal = no.VersionMovedOn(1, 2, f.MENG, f.TUESDAY)
    reader.given(f.to_ye, f.was_read()).when(replace(confirm(), notice=CORRECTED)).then_refused(refusal)


def test_no_receipt_is_given_where_none_is_asked_for() -> None:
    plainly = replace(confirm(), notice=SENT_PLAINLY)
    reader.given(f.to_ye, f.was_read()).when(plainly).then_refused(no.NoReceiptAsked())


def test_whoever_waits_is_reminded_and_where_nobody_does_nobody_is() -> None:
    notice.given(*f.sent).when(f.remind).then(f.reminded)
    notice.given(*f.sent).when(replace(f.remind, waiting=())).then_refused(no.NobodyToRemind())


def test_a_version_is_reminded_of_once_a_day() -> None:
    past = (*f.sent, f.reminded)
    notice.given(*past).when(replace(f.remind, by=f.MENG)).then_nothing()
    next_day = replace(f.remind, at=f.WEDNESDAY)
    notice.given(*past).when(next_day).then(replace(f.reminded, on=date(2024, 3, 6), at=f.WEDNESDAY))
    again = replace(f.reminded, version=2)
    notice.given(*past, f.corrected).when(f.remind).then(again)


def test_nobody_is_reminded_of_what_is_over() -> None:
    late = replace(f.remind, at=f.MONDAY.replace(month=4, day=2))
    notice.given(*f.sent).when(late).then_refused(no.AlreadyOver(date(2024, 3, 31), date(2024, 4, 2)))
