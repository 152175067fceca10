"""Those whom a notice is for read it; the office sees who has and who has not, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.actor import Actor
from kernel.paging import CursorUnusable
from kernel.rebuild import rebuild
from services.notices import handlers, queries
from services.notices.domain import refusals as no
from tests.services.notices.domain.facts import BAI, MONDAY, TANG, TUESDAY, WEDNESDAY, YE
from tests.services.notices.office import ADMIN_BAI, ADMIN_TANG, ADMIN_YE, AUDITOR, HANDLER, OFFICE, Office


def readers(office: Office, notice: str, **asked: Any) -> dict[str, Any]:
    return office.ask(queries.readers, OFFICE, notice=notice, **asked)


def test_a_notice_reaches_whom_its_rule_fits_and_nobody_else(office: Office) -> None:
    notice = office.sent()
    for person in (ADMIN_YE, ADMIN_BAI):
        listed = office.mine(person)
        assert (listed["total"], listed["unread"]) == (1, 1)
        assert (listed["items"][0]["notice"], listed["items"][0]["read_at"]) == (notice, None)
    for person in (ADMIN_TANG, HANDLER, OFFICE):
        assert office.mine(person)["total"] == 0
        with pytest.raises(no.NotFound):
            office.ask(queries.my_notice, person, notice=notice)
        with pytest.raises(no.NotFound):
            office.reads(notice, person)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ({"roles": ["columnadmin"], "columns": None}, {YE, BAI, TANG}),
        ({"roles": ["columnadmin"], "columns": ["east"]}, {YE}),
        ({"roles": ["handler", "columnadmin"], "columns": ["west"]}, {TANG, "handler.li"}),
        ({"roles": [], "columns": None, "accounts": [BAI, "handler.li"]}, {BAI, "handler.li"}),
        ({"roles": ["office"], "columns": None}, {OFFICE.account}),
    ],
)
def test_the_list_goes_by_the_same_rule_as_the_notice_itself(
    office: Office, rule: dict[str, Any], fits: set[str]
) -> None:
    notice = office.sent(**rule)
    for person in (ADMIN_YE, ADMIN_BAI, ADMIN_TANG, HANDLER, OFFICE):
        assert office.mine(person)["total"] == (1 if person.account in fits else 0)
        if person.account in fits:
            assert office.ask(queries.my_notice, person, notice=notice)["state"] == "sent"


def test_a_code_that_looks_like_a_part_of_another_is_another(office: Office) -> None:
    office.sent(columns=["mayor"])
    for columns in (("mayo",), ("may_r",), ("%",), ("mayor|linqi",), ()):
        assert office.mine(Actor("admin.x", "columnadmin", columns=columns))["total"] == 0


def test_reading_is_recorded_once_with_who_and_when(office: Office) -> None:
    notice = office.sent()
    office.clock.at = TUESDAY
    first = office.reads(notice, ADMIN_YE)
    assert (first["read_at"], first["confirmed_at"]) == ("2024-03-05T01:00:00Z", None)
    office.clock.at = WEDNESDAY
    assert office.reads(notice, ADMIN_YE)["read_at"] == "2024-03-05T01:00:00Z"
    assert office.journal().count("notices.was_read.v1") == 1
    listed = office.mine(ADMIN_YE)
    assert (listed["unread"], listed["items"][0]["read_at"]) == (0, "2024-03-05T01:00:00Z")


def test_the_unread_come_first_then_the_newest_page_by_page(office: Office) -> None:
    notices = []
    for hour in range(5):
        office.clock.at = MONDAY.replace(hour=1 + hour)
        notices.append(office.sent(title=f"通知{hour}"))
    for read in (4, 2):
        office.reads(notices[read], ADMIN_YE)
    seen, after = [], None
    while True:
        page = office.mine(ADMIN_YE, limit=2, after=after)
        assert (page["total"], page["unread"]) == (5, 3)
        seen += [item["title"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == ["通知3", "通知1", "通知0", "通知4", "通知2"]
    with pytest.raises(CursorUnusable):
        office.mine(ADMIN_YE, after="nonsense")


def test_what_is_over_is_listed_and_waits_for_nobody(office: Office) -> None:
    office.sent(valid_until="2024-03-04")
    office.clock.at = MONDAY.replace(hour=15)
    assert [item["over"] for item in office.mine(ADMIN_YE)["items"]] == [False]
    office.clock.at = MONDAY.replace(hour=16)
    listed = office.mine(ADMIN_YE)
    assert ([item["over"] for item in listed["items"]], listed["unread"]) == ([True], 0)


def test_a_correction_is_unread_again_for_everyone(office: Office) -> None:
    notice = office.sent()
    office.confirms(notice, ADMIN_YE)
    assert readers(office, notice)["counts"]["confirmed"] == 1
    office.correct(notice, body="更正")
    listed = office.mine(ADMIN_YE)
    assert (listed["unread"], listed["items"][0]["read_at"], listed["items"][0]["confirmed_at"]) == (1, None, None)
    seen = readers(office, notice)
    assert seen["counts"] == {"addressed": 2, "read": 0, "unread": 2, "confirmed": 0, "read_later": 0, "disabled": 0}
    assert [(item["account"], item["read"], item["read_version"]) for item in seen["items"]] == [
        (BAI, False, None),
        (YE, False, 1),
    ]


def test_the_office_sees_who_has_read_and_who_has_not_and_late_joiners_apart(office: Office) -> None:
    notice = office.sent(recipients=(YE,))
    office.reads(notice, ADMIN_BAI)  # fits the rule, and joined after the sending
    seen = readers(office, notice)
    assert [(item["account"], item["addressed"], item["read"]) for item in seen["items"]] == [
        (BAI, False, True),
        (YE, True, False),
    ]
    assert seen["counts"] == {"addressed": 1, "read": 0, "unread": 1, "confirmed": 0, "read_later": 1, "disabled": 0}
    office.confirms(notice, ADMIN_BAI)
    office.confirms(notice, ADMIN_YE)
    assert readers(office, notice)["counts"] == {
        "addressed": 1, "read": 1, "unread": 0, "confirmed": 1, "read_later": 1, "disabled": 0,
    }  # fmt: skip
    (line,) = office.ask(queries.notices, AUDITOR)["items"]
    assert (line["addressed"], line["read"], line["confirmed"], line["read_later"]) == (1, 1, 1, 1)


def test_whose_account_is_disabled_is_not_unread_and_is_not_reminded(office: Office) -> None:
    notice = office.sent()
    seen = readers(office, notice, disabled=[BAI], done="unread")
    assert [item["account"] for item in seen["items"]] == [YE]
    assert (seen["counts"]["unread"], seen["counts"]["disabled"], seen["counts"]["addressed"]) == (1, 1, 2)
    told = office.act(handlers.remind_readers, OFFICE, notice=notice, disabled=[BAI])
    assert told["reminded"] == [YE]


def test_who_had_read_before_the_account_was_disabled_has_read(office: Office) -> None:
    notice = office.sent()
    office.reads(notice, ADMIN_BAI)
    counted = readers(office, notice, disabled=[BAI])["counts"]
    assert (counted["read"], counted["unread"], counted["disabled"]) == (1, 1, 0)


def test_versions_are_paged_the_newest_first(office: Office) -> None:
    notice = office.sent()
    for version in (1, 2, 3):
        office.correct(notice, version=version, body=f"第{version + 1}版")
    whole = office.ask(queries.notice, AUDITOR, notice=notice, limit=3)
    assert ([each["version"] for each in whole["versions"]], whole["versions_next"]) == ([4, 3, 2], "2")
    rest = office.ask(queries.my_notice, ADMIN_YE, notice=notice, limit=3, after=whole["versions_next"])
    assert ([each["version"] for each in rest["versions"]], rest["versions_next"], rest["versions_total"]) == (
        [1],
        None,
        4,
    )
    assert (rest["body"], rest["version"]) == ("第4版", 4)
    with pytest.raises(CursorUnusable):
        office.ask(queries.notice, AUDITOR, notice=notice, after="x")


def test_who_has_read_is_recorded_beside_the_notice_and_not_in_it(office: Office) -> None:
    notice = office.sent()
    office.confirms(notice, ADMIN_YE)
    kept = office.rows("SELECT stream, type FROM journal ORDER BY position")
    assert [(row["stream"], row["type"]) for row in kept] == [
        (f"notice-{notice}", "notices.drafted.v1"),
        (f"notice-{notice}", "notices.sent.v1"),
        (f"reader-{notice}.{BAI}", "notices.addressed.v1"),
        (f"reader-{notice}.{YE}", "notices.addressed.v1"),
        (f"reader-{notice}.{YE}", "notices.was_read.v1"),
        (f"reader-{notice}.{YE}", "notices.receipt_given.v1"),
    ]


def test_readers_are_paged_and_filtered(office: Office) -> None:
    people = [f"columnadmin.{n}" for n in range(5)]
    notice = office.sent(recipients=tuple(people))
    for name in people[:2]:
        office.reads(notice, Actor(name, "columnadmin", columns=None))
    office.confirms(notice, Actor(people[0], "columnadmin", columns=None))
    found = {
        done: [item["account"] for item in readers(office, notice, done=done)["items"]]
        for done in ("read", "unread", "confirmed", "unconfirmed")
    }
    assert found == {
        "read": people[:2], "unread": people[2:], "confirmed": people[:1], "unconfirmed": people[1:2],
    }  # fmt: skip
    first = readers(office, notice, limit=3)
    second = readers(office, notice, limit=3, after=first["next"])
    assert [item["account"] for item in (*first["items"], *second["items"])] == people
    assert (first["total"], second["next"]) == (5, None)
    with pytest.raises(no.UnknownWord):
        readers(office, notice, done="asleep")


def test_the_sheet_holds_the_same_as_the_list(office: Office) -> None:
    notice = office.sent()
    office.reads(notice, ADMIN_YE)
    sheet = office.ask(queries.readers_sheet, AUDITOR, notice=notice)
    assert sheet["items"] == readers(office, notice)["items"]
    assert (sheet["total"], sheet["version"], sheet["as_of"]) == (2, 1, "2024-03-04T01:00:00Z")
    draft = office.draft()["notice"]
    for query in (queries.readers, queries.readers_sheet):
        with pytest.raises(no.NotFound):
            office.ask(query, OFFICE, notice=draft)
        with pytest.raises(no.OutOfScope):
            office.ask(query, ADMIN_YE, notice=notice)


def test_whoever_is_not_done_is_reminded_once_a_day(office: Office) -> None:
    notice = office.sent()
    office.confirms(notice, ADMIN_YE)
    assert office.act(handlers.remind_readers, OFFICE, notice=notice)["reminded"] == [BAI]
    assert office.act(handlers.remind_readers, OFFICE, notice=notice)["reminded"] == []
    assert office.journal().count("notices.reminded.v1") == 1
    office.clock.at = TUESDAY
    office.act(handlers.remind_readers, OFFICE, notice=notice)
    assert office.journal().count("notices.reminded.v1") == 2
    assert office.ask(queries.notice, notice=notice)["reminded_at"] == "2024-03-05T01:00:00Z"
    office.confirms(notice, ADMIN_BAI)
    office.clock.at = WEDNESDAY
    with pytest.raises(no.NobodyToRemind):
        office.act(handlers.remind_readers, OFFICE, notice=notice)


def test_nobody_confirms_what_they_have_not_opened(office: Office) -> None:
    notice = office.sent()
    with pytest.raises(no.NotRead):
        office.act(handlers.confirm_notice, ADMIN_YE, notice=notice, version=1)
    assert office.mine(ADMIN_YE)["items"][0]["read_at"] is None
    assert readers(office, notice)["counts"]["read"] == 0


def test_who_is_reminded_finds_it_on_top_until_it_is_done(office: Office) -> None:
    urgent = office.sent()
    office.clock.at = TUESDAY
    newer = office.sent(title="新通知")
    office.reads(urgent, ADMIN_YE)
    office.act(handlers.remind_readers, OFFICE, notice=urgent)
    listed = office.mine(ADMIN_YE)
    told = [(item["notice"], item["reminded_at"]) for item in listed["items"]]
    assert (told, listed["unread"]) == ([(urgent, "2024-03-05T01:00:00Z"), (newer, None)], 1)
    first = office.mine(ADMIN_YE, limit=1)
    assert [item["notice"] for item in office.mine(ADMIN_YE, limit=1, after=first["next"])["items"]] == [newer]
    office.clock.at = WEDNESDAY
    office.confirms(urgent, ADMIN_YE)
    assert [item["notice"] for item in office.mine(ADMIN_YE)["items"]] == [newer, urgent]
    office.confirms(newer, ADMIN_YE)
    office.act(handlers.remind_readers, OFFICE, notice=newer)
    assert {item["notice"]: item["reminded_at"] for item in office.mine(ADMIN_YE)["items"]}[newer] is None
    office.correct(urgent, body="更正")
    assert {item["notice"]: item["reminded_at"] for item in office.mine(ADMIN_YE)["items"]}[urgent] is None


def test_read_models_made_anew_are_the_same(office: Office) -> None:
    notice = office.sent()
    office.draft()
    office.confirms(notice, ADMIN_YE)
    office.correct(notice, body="更正")
    office.reads(notice, ADMIN_YE, version=2)
    office.act(handlers.remind_readers, OFFICE, notice=notice)
    gone = office.sent()
    office.act(handlers.withdraw_notice, OFFICE, notice=gone, reason="有误")

    def held() -> list[list[dict[str, Any]]]:
        tables = ("notices", "readers", "columns")
        return [sorted(office.rows(f"SELECT * FROM {table}"), key=str) for table in tables]  # noqa: S608 - our own

    before = held()
    rebuild(office.service, office.fetch)
    assert held() == before
