"""Whatever people try at the desk, in whatever role: the journal keeps rule 3, and read models come from it alone.

The reply and the interim replies beside it, in any mixture, while the case goes from one agency to the other.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import intake, routing
from kernel.actor import SYSTEM, Actor
from kernel.context import Context
from kernel.decider import Refusal
from kernel.rebuild import rebuild
from kernel.settings import Settings
from kernel.vault import SealBroken
from services.review import handlers, queries
from services.review.domain import events as e
from services.review.domain.refusals import NotFound
from services.review.schema import PARTS
from tests.services.review.desk import NUMBER, Desk, accepted, assigned, column, rearranged, uploaded
from tests.services.review.domain.facts import FRIDAY, HOUSING, MAYOR, TUESDAY, WATER, file
from tests.services.review.witness import Witness

# Two write, four review, and everybody acts in both roles now and then, as a deputy would: the account is what counts.
accounts = st.sampled_from(["an", "bo", "cui", "du", "fan", "gu"])
writers = st.sampled_from(["an", "bo"])
texts = st.sampled_from(["答复一。", "答复二。", "答复三。"])
words = st.sampled_from(["请核对。", "请补充。"])
Act = tuple[str, str, dict[str, Any]]


parts = st.sampled_from(["reply", "interim"])


def act(name: str, by: st.SearchStrategy[str], **payload: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    """A wish: which handler, who, of the reply or of the interim one, and what else."""
    return st.tuples(st.just(name), by, st.fixed_dictionaries({"part": parts, **payload}))


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
    act("assign_elsewhere", writers, lead=st.sampled_from([HOUSING, WATER])),
)
WRITING = {
    "save_draft", "submit", "withdraw", "restore", "attach", "remove_attachment",
    "open_correction", "give_up_correction",
}  # fmt: skip


def do(desk: Desk, wish: Act) -> None:
    """One wish, refused or not; a pass is of the text that stands, at the level whose turn it is."""
    name, account, payload = wish
    part = payload["part"]
    if name == "rearrange":
        desk.hears(rearranged(payload["levels"]))
        return
    if name == "assign_elsewhere":
        holder = desk.ask(queries.reply, number=NUMBER)["lead"] or HOUSING
        desk.hears(routing.AssignmentReturnedV1(NUMBER, MAYOR, holder, 1, TUESDAY), assigned(lead=payload["lead"]))
        return
    agencies = (HOUSING, WATER) if name in WRITING else None
    person = Actor(account, "handler" if name in WRITING else "reviewer", columns=None, agencies=agencies, levels=None)
    if name == "pass_reply":
        lines = desk.ask(queries.replies, part=part)["items"]
        payload = {"level": 1, "text_hash": desk.hash_that_stands(part=part)}
        payload["level"] = next((line["level"] for line in lines if line["level"]), 1)
    if name == "submit":
        payload = {"text_hash": desk.hash_that_stands(part=part)}
    if name == "attach":
        payload = uploaded(file(payload["n"]))
    if name == "remove_attachment":
        payload = {"attachment": file(payload["n"]).attachment}
    owed_before, gone_out = owed(desk), out(desk)
    with suppress(Refusal):
        desk.act(getattr(handlers, name), person, **{**payload, "part": part})
    for event in out(desk)[len(gone_out) :]:
        told_before = isinstance(event, e.Corrected) and owed_before is None
        assert told_before or (event.lead, event.round) == owed_before, "who owes the reply tells how far it is"


def owed(desk: Desk) -> tuple[str, int] | None:
    """Which agency owes the reply, of which round, as the journal tells it."""
    owing: tuple[str, int] | None = None
    for event in history(desk, "reply"):
        match event:
            case e.Entrusted():
                owing = (event.lead, event.round)
            case e.TakenBack() | e.Reopened() | e.Published() | e.Delivered() | e.Erased():
                owing = None
            case _:
                pass
    return owing


def out(desk: Desk) -> list[e.Published | e.Delivered | e.Corrected]:
    """The interim replies that went out, corrected ones too."""
    return [event for event in history(desk, "interim") if isinstance(event, e.Published | e.Delivered | e.Corrected)]


def history(desk: Desk, part: str) -> list[e.Event]:
    """What the journal tells of the reply or of the interim one."""
    reading = desk.service.store.reading(Context(SYSTEM, "wish"))
    return [recorded.event for recorded in reading.history(PARTS[part], NUMBER)]


def nobody_passes_their_words_in_another_part(desk: Desk) -> None:
    """The whole desk's journal, read as it was recorded, with the words as they open."""
    reading = desk.service.store.reading(Context(SYSTEM, "wish"))
    recorded = [each for part in PARTS.values() for each in reading.history(part, NUMBER)]
    stands: dict[str, str | None] = {}
    wrote: set[tuple[str, str | None]] = set()
    for each in sorted(recorded, key=lambda each: each.position):
        match each.event:
            case e.Drafted(sealed=sealed, by=by):
                stands[each.category] = reading.unseal(NUMBER, sealed)
                wrote.add((by, stands[each.category]))
            case e.FileAttached(by=by) | e.FileRemoved(by=by):
                wrote.add((by, stands[each.category]))
            case e.Passed(by=by):
                assert (by, stands[each.category]) not in wrote, "who wrote the words does not pass them"
            case _:
                pass


def read_models(desk: Desk) -> list[list[str]]:
    """Every row of every read model of its own."""
    names = ("replies", "published", "hands", "files_sent_out", "attachments_gone")
    return [sorted(map(str, desk.rows(f"SELECT * FROM {name}"))) for name in names]  # noqa: S608 - fixed names


def mine_is_what_may_be_passed(desk: Desk) -> None:
    """A reviewer's own queue holds the text exactly where opening it says that they may pass it."""
    for account in ("an", "bo", "cui", "du", "fan", "gu"):
        person = Actor(account, "reviewer", columns=None, agencies=None, levels=None)
        for part in ("reply", "interim"):
            for_you = None
            with suppress(NotFound):
                for_you = desk.ask(queries.reply, person, number=NUMBER, part=part)["for_you"]
            listed = desk.ask(queries.replies, person, part=part, mine=True)["total"]
            assert listed == int(bool(for_you and for_you["may_pass"]))


def what_was_replaced_is_readable_by_nobody(desk: Desk) -> None:
    """No key that is left opens it, and no answer tells it; what everyone read last opens with exactly one."""
    store = desk.service.store
    keys = {row["subject"]: row["wrapped"] for row in desk.rows("SELECT * FROM vault_keys")}

    def opened(sealed: str) -> list[str]:
        found = []
        for subject, wrapped in keys.items():
            with suppress(SealBroken):
                found += [text for text in (store.view.vault.unseal(wrapped, subject, sealed),) if text is not None]
        return found

    reading = store.reading(Context(SYSTEM, "wish"))
    for part in PARTS.values():
        witness = Witness().reads(recorded.event for recorded in reading.history(part, NUMBER))
        assert [opened(sealed) for sealed in witness.replaced] == [[] for _ in witness.replaced]
        assert [len(opened(sealed)) for sealed, _ in witness.read_now.values()] == [1 for _ in witness.read_now]
    every = desk.ask(queries.evidence, number=NUMBER)["publications"]
    last = {out["turn"]: out["version"] for out in every}
    for out in every:
        read_now = out["public"] and out["version"] == last[out["turn"]]
        assert (out["text"] is not None) is read_now
        assert {file["name"] is not None for file in out["attachments"]} <= {read_now}


@settings(max_examples=max(25, settings().max_examples // 4), deadline=None)
@given(st.booleans(), st.lists(wishes, min_size=10, max_size=35))
def test_the_journal_keeps_the_rule_and_the_read_models_come_from_it(publishable: bool, asked: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as home:
        desk = Desk.open(Settings(home=Path(home), database_url_template=None, key=b"k" * 32))
        try:
            desk.hears(column(2), accepted(publishable=publishable), assigned())
            for wish in asked:
                do(desk, wish)
            for part in PARTS:
                Witness().reads(history(desk, part))
            nobody_passes_their_words_in_another_part(desk)
            mine_is_what_may_be_passed(desk)
            before = read_models(desk)
            rebuild(desk.service, desk.fetch)
            assert read_models(desk) == before
            desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY))
            what_was_replaced_is_readable_by_nobody(desk)
        finally:
            desk.service.close()
