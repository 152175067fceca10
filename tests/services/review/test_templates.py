"""Reply templates: written by who runs the column, filled in for who drafts, and what proofreading goes by."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.actor import Actor
from kernel.clock import rfc3339
from kernel.paging import CursorUnusable
from services.review import handlers, queries
from services.review.domain.refusals import NotFound, OutOfScope, TextTooLong, UnknownColumn
from services.review.domain.replytemplate import TemplateMovedOn, TooManyGaps, UnknownPlaceholder
from tests.services.review.desk import (
    HANDLER,
    NUMBER,
    OFFICE,
    REVIEWER,
    WATERS,
    Desk,
    accepted,
    agency,
    assigned,
    column,
)
from tests.services.review.domain.facts import HOUSING, MAYOR, MONDAY

OF_THE_MAYOR = Actor("admin.mayor", "columnadmin", columns=(MAYOR,), agencies=None, levels=None)
OF_ANOTHER = Actor("admin.wu", "columnadmin", columns=("secretary",), agencies=None, levels=None)
FORM = {
    "salutation": "尊敬的网民：|尊敬的*：",
    "body": "您在“{column}”的留言（编号{number}）收悉，现答复如下：\n",
    "closing": "感谢您的关注与支持。",
    "signature": "{agency}\n{date}",
}
NAME = "栖州市住房和城乡建设局"
FILLED = (
    "尊敬的网民：\n您在“市长信箱”的留言（编号20240301-000001）收悉，现答复如下：\n\n感谢您的关注与支持。\n"
    f"{NAME}\n2024年3月4日"
)


def written(desk: Desk, actor: Actor = OF_THE_MAYOR, replaces: int = 0, **parts: str) -> dict[str, Any]:
    """The template of the mayor's column is written."""
    return desk.act(handlers.write_template, actor, column=MAYOR, replaces=replaces, **{**FORM, **parts})


def test_a_template_is_filled_in_for_who_drafts(desk: Desk) -> None:
    desk.hears(column(1), agency(HOUSING, NAME), accepted(), assigned())
    assert desk.ask(queries.template_for, HANDLER, number=NUMBER)["text"] == ""
    assert written(desk) == {"column": MAYOR, "version": 1}
    told = desk.ask(queries.template_for, HANDLER, number=NUMBER)
    assert (told["version"], told["text"]) == (1, FILLED)
    assert (told["salutation"], told["signature"]) == ("尊敬的网民：", f"{NAME}\n2024年3月4日")


def test_what_is_not_known_and_what_anything_may_stand_for_is_left_to_the_drafter(desk: Desk) -> None:
    desk.hears(column(1), accepted(), assigned())
    written(desk, salutation="尊敬的*：")
    told = desk.ask(queries.template_for, OFFICE, number=NUMBER)
    assert (told["salutation"], told["signature"]) == ("尊敬的＿＿：", "＿＿\n2024年3月4日")


def test_proofreading_goes_by_the_template_that_the_drafter_is_given(desk: Desk) -> None:
    desk.hears(column(1), agency(HOUSING, NAME), accepted(), assigned())
    written(desk)
    assert desk.act(handlers.save_draft, HANDLER, text=FILLED)["findings"] == []
    other = FILLED.replace("网民", "王先生").replace("\n2024", "  \n  2024")
    assert desk.act(handlers.save_draft, HANDLER, text=other)["findings"] == []
    bare = desk.act(handlers.save_draft, HANDLER, text="路灯已修好。")
    assert [(each["rule"], each["suggestion"]) for each in bare["findings"]] == [
        ("no_salutation", "尊敬的网民："),
        ("no_signature", f"{NAME}\n2024年3月4日"),
    ]
    written(desk, replaces=1, salutation="", signature="")
    assert desk.act(handlers.save_draft, HANDLER, text="路灯修好了。")["findings"] == []


def test_a_template_that_asks_for_anything_all_over_is_refused(desk: Desk) -> None:
    desk.hears(column(1))
    with pytest.raises(TooManyGaps):
        written(desk, signature="*甲*乙*丙*")
    assert written(desk, signature="{agency}" + "*" * 80)["version"] == 1


def test_a_template_is_written_for_ones_own_column_and_by_the_office_for_any(desk: Desk) -> None:
    desk.hears(column(1), column(1, "secretary"))
    written(desk)
    assert written(desk, OFFICE, replaces=1, closing="谢谢。")["version"] == 2
    for actor in (OF_ANOTHER, HANDLER, REVIEWER, Actor("audit", "auditor")):
        with pytest.raises(OutOfScope):
            written(desk, actor, replaces=2, closing="再见。")
    with pytest.raises(OutOfScope):
        desk.ask(queries.reply_template, OF_ANOTHER, column=MAYOR)


def test_a_colleagues_edition_is_not_overwritten_and_the_same_said_again_is_no_edition(desk: Desk) -> None:
    desk.hears(column(1))
    assert written(desk)["version"] == 1
    assert written(desk)["version"] == 1
    with pytest.raises(TemplateMovedOn) as caught:
        written(desk, OFFICE, closing="谢谢。")
    assert caught.value.values() == {"asked": 0, "newest": 1}


def test_a_template_asks_for_nothing_that_is_not_known_of_a_reply(desk: Desk) -> None:
    desk.hears(column(1))
    with pytest.raises(UnknownPlaceholder) as caught:
        written(desk, body="{name}您好")
    assert (caught.value.field, caught.value.placeholder) == ("body", "{name}")
    with pytest.raises(TextTooLong):
        written(desk, signature="局" * 101)


def test_a_template_is_of_a_column_that_there_is(desk: Desk) -> None:
    with pytest.raises(UnknownColumn):
        written(desk, OFFICE)
    with pytest.raises(UnknownColumn):
        desk.ask(queries.reply_template, column=MAYOR)
    with pytest.raises(NotFound):
        desk.ask(queries.template_for, number=NUMBER)


def test_each_edition_is_kept_with_who_wrote_it(desk: Desk) -> None:
    desk.hears(column(1))
    written(desk)
    written(desk, OFFICE, replaces=1, closing="谢谢。")
    written(desk, replaces=2, closing="再见。")
    first = desk.ask(queries.template_editions, column=MAYOR, limit=2)
    assert [(each["version"], each["by"], each["closing"]) for each in first["items"]] == [
        (3, "admin.mayor", "再见。"),
        (2, "office", "谢谢。"),
    ]
    second = desk.ask(queries.template_editions, column=MAYOR, limit=2, after=first["next"])
    assert (second["items"], second["next"], second["total"]) == (
        [{"version": 1, **FORM, "by": "admin.mayor", "at": rfc3339(MONDAY)}],
        None,
        3,
    )
    with pytest.raises(CursorUnusable):
        desk.ask(queries.template_editions, column=MAYOR, after="x")


def test_the_list_holds_each_column_of_ones_own_also_without_a_template(desk: Desk) -> None:
    desk.hears(column(1), column(1, "secretary"))
    written(desk)
    listed = desk.ask(queries.reply_templates, limit=1)
    assert (listed["total"], listed["items"][0]["column"], listed["items"][0]["version"]) == (2, MAYOR, 1)
    (rest,) = desk.ask(queries.reply_templates, after=listed["next"])["items"]
    assert (rest["column"], rest["version"], rest["closing"]) == ("secretary", 0, "")
    assert [each["column"] for each in desk.ask(queries.reply_templates, OF_ANOTHER)["items"]] == ["secretary"]
    assert desk.ask(queries.reply_template, OF_ANOTHER, column="secretary") == rest


def test_a_template_is_shown_to_who_sees_the_reply_only(desk: Desk) -> None:
    desk.hears(column(1), accepted(), assigned())
    with pytest.raises(OutOfScope):
        desk.ask(queries.template_for, WATERS, number=NUMBER)
