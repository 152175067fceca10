"""Files of a reply through the handlers: part of what is read, passed and sent out, in every part of a matter."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from contracts.intake import MessageErasedV1
from kernel.actor import SYSTEM, Actor
from kernel.context import Context
from kernel.files import Files
from kernel.files.folder import Folder
from kernel.files.sweeping import Sweep
from kernel.transport.wired import Work
from services.review import filing, handlers, queries
from services.review.domain.attachment_refusals import AlreadyAttached, AttachmentNotFound, TooManyAttachments
from services.review.domain.refusals import (
    AlreadyPublished,
    NothingCorrected,
    NothingDrafted,
    OutOfScope,
    OwnText,
    TextChanged,
)
from services.review.domain.text import hash_of
from tests.services.review.desk import (
    COLLEAGUE,
    HANDLER,
    NUMBER,
    OFFICE,
    REVIEWER,
    REVIEWER2,
    WATERS,
    Desk,
    accepted,
    assigned,
    column,
)
from tests.services.review.domain.facts import EDITED, FRIDAY, MAYOR, TEXT

PLAN = b"%PDF-1.7 the plan"
NAME = "施工方案.pdf"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(Folder(tmp_path / "files"))


def drafted(desk: Desk, *, publishable: bool = True) -> dict[str, Any]:
    """A reply of a column with two levels, with a text."""
    desk.hears(column(2), accepted(publishable=publishable), assigned())
    return desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=TEXT)


def attach(desk: Desk, files: Files, content: bytes = PLAN, actor: Actor = HANDLER, name: str = NAME) -> dict[str, Any]:
    """What the gateway does with a file that it has looked at."""
    kept = files.keep("review", NUMBER, content, desk.clock.now())
    return desk.act(
        handlers.attach, actor, number=NUMBER, place=str(kept.place), key=base64.b64encode(kept.key).decode(),
        name=name, type="pdf", size=len(content), digest=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def content_of(files: Files, told: dict[str, Any]) -> bytes:
    """What the gateway hands out."""
    return b"".join(files.read(told["place"], base64.b64decode(told["key"]), told["size"]))


def passed(desk: Desk, text_hash: str) -> dict[str, Any]:
    """Both levels pass what was submitted."""
    desk.submit(HANDLER, number=NUMBER)
    desk.act(handlers.pass_reply, REVIEWER, number=NUMBER, level=1, text_hash=text_hash)
    return desk.act(handlers.pass_reply, REVIEWER2, number=NUMBER, level=2, text_hash=text_hash)


def work(desk: Desk) -> Work:
    """What a timer of the service has."""
    return Work(desk.service, None, Context(SYSTEM, "timer"))  # type: ignore[arg-type]


def test_the_hash_that_is_passed_covers_text_and_files(desk: Desk, files: Files) -> None:
    first = drafted(desk)
    assert first["text_hash"] == hash_of(TEXT)
    told = attach(desk, files)
    digest = hashlib.sha256(PLAN).hexdigest()
    assert told["text_hash"] == hash_of(TEXT, [digest]) != hash_of(TEXT)
    desk.submit(HANDLER, number=NUMBER)
    with pytest.raises(TextChanged):
        desk.act(handlers.pass_reply, REVIEWER, number=NUMBER, level=1, text_hash=hash_of(TEXT))
    desk.act(handlers.pass_reply, REVIEWER, number=NUMBER, level=1, text_hash=told["text_hash"])
    sent = desk.act(handlers.pass_reply, REVIEWER2, number=NUMBER, level=2, text_hash=told["text_hash"])
    assert (sent["state"], sent["text_hash"]) == ("published", told["text_hash"])
    published = desk.ask(queries.published, OFFICE, number=NUMBER)
    assert published["text"] == TEXT
    (file,) = published["attachments"]
    assert (file["name"], file["digest"]) == (NAME, digest)
    (listed,) = desk.ask(queries.published_list, OFFICE, limit=10)["items"]
    assert listed["attachments"] == [file]


@pytest.mark.parametrize("removing", [False, True])
def test_any_change_of_files_voids_the_passes_as_an_edit_does(desk: Desk, files: Files, removing: bool) -> None:
    drafted(desk)
    told = attach(desk, files)
    desk.submit(HANDLER, number=NUMBER)
    desk.act(handlers.pass_reply, REVIEWER, number=NUMBER, level=1, text_hash=told["text_hash"])
    if removing:
        now = desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=told["attachment"])
        assert now["text_hash"] == hash_of(TEXT)
    else:
        now = attach(desk, files, b"another plan")
    assert (now["state"], now["level"]) == ("drafted", None)
    desk.submit(HANDLER, number=NUMBER)
    with pytest.raises(TextChanged):
        desk.act(handlers.pass_reply, REVIEWER, number=NUMBER, level=1, text_hash=told["text_hash"])


def test_an_edit_of_the_text_keeps_the_files_and_old_drafts_keep_theirs(desk: Desk, files: Files) -> None:
    drafted(desk)
    told = attach(desk, files)
    edited = desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=EDITED)
    assert edited["text_hash"] == hash_of(EDITED, [hashlib.sha256(PLAN).hexdigest()])
    desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=told["attachment"])
    view = desk.ask(queries.reply, HANDLER, number=NUMBER)
    assert view["attachments"] == []
    assert (view["drafts_total"], [len(draft["attachments"]) for draft in view["drafts"]]) == (4, [1, 1, 0])
    assert [draft["text"] for draft in view["drafts"]] == [TEXT, EDITED, EDITED]
    opened = desk.ask(queries.attachment, REVIEWER, number=NUMBER, attachment=told["attachment"])
    assert content_of(files, opened) == PLAN
    assert "key" not in view["drafts"][0]["attachments"][0]


def test_who_adds_a_file_is_an_author_and_passes_nothing(desk: Desk, files: Files) -> None:
    drafted(desk)
    told = attach(desk, files, actor=COLLEAGUE)
    desk.submit(HANDLER, number=NUMBER)
    reviewing = Actor(COLLEAGUE.account, "reviewer", columns=(MAYOR,), agencies=None, levels=(1,))
    with pytest.raises(OwnText):
        desk.act(handlers.pass_reply, reviewing, number=NUMBER, level=1, text_hash=told["text_hash"])


def test_files_need_a_draft_and_the_lead_agency(desk: Desk, files: Files) -> None:
    desk.hears(column(2), accepted(), assigned())
    with pytest.raises(NothingDrafted):
        desk.ask(queries.may_attach, HANDLER, number=NUMBER)
    desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=TEXT)
    desk.ask(queries.may_attach, HANDLER, number=NUMBER)
    for actor in (WATERS, REVIEWER, OFFICE):
        with pytest.raises(OutOfScope):
            desk.ask(queries.may_attach, actor, number=NUMBER)
        with pytest.raises(OutOfScope):
            attach(desk, files, actor=actor)
    told = attach(desk, files)
    with pytest.raises(OutOfScope):
        desk.ask(queries.attachment, WATERS, number=NUMBER, attachment=told["attachment"])


def test_five_files_at_most_and_none_twice(desk: Desk, files: Files) -> None:
    drafted(desk)
    attach(desk, files)
    with pytest.raises(AlreadyAttached):
        attach(desk, files)
    for n in range(4):
        attach(desk, files, f"plan {n}".encode())
    with pytest.raises(TooManyAttachments):
        attach(desk, files, b"a sixth plan")
    with pytest.raises(AttachmentNotFound):
        desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment="f" * 32)


def test_what_went_out_to_the_citizen_alone_is_read_by_nobody_else(desk: Desk, files: Files) -> None:
    drafted(desk, publishable=False)
    told = attach(desk, files)
    passed(desk, told["text_hash"])
    one = {"number": NUMBER, "attachment": told["attachment"]}
    assert content_of(files, desk.ask(queries.published_attachment, OFFICE, **one, own=True)) == PLAN
    with pytest.raises(AttachmentNotFound):
        desk.ask(queries.published_attachment, OFFICE, **one, own=False)
    with pytest.raises(AlreadyPublished):
        attach(desk, files, b"too late")


def test_an_erasure_takes_the_files_but_those_that_everyone_could_read(
    desk: Desk, files: Files, tmp_path: Path
) -> None:
    drafted(desk)
    draft_only = attach(desk, files, b"an early plan")
    desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=draft_only["attachment"])
    told = attach(desk, files)
    passed(desk, told["text_hash"])
    desk.hears(MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    assert filing.delete_blobs(work(desk), files) == 1
    assert filing.delete_blobs(work(desk), files) == 0
    left = [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert left == [f"{NUMBER}.{told['attachment']}"]
    public = desk.ask(queries.published_attachment, OFFICE, number=NUMBER, attachment=told["attachment"])
    assert (content_of(files, public), public["name"]) == (PLAN, NAME)


def test_an_erasure_takes_what_only_the_citizen_could_read(desk: Desk, files: Files, tmp_path: Path) -> None:
    drafted(desk, publishable=False)
    told = attach(desk, files)
    passed(desk, told["text_hash"])
    desk.hears(MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    with pytest.raises(AttachmentNotFound):
        desk.ask(queries.published_attachment, OFFICE, number=NUMBER, attachment=told["attachment"], own=True)
    assert filing.delete_blobs(work(desk), files) == 1
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def corrects(desk: Desk) -> None:
    """What went out is about to be put right."""
    desk.act(handlers.open_correction, HANDLER, number=NUMBER, reason="fact", words="附件有误")


def test_a_restored_draft_brings_its_files_back(desk: Desk, files: Files) -> None:
    drafted(desk)
    told = attach(desk, files)
    desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=told["attachment"])
    attach(desk, files, b"another plan")
    desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=EDITED)
    restored = desk.act(handlers.restore, HANDLER, number=NUMBER, draft=2)
    assert restored["text_hash"] == told["text_hash"]
    view = desk.ask(queries.reply, HANDLER, number=NUMBER)
    assert (view["text"], [file["attachment"] for file in view["attachments"]]) == (TEXT, [told["attachment"]])
    newest, *before = desk.ask(queries.drafts, HANDLER, number=NUMBER)["items"]
    assert (newest["restores"], [draft["became"] for draft in before]) == (2, ["replaced"] * 5)
    alone = desk.act(handlers.restore, HANDLER, number=NUMBER, draft=1)
    assert alone["text_hash"] == hash_of(TEXT)


def test_a_correction_begins_with_the_files_that_went_out_and_may_change_nothing_else(desk: Desk, files: Files) -> None:
    drafted(desk)
    told = attach(desk, files)
    passed(desk, told["text_hash"])
    corrects(desk)
    same = desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=TEXT)
    assert same["text_hash"] == told["text_hash"]
    with pytest.raises(NothingCorrected):
        desk.submit(HANDLER, number=NUMBER)
    desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=told["attachment"])
    right = attach(desk, files, b"the right plan")
    assert (right["text_hash"], right["version"]) == (passed(desk, right["text_hash"])["text_hash"], 2)
    read = desk.ask(queries.published, OFFICE, number=NUMBER)
    assert (read["text"], read["version"]) == (TEXT, 2)
    assert [file["attachment"] for file in read["attachments"]] == [right["attachment"]]


def test_what_a_correction_replaced_is_read_by_staff_alone(desk: Desk, files: Files, tmp_path: Path) -> None:
    drafted(desk)
    told = attach(desk, files)
    one = {"number": NUMBER, "attachment": told["attachment"]}
    passed(desk, told["text_hash"])
    assert content_of(files, desk.ask(queries.published_attachment, OFFICE, **one)) == PLAN
    corrects(desk)
    desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=EDITED)
    without = desk.act(handlers.remove_attachment, HANDLER, **one)
    assert content_of(files, desk.ask(queries.published_attachment, OFFICE, **one)) == PLAN
    passed(desk, without["text_hash"])
    with pytest.raises(AttachmentNotFound):
        desk.ask(queries.published_attachment, OFFICE, **one, own=True)
    first, second = desk.ask(queries.reply, OFFICE, number=NUMBER)["versions"]
    assert ([file["name"] for file in first["attachments"]], second["attachments"]) == ([NAME], [])
    assert content_of(files, desk.ask(queries.attachment, OFFICE, **one)) == PLAN


def test_an_erasure_takes_the_files_that_a_correction_replaced_and_leaves_those_that_are_read_now(
    desk: Desk, files: Files, tmp_path: Path
) -> None:
    drafted(desk)
    wrong = attach(desk, files)
    stays = attach(desk, files, b"a map that was right all along")
    passed(desk, stays["text_hash"])
    corrects(desk)
    desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=TEXT)
    right = desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=wrong["attachment"])
    passed(desk, right["text_hash"])
    desk.hears(MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    assert filing.delete_blobs(work(desk), files) == 1
    left = [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert left == [f"{NUMBER}.{stays['attachment']}"]
    with pytest.raises(AttachmentNotFound):
        desk.ask(queries.attachment, OFFICE, number=NUMBER, attachment=wrong["attachment"])
    for query in (queries.attachment, queries.published_attachment):
        read = desk.ask(query, OFFICE, number=NUMBER, attachment=stays["attachment"])
        assert (content_of(files, read), read["name"]) == (b"a map that was right all along", NAME)
    first, second = desk.ask(queries.reply, OFFICE, number=NUMBER)["versions"]
    assert [file["name"] for file in first["attachments"]] == [None, None]
    assert [file["name"] for file in second["attachments"]] == [NAME]


def test_the_evidence_proves_which_files_went_out_with_which_approved_hash(desk: Desk, files: Files) -> None:
    drafted(desk)
    attach(desk, files)
    passed(desk, attach(desk, files, b"a map")["text_hash"])
    corrects(desk)
    desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=TEXT)
    passed(desk, attach(desk, files, b"a table")["text_hash"])
    shown = desk.ask(queries.evidence, OFFICE, number=NUMBER)
    contents = {hashlib.sha256(each).hexdigest() for each in (PLAN, b"a map", b"a table")}
    for out in shown["publications"]:
        digests = [file["digest"] for file in out["attachments"]]
        assert set(digests) <= contents
        alone = hashlib.sha256(out["text"].encode()).hexdigest()
        assert hashlib.sha256("\n".join([alone, *digests]).encode()).hexdigest() == out["text_hash"]
    assert [len(out["attachments"]) for out in shown["publications"]] == [2, 3]
    approved = [step["text_hash"] for step in shown["steps"] if step["event"] == "approved"]
    sent = [step for step in shown["steps"] if step["event"] == "file_sent_out"]
    assert [step["text_hash"] for step in sent] == [approved[0]] * 2 + [approved[1]] * 3
    rows = {link["position"]: orjson.loads(orjson.loads(link["content"])[4]) for link in shown["journal"]["links"]}
    for step in sent:
        assert [rows[step["position"]][name] for name in ("digest", "text_hash")] == [step["digest"], step["text_hash"]]


def test_the_difference_names_the_files_that_came_and_went(desk: Desk, files: Files) -> None:
    drafted(desk)
    plan = attach(desk, files)
    attach(desk, files, b"a map", name="地图.pdf")
    desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=plan["attachment"])
    attach(desk, files, b"a better plan")
    attach(desk, files, b"a table", name="表.pdf")
    told = desk.ask(queries.differences, HANDLER, number=NUMBER, **{"from": 3, "to": 6})
    assert told["counts"]["changes"] == 0
    changed = told["files"]
    assert ([file["name"] for file in changed["added"]], changed["removed"], changed["reordered"]) == (
        ["表.pdf"],
        [],
        False,
    )
    (put,) = changed["replaced"]
    assert (put["before"]["digest"], put["before"]["name"], put["after"]["name"]) == (plan["digest"], NAME, NAME)
    back = desk.ask(queries.differences, HANDLER, number=NUMBER, **{"from": 6, "to": 3})["files"]
    assert ([file["name"] for file in back["removed"]], back["added"]) == (["表.pdf"], [])


def test_files_that_stand_in_another_order_are_told(desk: Desk, files: Files) -> None:
    drafted(desk)
    plan = attach(desk, files)
    attach(desk, files, b"a map")
    desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=plan["attachment"])
    attach(desk, files)
    told = desk.ask(queries.differences, HANDLER, number=NUMBER, **{"from": 3, "to": 5})["files"]
    assert told == {"added": [], "removed": [], "replaced": [], "reordered": True}


def test_a_correction_that_is_given_up_leaves_the_files_that_went_out(desk: Desk, files: Files) -> None:
    drafted(desk)
    told = attach(desk, files)
    passed(desk, told["text_hash"])
    corrects(desk)
    desk.act(handlers.save_draft, HANDLER, number=NUMBER, text=EDITED)
    desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=told["attachment"])
    stands = desk.act(handlers.give_up_correction, HANDLER, number=NUMBER)
    assert (stands["state"], stands["text_hash"]) == ("published", told["text_hash"])
    (file,) = desk.ask(queries.published, OFFICE, number=NUMBER)["attachments"]
    assert file["attachment"] == told["attachment"]


def test_an_upload_that_was_never_confirmed_is_swept_and_what_a_draft_ever_had_is_kept(
    desk: Desk, files: Files, tmp_path: Path
) -> None:
    drafted(desk)
    told = attach(desk, files)
    desk.act(handlers.remove_attachment, HANDLER, number=NUMBER, attachment=told["attachment"])
    files.keep("review", NUMBER, b"the gateway was killed before it told of this", desk.clock.now())
    unconfirmed = Sweep("review")
    later = desk.clock.now() + timedelta(days=3)
    until_swept = [filing.sweep(work(desk), files, unconfirmed, later) for _ in range(40)]
    assert sum(until_swept) == 1
    left = [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert left == [f"{NUMBER}.{told['attachment']}"]


def test_the_history_tells_of_files_without_their_names(desk: Desk, files: Files) -> None:
    drafted(desk)
    told = attach(desk, files)
    passed(desk, told["text_hash"])
    items = desk.ask(queries.reply_history, OFFICE, number=NUMBER, limit=50)["items"]
    (added,) = (item for item in items if item["type"] == "review.file_attached.v1")
    assert (added["facts"]["type"], added["withheld"]) == ("pdf", ["sealed"])
    assert NAME not in str(items)
    assert NAME not in str(desk.rows("SELECT * FROM journal"))
    assert [item["type"] for item in items][-2:] == ["review.published.v1", "review.file_sent_out.v1"]
