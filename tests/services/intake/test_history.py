"""What intake tells of a message's past, and the looks at a citizen's contact that become part of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from services.intake import handlers, queries
from services.intake.domain.refusals import NotFound, NotRevealed, TextBlank, TextErased, UnknownWord
from services.intake.domain.scope import OutOfScope
from services.intake.queries.history import message_history
from tests.services.intake.facts import MORNING, WANG
from tests.services.intake.office import CLERK, ELSEWHERE, LEAD, OFFICE, OTHERS, Office, assigned, told_meanwhile

ADMIN = Actor("admin", "admin")
WHY = "需要回电核实楼栋号"


def past(office: Office, number: str, actor: Actor = CLERK, **payload: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = office.ask(message_history, actor, number=number, **{"limit": 50, **payload})["items"]
    return items


def looks(office: Office, number: str, *fields: str, actor: Actor = CLERK, reason: str = WHY) -> dict[str, Any]:
    office.act(handlers.reveal, actor, None, number=number, fields=list(fields), reason=reason)
    revealed: dict[str, Any] = office.ask(queries.revealed, actor, number=number, fields=list(fields))["revealed"]
    return revealed


def test_every_step_is_told_with_who_did_it_when_and_what_changed(office: Office) -> None:
    number = office.accepted()
    submitted, accepted = past(office, number)
    assert (submitted["type"], submitted["actor"], submitted["role"]) == ("intake.submitted.v1", "citizen", "citizen")
    assert (accepted["type"], accepted["actor"], accepted["role"]) == ("intake.accepted.v1", WANG, "clerk")
    assert accepted["at"] == accepted["recorded_at"] == rfc3339(MORNING)
    assert accepted["facts"]["kind"] == "request"
    assert accepted["facts"]["complexity"] == "complex"


def test_what_the_citizen_wrote_is_withheld(office: Office) -> None:
    (submitted,) = past(office, office.written())
    assert submitted["withheld"] == ["title", "body", "name", "phone", "email"]
    assert not {"title", "body", "name", "phone", "email"} & set(submitted["facts"])


def test_what_another_service_decided_is_that_services_to_tell(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number), told_meanwhile(number))
    assert [each["type"] for each in past(office, number)] == ["intake.submitted.v1", "intake.accepted.v1"]


def test_what_the_citizen_chose_about_notifications_is_told(office: Office) -> None:
    number = office.accepted()
    office.act(
        handlers.choose_notifications, CITIZEN, None, number=number, query_code=office.code(number), notify=False
    )
    chosen = past(office, number)[-1]
    assert (chosen["type"], chosen["actor"], chosen["facts"]["wants"]) == (
        "intake.notifications_chosen.v1",
        "citizen",
        False,
    )


def test_the_columns_staff_read_what_staff_wrote_and_an_agency_does_not(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number))
    looks(office, number, "phone")
    assert past(office, number)[-1]["facts"]["reason"] == WHY
    assert past(office, number, LEAD)[-1]["withheld"] == ["reason"]


def test_a_history_comes_page_by_page(office: Office) -> None:
    number = office.accepted()
    office.clock.at += timedelta(hours=1)
    looks(office, number, "phone")
    whole = past(office, number)
    first = office.ask(message_history, CLERK, number=number, limit=1)
    assert (first["items"], first["total"]) == (whole[:2], 3)
    after = {"at": first["items"][0]["at"], "position": first["items"][0]["position"]}
    assert past(office, number, after=after) == whole[1:]


@pytest.mark.parametrize("actor", [ELSEWHERE, OTHERS, ADMIN], ids=lambda actor: str(actor.account))
def test_a_history_is_refused_outside_the_scope(office: Office, actor: Actor) -> None:
    number = office.accepted()
    office.hears(assigned(number))
    with pytest.raises(OutOfScope):
        past(office, number, actor)


def test_there_is_no_history_of_a_number_that_nobody_has(office: Office) -> None:
    with pytest.raises(NotFound):
        past(office, "20240301-000009")


def test_a_look_at_a_contact_is_on_record_before_it_is_shown(office: Office) -> None:
    number = office.accepted()
    assert looks(office, number, "phone", "name") == {"phone": "13800000000", "name": "王小明"}
    last = past(office, number)[-1]
    assert (last["type"], last["actor"], last["facts"]["fields"]) == ("intake.revealed.v1", WANG, ["name", "phone"])


def test_what_was_not_asked_for_is_not_shown(office: Office) -> None:
    number = office.accepted()
    looks(office, number, "phone")
    with pytest.raises(NotRevealed):
        office.ask(queries.revealed, CLERK, number=number, fields=["email"])
    with pytest.raises(NotRevealed):
        office.ask(queries.revealed, OFFICE, number=number, fields=["phone"])


def test_yesterdays_look_is_none_of_todays(office: Office) -> None:
    number = office.accepted()
    looks(office, number, "phone")
    office.clock.at += timedelta(days=1)
    with pytest.raises(NotRevealed):
        office.ask(queries.revealed, CLERK, number=number, fields=["phone"])


def reasons(office: Office, number: str) -> list[tuple[list[str], str]]:
    told = [each["facts"] for each in past(office, number) if each["type"] == "intake.revealed.v1"]
    return [(facts["fields"], facts["reason"]) for facts in told]


def test_looking_twice_on_one_day_for_one_reason_is_one_look(office: Office) -> None:
    number = office.accepted()
    looks(office, number, "phone")
    office.clock.at += timedelta(hours=1)
    looks(office, number, "phone", reason=f" {WHY}\n")
    assert reasons(office, number) == [(["phone"], WHY)]


def test_each_reason_of_one_day_is_on_record(office: Office) -> None:
    number = office.accepted()
    looks(office, number, "phone")
    looks(office, number, "phone", reason="再次回电")
    looks(office, number, "phone", "name", reason="再次回电")
    looks(office, number, "phone")
    assert reasons(office, number) == [(["phone"], WHY), (["phone"], "再次回电"), (["name"], "再次回电")]


def test_another_persons_look_for_the_same_reason_is_another_one(office: Office) -> None:
    number = office.accepted()
    looks(office, number, "phone")
    looks(office, number, "phone", actor=OFFICE)
    assert reasons(office, number) == [(["phone"], WHY), (["phone"], WHY)]


def test_a_look_without_a_reason_is_refused(office: Office) -> None:
    number = office.accepted()
    with pytest.raises(TextBlank):
        looks(office, number, "phone", reason=" \n")
    assert "intake.revealed.v1" not in office.recorded()


def test_nothing_else_is_looked_at_this_way(office: Office) -> None:
    number = office.accepted()
    with pytest.raises(UnknownWord):
        looks(office, number, "body")
    assert "intake.revealed.v1" not in office.recorded()


def test_an_agency_looks_while_it_has_the_case_and_an_administrator_never(office: Office) -> None:
    number = office.accepted()
    with pytest.raises(OutOfScope):
        looks(office, number, "phone", actor=LEAD)
    office.hears(assigned(number))
    assert looks(office, number, "phone", actor=LEAD) == {"phone": "13800000000"}
    with pytest.raises(OutOfScope):
        looks(office, number, "phone", actor=ADMIN)


def test_neither_contact_nor_reason_is_kept_in_the_clear(office: Office) -> None:
    number = office.accepted()
    looks(office, number, "phone", "name", "email")
    kept = office.dump()
    assert [secret for secret in ("13800000000", "王小明", "wang@example.com", WHY) if secret in kept] == []


def test_of_an_erased_message_nothing_is_left_to_look_at_and_the_look_stays_on_record(office: Office) -> None:
    number = office.closed()
    looks(office, number, "phone")
    office.act(handlers.erase, OFFICE, number=number)
    with pytest.raises(TextErased):
        office.act(handlers.reveal, CLERK, number=number, fields=["phone"], reason=WHY)
    with pytest.raises(TextErased):
        office.ask(queries.revealed, CLERK, number=number, fields=["phone"])
    look = next(each for each in past(office, number) if each["type"] == "intake.revealed.v1")
    assert (look["actor"], look["facts"]["reason"]) == (WANG, None)
