"""Whom a notice is for, and who may do what with notices."""

from __future__ import annotations

import pytest

from kernel.actor import Actor
from services.notices.domain import scope
from services.notices.domain.audience import Audience, addresses
from services.notices.domain.refusals import NotFound, OutOfScope
from services.notices.domain.state import Unwritten
from tests.services.notices.domain import facts as f

YE = Actor(f.YE, "columnadmin", columns=("linqi", "east"))
TANG = Actor(f.TANG, "columnadmin", columns=("west",))
EVERYWHERE = Actor(f.BAI, "columnadmin", columns=None)
HANDLER = Actor("handler.li", "handler", columns=None, agencies=("housing",))


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        (Audience(roles=("columnadmin",)), {f.YE, f.BAI, f.TANG}),
        (Audience(roles=("columnadmin",), columns=("linqi", "mayor")), {f.YE, f.BAI}),
        (Audience(roles=("columnadmin",), columns=("mayor",)), {f.BAI}),
        (Audience(roles=("handler", "columnadmin"), columns=("west",)), {f.TANG, f.BAI, "handler.li"}),
        (Audience(accounts=(f.TANG, "handler.li")), {f.TANG, "handler.li"}),
        (Audience(roles=("clerk",)), set()),
    ],
)
def test_a_rule_fits_by_role_and_column_or_by_account(audience: Audience, people: set[str]) -> None:
    everyone = (YE, TANG, EVERYWHERE, HANDLER)
    assert {person.account for person in everyone if addresses(audience, person)} == people


def test_the_office_writes_the_auditor_looks_and_nobody_else_does() -> None:
    office, auditor = Actor("office.gu", "office"), Actor("auditor.yan", "auditor")
    scope.require(office, scope.WRITE)
    scope.require(office, scope.OVERSEE)
    scope.require(auditor, scope.OVERSEE)
    for person, act in ((auditor, scope.WRITE), (auditor, scope.READ), (YE, scope.WRITE), (YE, scope.OVERSEE)):
        with pytest.raises(OutOfScope):
            scope.require(person, act)


def test_what_is_not_for_a_person_is_not_there_for_them() -> None:
    with pytest.raises(NotFound):
        scope.must_be_for(YE, Unwritten())
