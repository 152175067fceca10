"""A reply's files through the whole system: passed with the text by one hash, and read by whom the reply went to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from cli.parts import build
from kernel.actor import SYSTEM
from kernel.clock import SystemClock
from kernel.context import Context
from kernel.files import Files
from kernel.files.folder import Folder
from kernel.files.sweeping import Sweep
from kernel.transport.wired import Work
from kernel.verify import verify
from services.intake import filing as messages
from services.review import filing as replies
from tests.gateway import uploaded
from tests.support.embedded import Embedded
from tests.support.uploading import Sender
from tests.support.waiting import until
from tests.support.walk import Door, followed_until, submit
from tests.system.conftest import TEAM, signed_in

pytestmark = [pytest.mark.process, pytest.mark.timeout(540)]

ORDINARY = {"urgency": "ordinary", "complexity": "ordinary"}
LARGE = 3_000_000


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Embedded]:
    """`huiyin up --demo` in a home of its own."""
    running = Embedded(tmp_path / "home")
    running.start(120)
    yield running
    running.stop()


def drafted(door: Door, number: str) -> dict[str, Any]:
    """Accepted, assigned, and there is a text."""
    door.call("POST", f"/desk/messages/{number}/acceptance", ORDINARY, account=TEAM.clerk)
    door.call("POST", f"/desk/cases/{number}/assignment", {"lead": TEAM.agency}, account=TEAM.dispatcher)
    text = f"您好！关于留言{number}反映的路灯问题，已安排养护人员检修，现已恢复照明。感谢您的监督。"
    body = {"text": text, "based_on": 0}
    return {"text": text, **door.call("PUT", f"/desk/replies/{number}/draft", body, account=TEAM.handler)}


def passed(door: Door, number: str, text_hash: str) -> None:
    """Submitted, and passed at every level."""
    door.call("POST", f"/desk/replies/{number}/submission", {"text_hash": text_hash}, account=TEAM.handler)
    for level, reviewer in enumerate(TEAM.reviewers, 1):
        door.call("POST", f"/desk/replies/{number}/pass", {"level": level, "text_hash": text_hash}, account=reviewer)


@pytest.mark.parametrize("consent", [True, False])
def test_a_replys_file_is_passed_with_the_text_and_saved_by_whom_the_reply_went_to(
    system: Embedded, consent: bool
) -> None:
    door, http = signed_in(system), urllib3.PoolManager(timeout=30)
    written = submit(door, TEAM.column, consent=consent)
    number, own = written["number"], {"X-Query-Code": written["query_code"]}
    text = drafted(door, number)["text"]
    files = f"{system.url}/api/v1/desk/replies/{number}/attachments"
    as_handler = {"Authorization": f"Bearer {door.tokens[TEAM.handler]}"}
    made = http.request("POST", files, fields={"file": ("现场照片.jpg", uploaded.photograph())}, headers=as_handler)
    assert made.status == 201, made.data
    told = made.json()
    alone = hashlib.sha256(text.encode()).hexdigest()
    assert told["text_hash"] == hashlib.sha256(f"{alone}\n{told['digest']}".encode()).hexdigest()
    as_citizen = f"{system.url}/api/v1/messages/{number}/reply-attachments/{told['attachment']}"
    as_anyone = f"{system.url}/api/v1/published/{number}/reply-attachments/{told['attachment']}"
    assert http.request("GET", as_citizen, headers=own).status == 404, "not before it went out"

    passed(door, number, told["text_hash"])
    reply = followed_until(door, number, written["query_code"], "closed")["reply"]
    assert (reply["text"], [file["digest"] for file in reply["attachments"]]) == (text, [told["digest"]])
    got = http.request("GET", as_citizen, headers=own)
    assert (got.status, hashlib.sha256(got.data).hexdigest()) == (200, told["digest"])
    assert b"SpyPhone" not in got.data
    public = http.request("GET", as_anyone)
    assert (public.status, public.data == got.data) == ((200, True) if consent else (404, False))
    assert http.request("GET", as_citizen).status >= 400, "not without the query code"


def test_killed_during_uploads_no_file_is_half_there(system: Embedded) -> None:
    door = signed_in(system)
    door.patience = 240
    waiting, answered = submit(door, TEAM.column), submit(door, TEAM.column)
    number, reply = waiting["number"], answered["number"]
    drafted(door, reply)
    own = {"X-Query-Code": waiting["query_code"]}
    as_handler = {"Authorization": f"Bearer {door.tokens[TEAM.handler]}"}
    of_message, of_reply = (
        [f"{kind} {n} ".encode() * (LARGE // 10) for n in range(5)] for kind in ("message", "answer")
    )
    places = (
        (f"{system.url}/api/v1/messages/{number}/attachments", own, of_message),
        (f"{system.url}/api/v1/desk/replies/{reply}/attachments", as_handler, of_reply),
    )
    root = system.home / "files"
    told: dict[str, list[str]] = {url: [] for url, _, _ in places}
    for begin, end, service, whole in ((0, 2, "intake", True), (2, 4, "review", True), (4, 5, "", False)):
        under_way = comes_to(root / service, whole=whole)
        senders = [Sender(url, headers, contents[begin:end]) for url, headers, contents in places]
        for sender in senders:
            sender.start()
        until(under_way, "an upload to reach the store", pause=0.001)
        system.kill()
        system.start(120)
        for sender in senders:
            sender.join(240)
            assert (sender.failed, len(sender.told)) == ([], end - begin)
            told[sender.url] += [each["attachment"] for each in sender.told]

    listed = door.call("GET", f"/messages/{number}/attachments", headers=own)
    view = door.call("GET", f"/desk/replies/{reply}", account=TEAM.handler)
    assert (listed["total"], view["drafts_total"]) == (5, 6), "each file once"
    http = urllib3.PoolManager(timeout=60)
    for (url, headers, contents), files in zip(places, (listed["items"], view["attachments"]), strict=True):
        assert [file["attachment"] for file in files] == told[url]
        for file, content in zip(files, contents, strict=True):
            got = http.request("GET", f"{url}/{file['attachment']}", headers=headers)
            assert (got.status, got.data == content) == (200, True), "no event without its file"
    known = {file["attachment"] for file in (*listed["items"], *view["attachments"])}
    for url, headers, _ in places:
        for name in stored(root) - known:
            served = http.request("GET", f"{url}/{name[:32]}", headers=headers)
            assert served.status == 404, "no file without its event"
    system.stop()
    assert swept(system, root) == known, "what was interrupted leaves nothing"


def stored(root: Path) -> set[str]:
    """What the store has, by the files' ids; of one that is being written with a mark behind it."""
    return {path.name.partition(".")[2] for path in root.rglob("*") if path.is_file()}


def comes_to(root: Path, *, whole: bool) -> Callable[[], bool]:
    """Whether something is in the store that was not there before: a whole file, or the beginning of one."""
    before = stored(root)
    return lambda: any("." not in name or not whole for name in stored(root) - before)


def swept(system: Embedded, root: Path) -> set[str]:
    """The files that are in the store once the services have swept it, two days later; their journals are sound."""
    later = SystemClock().now() + timedelta(days=2)
    files = Files(Folder(root))
    with ExitStack() as ending:
        for name, filing in (("intake", messages), ("review", replies)):
            service = ending.enter_context(closing(build(name, system.settings)))
            work = Work(service, None, Context(SYSTEM, "timer"))  # type: ignore[arg-type]
            filing.sweep(work, files, Sweep(name), later)
            assert verify(service.database).sound
    return stored(root)
