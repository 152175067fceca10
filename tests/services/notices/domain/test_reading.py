"""Who has read which version of a notice, who has given the receipt for it, and who is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kernel.testing import Specification
from services.notices.domain import refusals as no
from services.notices.domain.notice import NOTICE
from tests.services.notices.domain import facts as f

notice = Specification(NOTICE)
PLAIN = replace(f.HANDBOOK, needs_receipt=False)
sent_plainly = (replace(f.drafted, outline=PLAIN), replace(f.went_out, outline=PLAIN), f.to_bai, f.to_ye)


def test_reading_is_recorded_once() -> None:
    notice.given(*f.sent).when(f.read()).then(f.was_read())
    notice.given(*f.sent, f.was_read()).when(f.read(at=f.TUESDAY)).then_nothing()


def test_who_joined_later_reads_too_and_counts_apart() -> None:
    notice.given(*f.sent).when(f.read(f.TANG)).then(f.was_read(f.TANG, addressed=False))


def test_a_correction_is_to_be_read_anew() -> None:
    past = (*f.sent, f.was_read(), f.corrected)
    notice.given(*past).when(f.read(version=2, at=f.TUESDAY)).then(f.was_read(version=2, at=f.TUESDAY))


def test_who_opens_a_version_while_it_is_corrected_has_not_read_what_holds() -> None:
    notice.given(*f.sent, f.corrected).when(f.read(version=1)).then_nothing()


def test_a_receipt_is_given_once_by_who_has_read() -> None:
    notice.given(*f.sent, f.was_read()).when(f.confirm()).then(f.receipt())
    notice.given(*f.sent).when(f.confirm()).then_refused(no.NotRead(1))
    read_before = (*f.sent, f.was_read(), f.corrected)
    notice.given(*read_before).when(f.confirm(version=2, at=f.TUESDAY)).then_refused(no.NotRead(2))
    notice.given(*f.sent, f.was_read(), f.receipt()).when(f.confirm(at=f.TUESDAY)).then_nothing()
    notice.given(*f.sent, f.was_read(), f.receipt(), f.withdrawn).when(f.confirm(at=f.WEDNESDAY)).then_nothing()


def test_a_receipt_is_for_the_version_that_holds() -> None:
    refusal = no.VersionMovedOn(1, 2, f.MENG, f.TUESDAY)
    notice.given(*f.sent, f.was_read(), f.corrected).when(f.confirm()).then_refused(refusal)


def test_no_receipt_is_given_where_none_is_asked_for() -> None:
    notice.given(*sent_plainly, f.was_read()).when(f.confirm()).then_refused(no.NoReceiptAsked())


def test_whoever_has_not_given_the_receipt_is_reminded_also_if_they_have_read() -> None:
    notice.given(*f.sent, f.was_read()).when(f.remind).then(f.reminded)
    done = (*f.sent, f.was_read(), f.receipt())
    notice.given(*done).when(f.remind).then(replace(f.reminded, accounts=(f.BAI,)))


def test_where_no_receipt_is_asked_for_whoever_has_not_read_is_reminded() -> None:
    notice.given(*sent_plainly, f.was_read(f.BAI)).when(f.remind).then(replace(f.reminded, accounts=(f.YE,)))
    everyone = (*sent_plainly, f.was_read(f.BAI), f.was_read())
    notice.given(*everyone).when(f.remind).then_refused(no.NobodyToRemind())


def test_who_joined_later_is_not_reminded() -> None:
    everyone = (*sent_plainly, f.was_read(f.BAI), f.was_read())
    joined = f.was_read(f.TANG, addressed=False)
    notice.given(*everyone, joined, replace(f.corrected, outline=PLAIN)).when(replace(f.remind, at=f.WEDNESDAY)).then(
        replace(f.reminded, version=2, on=date(2024, 3, 6), at=f.WEDNESDAY)
    )


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
