"""Whatever people try at the desk, in whatever role: the journal keeps rule 3, and read models come from it alone."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import routing
from kernel.actor import SYSTEM, Actor
from kernel.context import Context
from kernel.decider import Refusal
from kernel.rebuild import rebuild
from kernel.settings import Settings
from services.review import handlers, queries
from services.review.domain.state import File
from services.review.schema import PARTS
from tests.services.review.desk import NUMBER, Desk, accepted, assigned, column, rearranged
from tests.services.review.domain.facts import HOUSING, MAYOR, TUESDAY, file
from tests.services.review.witness import Witness

# Two write, four review, and everybody acts in both roles now and then, as a deputy would: the account is what counts.
accounts = st.sampled_from(["an", "bo", "cui", "du", "fan", "gu"])
writers = st.sampled_from(["an", "bo"])
texts = st.sampled_from(["答复一。", "答复二。", "答复三。"])
words = st.sampled_from(["请核对。", "请补充。"])
Act = tuple[str, str, dict[str, Any]]


def act(name: str, by: st.SearchStrategy[str], **payload: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    """A wish: which handler, who, and what else."""
    return st.tuples(st.just(name), by, st.fixed_dictionaries(payload))


levels = st.integers(1, 3)
wishes = st.one_of(
    act("save_draft", writers, text=texts, based_on=st.none() | st.integers(0, 3)),
    act("submit", writers),
    act("submit", writers),
    act("pass_reply", accounts),
    act("pass_reply", accounts),
    act("pass_reply", accounts),
    act("pass_reply", accounts),
    act("send_back", accounts, level=levels, to=st.integers(0, 2), comments=words),
    act("take_pass_back", accounts, level=levels),
    act("withdraw", writers),
    act("comment", accounts, comments=words),
    act("restore", writers, draft=st.integers(1, 3)),
    act("attach", writers, n=st.integers(1, 6)),
    act("attach", writers, n=st.integers(1, 6)),
    act("remove_attachment", writers, n=st.integers(1, 6)),
    act("open_correction", writers, reason=st.sampled_from(["fact", "wording"]), words=words),
    act("give_up_correction", writers),
    act("rearrange", writers, levels=levels),
    act("assign_elsewhere", writers),
)
WRITING = {
    "save_draft", "submit", "withdraw", "restore", "attach", "remove_attachment",
    "open_correction", "give_up_correction",
}  # fmt: skip


def do(desk: Desk, wish: Act) -> None:
    """One wish, refused or not; a pass is of the text that stands, at the level whose turn it is."""
    name, account, payload = wish
    if name == "rearrange":
        desk.hears(rearranged(payload["levels"]))
        return
    if name == "assign_elsewhere":
        desk.hears(routing.AssignmentReturnedV1(NUMBER, MAYOR, HOUSING, 1, TUESDAY), assigned())
        return
    agencies = (HOUSING,) if name in WRITING else None
    person = Actor(account, "handler" if name in WRITING else "reviewer", columns=None, agencies=agencies, levels=None)
    if name == "pass_reply":
        (line,) = desk.ask(queries.replies)["items"]
        payload = {"level": line["level"] or 1, "text_hash": line["text_hash"] or "0" * 64}
    if name == "submit":
        payload = {"text_hash": desk.hash_that_stands()}
    if name == "attach":
        payload = uploaded(file(payload["n"]))
    if name == "remove_attachment":
        payload = {"attachment": file(payload["n"]).attachment}
    with suppress(Refusal):
        desk.act(getattr(handlers, name), person, **payload)


def uploaded(kept: File) -> dict[str, Any]:
    """What the gateway tells of a file that it has stored."""
    place = f"review/2024-03-04/{NUMBER}.{kept.attachment}"
    told = {"type": kept.type, "size": kept.size, "digest": kept.digest}
    return {"place": place, "key": "", "name": "方案.pdf", **told}


def read_models(desk: Desk) -> list[list[str]]:
    """Every row of every read model of its own."""
    names = ("replies", "published", "hands", "files_sent_out", "attachments_gone")
    return [sorted(map(str, desk.rows(f"SELECT * FROM {name}"))) for name in names]  # noqa: S608 - fixed names


def mine_is_what_may_be_passed(desk: Desk) -> None:
    """A reviewer's own queue holds the text exactly where opening it says that they may pass it."""
    for account in ("an", "bo", "cui", "du", "fan", "gu"):
        person = Actor(account, "reviewer", columns=None, agencies=None, levels=None)
        for_you = desk.ask(queries.reply, person, number=NUMBER)["for_you"]
        listed = desk.ask(queries.replies, person, mine=True)["total"]
        assert listed == int(bool(for_you and for_you["may_pass"]))


@settings(max_examples=max(25, settings().max_examples // 4), deadline=None)
@given(st.booleans(), st.lists(wishes, min_size=10, max_size=35))
def test_the_journal_keeps_the_rule_and_the_read_models_come_from_it(publishable: bool, asked: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as home:
        desk = Desk.open(Settings(home=Path(home), database_url_template=None, key=b"k" * 32))
        try:
            desk.hears(column(2), accepted(publishable=publishable), assigned())
            for wish in asked:
                do(desk, wish)
            reading = desk.service.store.reading(Context(SYSTEM, "wish"))
            for part in PARTS.values():
                Witness().reads(recorded.event for recorded in reading.history(part, NUMBER))
            mine_is_what_may_be_passed(desk)
            before = read_models(desk)
            rebuild(desk.service, desk.fetch)
            assert read_models(desk) == before
        finally:
            desk.service.close()
