"""Returns and extensions are asked for in time, decided once, and refused with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kernel.testing import Specification
from services.routing.domain import refusals as no
from services.routing.domain.case import DECIDER
from services.routing.domain.case_refusals import AlreadyDecided, ReasonMissing, ReturnTooLate
from services.routing.domain.commands import DecideExtension, DecideReturn
from tests.services.routing.domain import facts as f

case = Specification(DECIDER)
in_hand = (f.opened, f.assigned_to_housing)
return_pending = (*in_hand, f.housing_asked_to_return)
extension_pending = (*in_hand, f.extension_asked)


def test_a_lead_says_not_ours_until_the_end_of_the_last_day_in_shanghai() -> None:
    last_moment = datetime(2024, 3, 5, 15, 59, 59, tzinfo=UTC)
    case.given(*in_hand).when(replace(f.say_not_ours, at=last_moment)).then(
        replace(f.housing_asked_to_return, at=last_moment)
    )
    midnight = datetime(2024, 3, 5, 16, 0, tzinfo=UTC)
    case.given(*in_hand).when(replace(f.say_not_ours, at=midnight)).then_refused(ReturnTooLate(date(2024, 3, 5)))


def test_a_return_that_was_asked_for_in_time_may_be_repeated_later() -> None:
    case.given(*return_pending).when(replace(f.say_not_ours, at=f.LATER)).then_nothing()


def test_the_next_lead_has_its_own_time_to_say_not_ours() -> None:
    to_police = replace(f.assigned_to_police, at=f.WEDNESDAY)
    asked = replace(f.say_not_ours, until=date(2024, 3, 11), at=f.SATURDAY)
    case.given(*return_pending, f.housing_returned, to_police).when(asked).then(
        replace(f.housing_asked_to_return, lead=f.POLICE, at=f.SATURDAY)
    )


def test_a_return_is_refused_with_a_reason() -> None:
    case.given(*return_pending).when(replace(f.refuse_return, note=None)).then_refused(ReasonMissing("return"))
    case.given(*return_pending).when(replace(f.agree_to_return, note=None)).then(replace(f.housing_returned, note=None))


@pytest.mark.parametrize(
    "other",
    [
        f.refuse_return,
        replace(f.agree_to_return, note="another note"),
        replace(f.agree_to_return, by="a colleague"),
    ],
)
def test_an_agreed_return_is_not_decided_again(other: DecideReturn) -> None:
    agreed = case.given(*return_pending, f.housing_returned)
    agreed.when(f.agree_to_return).then_nothing()
    agreed.when(other).then_refused(AlreadyDecided("return", "agreed", f.DISPATCHER, f.TUESDAY))


@pytest.mark.parametrize(
    "other",
    [
        f.agree_to_return,
        replace(f.refuse_return, note="another note"),
        replace(f.refuse_return, by="a colleague"),
    ],
)
def test_a_refused_return_is_not_decided_again(other: DecideReturn) -> None:
    refused = case.given(*return_pending, f.return_refused)
    refused.when(f.refuse_return).then_nothing()
    refused.when(other).then_refused(AlreadyDecided("return", "refused", f.DISPATCHER, f.TUESDAY))


def test_an_extension_is_refused_with_a_reason() -> None:
    case.given(*extension_pending).when(replace(f.refuse_extension, note=None)).then_refused(ReasonMissing("extension"))


@pytest.mark.parametrize("other", [f.refuse_extension, replace(f.grant_extension, note="with pleasure")])
def test_a_granted_extension_is_not_decided_again(other: DecideExtension) -> None:
    granted = case.given(*extension_pending, f.extension_granted)
    granted.when(f.grant_extension).then_nothing()
    granted.when(other).then_refused(AlreadyDecided("extension", "agreed", f.DISPATCHER, f.TUESDAY))


@pytest.mark.parametrize("other", [f.grant_extension, replace(f.refuse_extension, note="far too long")])
def test_a_refused_extension_is_not_decided_again(other: DecideExtension) -> None:
    refused = case.given(*extension_pending, f.extension_refused)
    refused.when(f.refuse_extension).then_nothing()
    refused.when(other).then_refused(AlreadyDecided("extension", "refused", f.DISPATCHER, f.TUESDAY))


def test_nothing_is_decided_that_nobody_asked_for() -> None:
    case.given(*in_hand).when(f.agree_to_return).then_refused(no.NothingAsked("return"))
    case.given(*in_hand).when(f.grant_extension).then_refused(no.NothingAsked("extension"))
