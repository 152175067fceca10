"""Deadlines that come near are noted once each, by the column's terms, by whichever replica looks."""

from __future__ import annotations

from kernel.actor import SYSTEM
from services.routing import handlers
from tests.services.routing.office import Office

NUMBER = "20240301-000001"
NEAR = "routing.due_soon_noted.v1"


def look(office: Office) -> int:
    """What the timer does."""
    noted: int = office.act(handlers.look_for_due_soon, SYSTEM)["noted"]
    return noted


def test_a_deadline_that_comes_near_is_told_once(office: Office) -> None:
    office.accept(NUMBER)
    office.assign(NUMBER)
    assert look(office) == 0
    office.at(office.later(days=5))
    assert (look(office), look(office)) == (1, 0)
    assert office.said().count(("DueSoon", NUMBER)) == 1


def test_a_deadline_that_is_over_is_not_near(office: Office) -> None:
    office.accept(NUMBER)
    office.assign(NUMBER)
    office.at(office.later(days=90))
    assert look(office) == 0
    assert NEAR not in office.journal()
