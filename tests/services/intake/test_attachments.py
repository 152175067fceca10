"""A message's files through the handlers, with a store: who reads them, what is public, what goes with an erasure."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.actor import CITIZEN, SYSTEM, Actor
from kernel.context import Context
from kernel.errors import Unavailable
from kernel.files import Files, Place
from kernel.files.folder import Folder
from kernel.files.sweeping import Sweep
from kernel.transport.wired import Work
from services.intake import filing, handlers, queries
from services.intake.domain.attachment_refusals import (
    AlreadyAttached,
    AttachmentNotFound,
    TextNotPublic,
    TooLateToAttach,
    TooManyAttachments,
)
from services.intake.domain.refusals import NoConsent, NotFound, TextErased
from services.intake.domain.scope import OutOfScope
from tests.services.intake.facts import HOUSING
from tests.services.intake.office import (
    CLERK,
    ELSEWHERE,
    HELPING,
    LEAD,
    OFFICE,
    OTHERS,
    TERMS,
    Office,
    answered,
    assigned,
    closed,
)

PICTURE = b"\x89PNG a picture of the pipe"
NAME = "王小明家的水管.png"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(Folder(tmp_path / "files"))


def attach(office: Office, files: Files, number: str, content: bytes = PICTURE, name: str = NAME) -> dict[str, Any]:
    """What the gateway does with a file that it has looked at."""
    kept = files.keep("intake", number, content, office.clock.now())
    return office.act(
        handlers.attach,
        CITIZEN,
        number=number,
        query_code=office.code(number),
        place=str(kept.place),
        key=base64.b64encode(kept.key).decode(),
        name=name,
        type="png",
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
    )


def content_of(files: Files, told: dict[str, Any]) -> bytes:
    """What the gateway hands out."""
    return b"".join(files.read(told["place"], base64.b64decode(told["key"]), told["size"]))


def work(office: Office) -> Work:
    """What a timer of the service has."""
    return Work(office.service, None, Context(SYSTEM, "timer"))  # type: ignore[arg-type]


def confirmed(office: Office, number: str) -> None:
    """A clerk confirms a public text."""
    proposal = office.ask(queries.propose_public_text, CLERK, number=number)
    office.act(
        handlers.confirm_public_text, CLERK, number=number, title="停水", body="停水三天。", basis=proposal["basis"]
    )


def test_the_citizen_and_who_sees_the_message_read_its_files(office: Office, files: Files) -> None:
    number = office.written()
    told = attach(office, files, number)
    assert "name" not in told
    code = office.code(number)
    (item,) = office.ask(queries.own_attachments, CITIZEN, number=number, query_code=code)["items"]
    assert (item["name"], item["size"], item["public"]) == (NAME, len(PICTURE), False)
    assert "key" not in item
    for actor in (CLERK, OFFICE):
        opened = office.ask(queries.attachment, actor, number=number, attachment=told["attachment"])
        assert content_of(files, opened) == PICTURE
    own = office.ask(queries.own_attachment, CITIZEN, number=number, query_code=code, attachment=told["attachment"])
    assert content_of(files, own) == PICTURE


def test_neither_name_nor_key_nor_content_is_in_the_database_or_in_the_store(
    office: Office, files: Files, tmp_path: Path
) -> None:
    number = office.written()
    attach(office, files, number)
    assert "水管" not in office.dump()
    (blob,) = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert PICTURE not in blob.read_bytes()
    assert NAME not in str(blob)


def test_an_agency_reads_the_files_of_its_cases_and_of_no_others(office: Office, files: Files) -> None:
    number = office.written()
    told = attach(office, files, number)
    office.act(handlers.accept, CLERK, number=number, **TERMS)
    with pytest.raises(OutOfScope):
        office.ask(queries.attachments, LEAD, number=number)
    office.hears(assigned(number, HOUSING))
    for actor in (LEAD, HELPING):
        assert office.ask(queries.attachments, actor, number=number)["total"] == 1
    for actor in (OTHERS, ELSEWHERE):
        with pytest.raises(OutOfScope):
            office.ask(queries.attachment, actor, number=number, attachment=told["attachment"])


def test_whoever_lacks_the_query_code_learns_of_nothing(office: Office, files: Files) -> None:
    number = office.written()
    told = attach(office, files, number)
    for query in (queries.may_attach, queries.own_attachments, queries.own_attachment):
        with pytest.raises(NotFound):
            office.ask(query, CITIZEN, number=number, query_code="WRONG", attachment=told["attachment"])
    with pytest.raises(NotFound):
        office.act(handlers.remove_attachment, CITIZEN, number=number, query_code="", attachment=told["attachment"])


def test_a_file_is_public_again_only_when_somebody_decides_so_again(office: Office, files: Files) -> None:
    number = office.written()
    told = attach(office, files, number)
    kept = attach(office, files, number, content=b"a private file")
    assert [office.ask(queries.list_messages, CLERK)["items"][0][name] for name in ("attachments", "public_text")] == [
        2,
        "none",
    ]
    office.act(handlers.accept, CLERK, number=number, **TERMS)
    office.hears(assigned(number), answered(number))

    def confirms() -> None:
        basis = office.ask(queries.propose_public_text, CLERK, number=number)["basis"]
        text = {"title": "停水", "body": "停水三天。", "basis": basis}
        office.act(handlers.confirm_public_text, CLERK, number=number, **text)

    def stands() -> tuple[int, str, list[bool]]:
        view = office.ask(queries.message, CLERK, number=number)
        (line,) = office.ask(queries.list_messages, CLERK)["items"]
        assert (line["attachments"], line["public_text"]) == (view["attachments"], view["public_text"])
        own = office.ask(queries.follow, CITIZEN, number=number, query_code=office.code(number))["attachments"]
        assert [item["name"] for item in own] == [NAME, NAME]
        return view["attachments"], view["public_text"], [item["public"] for item in own]

    confirms()
    office.act(handlers.show_attachment, CLERK, number=number, attachment=told["attachment"], public=True)
    assert stands() == (2, "confirmed", [True, False])
    for _ in range(2):
        office.act(handlers.withdraw_public_text, CLERK, number=number, reason="写到了邻居")
    assert stands() == (2, "withdrawn", [False, False])
    assert office.recorded().count("intake.attachment_made_private.v1") == 1
    confirms()
    assert office.ask(queries.public_attachments, CITIZEN, number=number)["items"] == []
    assert stands() == (2, "confirmed", [False, False])
    assert kept["attachment"] != told["attachment"]


def test_files_come_and_go_only_while_the_message_waits(office: Office, files: Files) -> None:
    number = office.written()
    code = office.code(number)
    told = attach(office, files, number)
    assert office.ask(queries.may_attach, CITIZEN, number=number, query_code=code)["left"] < 50 * 1024**2
    removing = {"number": number, "query_code": code, "attachment": told["attachment"]}
    office.act(handlers.remove_attachment, CITIZEN, **removing)
    office.act(handlers.remove_attachment, CITIZEN, **removing)  # again: already so
    with pytest.raises(AttachmentNotFound):
        office.ask(queries.own_attachment, CITIZEN, **removing)
    attach(office, files, number)
    office.act(handlers.accept, CLERK, number=number, **TERMS)
    with pytest.raises(TooLateToAttach):
        office.ask(queries.may_attach, CITIZEN, number=number, query_code=code)
    with pytest.raises(TooLateToAttach):
        attach(office, files, number, b"another")


def test_the_sixth_file_and_the_same_file_again_are_refused(office: Office, files: Files) -> None:
    number = office.written()
    for n in range(5):
        attach(office, files, number, f"file {n}".encode())
    with pytest.raises(TooManyAttachments):
        attach(office, files, number, b"file 6")
    other = office.written()
    attach(office, files, other)
    with pytest.raises(AlreadyAttached):
        attach(office, files, other)


def test_a_blob_of_another_message_or_service_is_none_of_this_one(office: Office, files: Files) -> None:
    number, other = office.written(), office.written()
    for service, of in (("intake", other), ("review", number)):
        place = Place(service, office.clock.now().date(), of, "0" * 32)
        with pytest.raises(NotFound):
            office.act(
                handlers.attach, CITIZEN, number=number, query_code=office.code(number), place=str(place), key="",
                name="a", type="png", size=1, digest="0" * 64,
            )  # fmt: skip


def test_a_file_is_public_beside_the_public_text_once_a_clerk_says_so(office: Office, files: Files) -> None:
    number = office.written()
    told = attach(office, files, number)
    one = {"number": number, "attachment": told["attachment"]}
    office.act(handlers.accept, CLERK, number=number, **TERMS)
    with pytest.raises(TextNotPublic):
        office.act(handlers.show_attachment, CLERK, **one, public=True)
    confirmed(office, number)
    assert office.act(handlers.show_attachment, CLERK, **one, public=True)["public"] is True
    assert office.ask(queries.public_attachments, CITIZEN, number=number)["total"] == 0  # no reply is published yet
    office.hears(assigned(number), answered(number), closed(number))
    assert content_of(files, office.ask(queries.public_attachment, CITIZEN, **one)) == PICTURE
    office.act(handlers.withdraw_public_text, CLERK, number=number, reason="说出了住址")
    assert office.ask(queries.public_attachments, CITIZEN, number=number)["total"] == 0
    confirmed(office, number)
    assert office.ask(queries.public_attachments, CITIZEN, number=number)["total"] == 0
    office.act(handlers.show_attachment, CLERK, **one, public=True)
    assert office.ask(queries.public_attachments, CITIZEN, number=number)["total"] == 1
    office.act(handlers.show_attachment, CLERK, **one, public=False)
    with pytest.raises(AttachmentNotFound):
        office.ask(queries.public_attachment, CITIZEN, **one)


def test_nothing_is_public_without_consent_or_by_who_may_not(office: Office, files: Files) -> None:
    number = office.written(consent_public=False)
    told = attach(office, files, number)
    one = {"number": number, "attachment": told["attachment"], "public": True}
    office.act(handlers.accept, CLERK, number=number, **TERMS)
    with pytest.raises(NoConsent):
        office.act(handlers.show_attachment, CLERK, **one)
    for actor in (LEAD, ELSEWHERE, Actor("dispatcher.a", "dispatcher")):
        with pytest.raises(OutOfScope):
            office.act(handlers.show_attachment, actor, **one)


def test_the_files_of_a_merged_message_stay_with_its_citizen_and_the_clerks(office: Office, files: Files) -> None:
    first, second = office.written(), office.written()
    told = attach(office, files, second)
    office.act(handlers.accept, CLERK, number=first, **TERMS)
    office.act(handlers.merge, CLERK, number=second, into=first)
    office.hears(assigned(first))
    assert office.ask(queries.own_attachments, CITIZEN, number=second, query_code=office.code(second))["total"] == 1
    assert office.ask(queries.attachments, CLERK, number=second)["total"] == 1
    assert office.ask(queries.attachments, LEAD, number=first)["total"] == 0
    with pytest.raises(OutOfScope):
        office.ask(queries.attachment, LEAD, number=second, attachment=told["attachment"])
    with pytest.raises(TooLateToAttach):
        attach(office, files, second, b"more")


@pytest.mark.parametrize("act", [handlers.withdraw, handlers.decline], ids=["withdrawn", "declined"])
def test_a_withdrawn_or_declined_message_keeps_its_files_and_takes_no_more(
    office: Office, files: Files, act: Any
) -> None:
    number = office.written()
    attach(office, files, number)
    if act is handlers.withdraw:
        office.act(act, CITIZEN, number=number, query_code=office.code(number))
    else:
        office.act(act, CLERK, number=number, reason="unclear")
    assert office.ask(queries.own_attachments, CITIZEN, number=number, query_code=office.code(number))["total"] == 1
    with pytest.raises(TooLateToAttach):
        attach(office, files, number, b"more")


def test_an_erasure_makes_files_unreadable_at_once_and_their_blobs_go(
    office: Office, files: Files, tmp_path: Path
) -> None:
    number, other = office.written(), office.written()
    told = attach(office, files, number)
    attach(office, files, other)
    office.act(handlers.erase, OFFICE, number=number)
    code = office.code(number)
    assert office.ask(queries.own_attachments, CITIZEN, number=number, query_code=code)["items"] == []
    with pytest.raises(AttachmentNotFound):
        office.ask(queries.attachment, OFFICE, number=number, attachment=told["attachment"])
    with pytest.raises((TextErased, NotFound, AttachmentNotFound)):
        office.act(handlers.show_attachment, CLERK, number=number, attachment=told["attachment"], public=True)
    assert filing.delete_blobs(work(office), files) == 1
    left = [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [name.split(".")[0] for name in left] == [other]
    assert filing.delete_blobs(work(office), files) == 0
    assert office.recorded()[-1] == "intake.blob_dropped.v1"


class Broken(Folder):
    """A folder whose disk is gone."""

    def drop(self, place: str) -> None:
        """Fails."""
        raise OSError(5, "Input/output error", place)


def test_a_blob_that_cannot_be_deleted_now_is_deleted_later(office: Office, files: Files, tmp_path: Path) -> None:
    number = office.written()
    attach(office, files, number)
    office.act(handlers.erase, OFFICE, number=number)
    with pytest.raises(Unavailable):
        filing.delete_blobs(work(office), Files(Broken(tmp_path / "files")))
    assert "intake.blob_dropped.v1" not in office.recorded()
    assert filing.delete_blobs(work(office), files) == 1


def test_an_upload_that_was_never_confirmed_is_swept_after_a_day_and_a_confirmed_one_stays(
    office: Office, files: Files
) -> None:
    number = office.written()
    told = attach(office, files, number)
    files.keep("intake", number, b"interrupted", office.clock.now())
    sweep = Sweep("intake")
    assert filing.sweep(work(office), files, sweep, office.clock.now()) == 0
    assert filing.sweep(work(office), files, sweep, office.clock.now() + timedelta(days=1)) == 0
    assert filing.sweep(work(office), files, sweep, office.clock.now() + timedelta(days=2)) == 1
    opened = office.ask(queries.attachment, CLERK, number=number, attachment=told["attachment"])
    assert content_of(files, opened) == PICTURE
    assert filing.sweep(work(office), files, sweep, office.clock.now() + timedelta(days=3)) == 0
