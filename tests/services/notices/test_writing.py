"""The portal office writes notices, sends, corrects and withdraws them, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from services.notices import handlers, queries
from services.notices.domain import refusals as no
from tests.services.notices.domain.facts import BAI, GU, MENG, REASON, TUESDAY, WORDING, YE
from tests.services.notices.office import ADMIN_BAI, ADMIN_YE, AUDITOR, COLLEAGUE, HANDBOOK, HANDLER, OFFICE, Office


def test_a_draft_is_seen_by_the_office_and_the_auditor_as_it_was_written(office: Office) -> None:
    drafted = office.draft()
    for person in (OFFICE, AUDITOR):
        seen = office.ask(queries.notice, person, notice=drafted["notice"])
        assert {name: seen[name] for name in HANDBOOK} == HANDBOOK
        assert (seen["state"], seen["version"], seen["drafted_by"]) == ("draft", 0, GU)
        assert (seen["versions"], seen["withdrawn"], seen["sent_at"]) == ([], None, None)
        assert seen["text_hash"] == drafted["text_hash"]
    assert office.mine(ADMIN_YE) == {"items": [], "next": None, "total": 0, "unread": 0}


def test_a_draft_is_written_anew_until_it_is_sent(office: Office) -> None:
    notice = office.draft()["notice"]
    again = office.draft(notice=notice, title="手册", roles=["clerk", "columnadmin"], columns=None)
    seen = office.ask(queries.notice, notice=notice)
    assert (seen["title"], seen["roles"], seen["columns"]) == ("手册", ["clerk", "columnadmin"], None)
    said = {"notice": notice, "text_hash": again["text_hash"], "recipients": [YE]}
    assert office.act(handlers.send_notice, COLLEAGUE, **said)["state"] == "sent"
    with pytest.raises(no.AlreadySent):
        office.draft(notice=notice)


def test_one_request_writes_one_notice_however_often_it_comes(office: Office) -> None:
    first = office.act(handlers.draft_notice, OFFICE, "wish-1", **HANDBOOK)
    assert office.act(handlers.draft_notice, OFFICE, "wish-1", **HANDBOOK) == first
    office.act(handlers.draft_notice, OFFICE, "wish-2", **HANDBOOK)
    assert office.ask(queries.notices)["total"] == 2


def test_nothing_is_written_that_is_for_nobody_or_for_a_column_that_is_not_there(office: Office) -> None:
    with pytest.raises(no.UnknownColumns) as caught:
        office.draft(columns=["mayor", "nowhere"])
    assert caught.value.columns == ("nowhere",)
    with pytest.raises(no.AudienceUnclear):
        office.draft(accounts=[YE])
    with pytest.raises(no.UnknownWord):
        office.draft(roles=["auditor"])
    with pytest.raises(no.UnknownWord):
        office.draft(kind="gossip")
    with pytest.raises(no.NotFound):
        office.draft(notice="n0000000000000000")
    assert office.journal() == []


def test_who_is_not_of_the_office_writes_nothing_and_an_auditor_changes_nothing(office: Office) -> None:
    notice = office.sent()
    before = office.journal()
    acts: list[tuple[Any, dict[str, Any]]] = [
        (handlers.draft_notice, HANDBOOK),
        (handlers.send_notice, {"notice": notice, "text_hash": "0" * 64, "recipients": [YE]}),
        (handlers.correct_notice, {"notice": notice, "version": 1, "title": "手册", "body": "正文"}),
        (handlers.withdraw_notice, {"notice": notice, "reason": REASON}),
        (handlers.remind_readers, {"notice": notice}),
    ]
    for person in (AUDITOR, ADMIN_YE, HANDLER):
        for handler, payload in acts:
            with pytest.raises(no.OutOfScope):
                office.act(handler, person, **payload)
    for handler in (handlers.read_notice, handlers.confirm_notice):
        with pytest.raises(no.OutOfScope):
            office.act(handler, AUDITOR, notice=notice, version=1)
    assert office.journal() == before


def test_a_correction_shows_what_it_changed_and_what_it_said_before(office: Office) -> None:
    notice = office.sent()
    office.clock.at = TUESDAY
    office.correct(notice, body="更正后的正文", link=None)
    for seen in (office.ask(queries.notice, notice=notice), office.ask(queries.my_notice, ADMIN_YE, notice=notice)):
        assert (seen["version"], seen["body"], seen["link"]) == (2, "更正后的正文", None)
        newest, first = seen["versions"]
        assert (newest["changed"], newest["by"], newest["at"]) == (["body", "link"], MENG, "2024-03-05T01:00:00Z")
        assert (first["changed"], first["body"], first["link"]) == ([], WORDING.body, WORDING.link)


def test_what_a_correction_leaves_out_stays_as_it_was(office: Office) -> None:
    notice = office.sent()
    office.act(handlers.correct_notice, COLLEAGUE, notice=notice, version=1, body="更正后的正文")
    seen = office.ask(queries.notice, notice=notice)
    stays = ("title", "link", "needs_receipt", "valid_until")
    assert {name: seen[name] for name in stays} == {name: HANDBOOK[name] for name in stays}
    assert (seen["body"], seen["versions"][0]["changed"]) == ("更正后的正文", ["body"])
    said: dict[str, Any] = {"needs_receipt": False, "valid_until": None, "link": None}
    office.act(handlers.correct_notice, COLLEAGUE, notice=notice, version=2, **said)
    now = office.ask(queries.notice, notice=notice)
    assert {name: now[name] for name in said} == said
    assert (now["title"], now["body"], now["versions"][0]["changed"]) == (
        WORDING.title,
        "更正后的正文",
        ["link", "needs_receipt", "valid_until"],
    )


def test_of_a_withdrawn_notice_its_readers_see_why_and_the_office_all_of_it(office: Office) -> None:
    notice = office.sent()
    office.act(handlers.withdraw_notice, COLLEAGUE, notice=notice, reason=REASON)
    mine = office.ask(queries.my_notice, ADMIN_YE, notice=notice)
    assert (mine["state"], mine["title"], mine["body"], mine["versions"]) == ("withdrawn", None, None, [])
    assert mine["withdrawn"] == {"reason": REASON, "by": MENG, "at": "2024-03-04T01:00:00Z"}
    seen = office.ask(queries.notice, AUDITOR, notice=notice)
    assert (seen["state"], seen["body"], seen["withdrawn"]) == ("withdrawn", WORDING.body, mine["withdrawn"])
    assert office.mine(ADMIN_YE)["total"] == 0


def test_the_offices_list_is_paged_and_filtered(office: Office) -> None:
    drafts = [office.draft(kind="guidance")["notice"] for _ in range(3)]
    sent = office.sent(kind="urging")
    seen, after = [], None
    while True:
        page = office.ask(queries.notices, AUDITOR, limit=2, after=after)
        seen += [item["notice"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert (sorted(seen), page["total"]) == (sorted([*drafts, sent]), 4)
    assert [item["notice"] for item in office.ask(queries.notices, state="sent")["items"]] == [sent]
    assert office.ask(queries.notices, kind="guidance")["total"] == 3
    assert {item["title"] for item in office.ask(queries.notices)["items"]} == {WORDING.title}
    with pytest.raises(no.UnknownWord):
        office.ask(queries.notices, state="lost")
    with pytest.raises(no.OutOfScope):
        office.ask(queries.notices, ADMIN_YE)


def test_no_text_lies_open_in_the_database(office: Office) -> None:
    notice = office.sent()
    office.correct(notice, title="另一个标题")
    office.act(handlers.withdraw_notice, OFFICE, "wish", notice=notice, reason=REASON)
    tables = ("journal", "public_log", "notices", "readers", "requests")
    everything = repr([office.rows(f"SELECT * FROM {table}") for table in tables])  # noqa: S608 - our own names
    for text in (WORDING.title, "认真学习", "另一个标题", REASON, "example.gov.cn"):
        assert text not in everything


def test_the_world_learns_that_something_was_sent_and_never_what_or_whom(office: Office) -> None:
    notice = office.sent()
    office.reads(notice, ADMIN_BAI)
    office.correct(notice, valid_until="2024-04-30")
    office.act(handlers.remind_readers, OFFICE, notice=notice)
    office.act(handlers.withdraw_notice, OFFICE, notice=notice, reason=REASON)
    told = office.told()
    assert [(name, subject) for name, subject, _ in told] == [
        ("NoticeSent", f"notice:{notice}"),
        ("NoticeSent", f"notice:{notice}"),
        ("NoticeReminded", f"notice:{notice}"),
        ("NoticeWithdrawn", f"notice:{notice}"),
    ]
    first, second, _, _ = (data for _, _, data in told)
    assert (first["version"], first["addressed"], first["valid_until"]) == (1, 2, "2024-03-31")
    assert (second["version"], second["addressed"], second["valid_until"]) == (2, 2, "2024-04-30")
    assert (first["roles"], first["columns"]) == (["columnadmin"], ["linqi", "mayor"])
    assert BAI not in repr(told)
