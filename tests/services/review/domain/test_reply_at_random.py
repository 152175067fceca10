"""Random people, levels, edits and passes: the promises of rule 3 hold whatever is tried in whatever order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.attachments import MOST
from services.review.domain.state import Answered, File, InReview, Reply, digests
from services.review.domain.text import hash_of
from services.review.domain.words import Reason
from services.review.schema import REPLY
from tests.services.review.domain.facts import MONDAY, file, for_everyone
from tests.services.review.stored import ONE_OF_EACH
from tests.services.review.witness import Witness
from tests.support import courses

# Few people, texts and levels, and anyone may try anything: collisions are the point.
people = st.sampled_from(["an", "bo", "cui", "du"])
readers = st.sampled_from(["an", "bo", "fan", "gu"])  # two of them write as well, two never do
texts = st.sampled_from(["答复一", "答复二", "答复三"])
levels = st.integers(1, 3)
agencies = st.sampled_from(["housing", "water"])
rounds = st.integers(1, 3)
uploads = st.integers(1, 9)
OPENED = e.Entrusted("mayor", "housing", 1, MONDAY)
TRIED = {
    c.LearnConsent, c.Entrust, c.TakeBack, c.Reopen, c.BeginInterim,
    c.SaveDraft, c.Submit, c.Pass, c.SendBack, c.Import, c.Erase,
    c.Withdraw, c.TakePassBack, c.Comment, c.OpenCorrection, c.GiveUpCorrection,
    c.Attach, c.RemoveFile, c.RecordDrop,
}  # fmt: skip


class Replies(RuleBasedStateMachine):
    """One reply, and beside it a witness who keeps their own notes of who wrote, submitted and passed what."""

    def __init__(self) -> None:
        super().__init__()
        self.reply: Reply = REPLY.decider.fold([OPENED])
        self.history: list[e.Event] = [OPENED]
        self.publishable: bool | None = None
        self.imported: bool | None = None
        self.now: datetime = MONDAY
        self.text = ""
        self.files: tuple[File, ...] = ()
        self.files_out: tuple[File, ...] = ()
        self.drafts: dict[int, tuple[str, tuple[File, ...]]] = {}
        self.held: set[str] = set()
        self.shown: dict[int, set[str]] = {}
        self.erased = False
        self.wrote: dict[str, set[str]] = defaultdict(set)
        self.lineage: set[str] = set()
        self.passes: list[tuple[str, str, int]] = []
        self.valid: dict[int, str] = {}
        self.levels = 0

    def ask(self, command: c.Command) -> list[e.Event]:
        """One step, with what holds of every step of every aggregate."""
        assert type(command) in TRIED
        self.now += timedelta(minutes=1)
        step = courses.ask(REPLY, command, self.reply)
        self.reply = step.after
        self.history += step.events
        return list(step.events)

    def teardown(self) -> None:
        assert REPLY.decider.fold(self.history) == self.reply
        Witness().reads(self.history)

    @rule(text=texts, by=people)
    def draft(self, text: str, by: str) -> None:
        in_review = isinstance(self.reply, InReview)
        events = self.ask(c.SaveDraft(text, f"sealed {text}", by, self.now))
        assert [type(event) for event in events] in ([], [e.TakenOutOfReview, e.Drafted] if in_review else [e.Drafted])
        if events:
            self.note(text, by)

    def note(self, text: str, by: str) -> None:
        """Who wrote what stands now, or changed the files."""
        self.text = text
        self.wrote[self.stands()].add(by)
        self.drafts[len(self.drafts) + 1] = (text, self.files)
        self.lineage.add(by)
        self.valid.clear()

    def stands(self) -> str:
        """The hash of the text with its files."""
        return hash_of(self.text, digests(self.files))

    def empty_page(self) -> None:
        """What an earlier assignment left is not handed on."""
        self.valid.clear()
        self.files = ()

    def passing(self, text: str, by: str, level: int, text_hash: str | None = None) -> c.Pass:
        """A pass of this text with the files that stand."""
        shown = (text, f"published {text}", by, self.now)
        return c.Pass(level, text_hash or self.stands(), *shown, files=for_everyone(self.files))

    @rule(n=uploads, by=people)
    def attach(self, n: int, by: str) -> None:
        in_review = isinstance(self.reply, InReview)
        if events := self.ask(c.Attach(file(n), self.text, by, self.now)):
            assert isinstance(events[0], e.TakenOutOfReview) is in_review
            assert file(n).digest not in digests(self.files), "none twice"
            self.files = (*self.files, file(n))
            self.held.add(file(n).attachment)
            assert len(self.files) <= MOST
            self.note(self.text, by)

    @rule(n=uploads, by=people)
    def remove_file(self, n: int, by: str) -> None:
        in_review = isinstance(self.reply, InReview)
        if events := self.ask(c.RemoveFile(file(n).attachment, self.text, by, self.now)):
            assert isinstance(events[0], e.TakenOutOfReview) is in_review
            assert file(n) in self.files
            self.files = tuple(each for each in self.files if each != file(n))
            self.note(self.text, by)

    @precondition(lambda self: getattr(self.reply, "draft", None) is not None)
    @rule(number=st.integers(1, 9), by=people)
    def restore(self, number: int, by: str) -> None:
        text, files = self.drafts.get(number, (self.text, self.files))
        ids = tuple(each.attachment for each in files)
        if self.ask(c.SaveDraft(text, f"sealed {text}", by, self.now, None, number, ids)):
            self.files = files
            self.note(text, by)

    @rule(n=uploads)
    def record_drop(self, n: int) -> None:
        if self.ask(c.RecordDrop(file(n).attachment, self.now)):
            assert self.erased
            self.held.remove(file(n).attachment)

    @rule(publishable=st.booleans(), imported=st.booleans())
    def learn_consent(self, publishable: bool, imported: bool) -> None:
        for event in self.ask(c.LearnConsent(publishable, imported, self.now)):
            assert self.publishable is None, "learnt once"
            assert isinstance(event, e.ConsentLearnt)
            self.publishable, self.imported = publishable, imported

    @rule(text=texts, by=people, case=st.tuples(agencies, rounds), public=st.booleans(), late=st.booleans())
    def take_over(self, text: str, by: str, case: tuple[str, int], public: bool, late: bool) -> None:
        at = self.now + timedelta(minutes=2 if late else 0)
        now = self.now + timedelta(minutes=1)
        sealed = (f"sealed {text}", f"published {text}")
        events = self.ask(c.Import("mayor", *case, text, *sealed, public, by, at, now))
        if not events:
            return
        assert not late, "nobody has answered tomorrow"
        assert self.imported is True, "what is handled here goes through review"
        sent = events[-1]
        assert isinstance(sent, e.Published if public else e.Delivered)
        assert sent.imported
        assert sent.sealed == (f"published {text}" if public else f"sealed {text}")
        assert not (public and self.publishable is False), "nothing is published against the citizen's will"
        self.files = self.files_out = ()
        self.note(text, by)

    @rule(really=st.sampled_from([False] * 19 + [True]))
    def erase(self, really: bool) -> None:
        if really and (events := self.ask(c.Erase(self.now))):
            gone = {event.attachment for event in events[1:] if isinstance(event, e.FileErased)}
            assert gone == self.held.difference(*self.shown.values()), "but what everyone reads now"
            self.valid.clear()
            self.erased = True

    @rule(count=levels, by=people, read=st.none() | texts)
    def submit(self, count: int, by: str, read: str | None = None) -> None:
        text_hash = self.stands() if read is None else hash_of(read)
        for _ in self.ask(c.Submit(count, text_hash, by, self.now)):
            assert text_hash == self.stands(), "what is handed in is what was read"
            self.levels = count
            self.valid.clear()

    @rule(text=texts, by=readers, level=st.integers(0, 4))
    def pass_some_text(self, text: str, by: str, level: int) -> None:
        self.witness(self.ask(self.passing(self.text, by, level, hash_of(text))))

    @precondition(lambda self: isinstance(self.reply, InReview))
    @rule(by=readers)
    def pass_what_stands(self, by: str) -> None:
        assert isinstance(self.reply, InReview)
        self.witness(self.ask(self.passing(self.text, by, self.reply.level)))

    @rule(text=texts, by=people, count=levels)
    def hand_in(self, text: str, by: str, count: int) -> None:
        self.draft(text, by)
        self.submit(count, by)

    @precondition(lambda self: isinstance(self.reply, InReview))
    @rule(by=readers)
    def try_every_level_that_is_left(self, by: str) -> None:
        for _ in range(3):
            if isinstance(self.reply, InReview):
                self.pass_what_stands(by)

    @precondition(lambda self: isinstance(self.reply, InReview))
    @rule(text=texts, by=readers)
    def pass_with_a_swapped_text(self, text: str, by: str) -> None:
        assert isinstance(self.reply, InReview)
        self.witness(self.ask(self.passing(text, by, self.reply.level)))

    @rule(by=people, level=levels, to=st.integers(0, 3))
    def send_back(self, by: str, level: int, to: int) -> None:
        for _ in self.ask(c.SendBack(level, "请修改", "sealed 请修改", by, self.now, to)):
            assert to < level
            self.valid = {kept: who for kept, who in self.valid.items() if kept < to}

    @rule(by=people)
    def withdraw(self, by: str) -> None:
        if self.ask(c.Withdraw(by, self.now)):
            assert not self.valid, "before a level has decided"

    @precondition(lambda self: isinstance(self.reply, InReview))
    @rule(by=readers, level=levels)
    def take_pass_back(self, by: str, level: int) -> None:
        for _ in self.ask(c.TakePassBack(level, by, self.now)):
            assert max(self.valid) == level, "before the next level has decided"
            assert self.valid.pop(level) == by, "one's own"

    @rule(by=people, said=texts)
    def comment(self, by: str, said: str) -> None:
        before = self.reply
        self.ask(c.Comment(said, f"sealed {said}", "reviewer", by, self.now))
        assert replace(self.reply, past=before.past) == before, "nothing is decided by it"

    @rule(by=people)
    def open_correction(self, by: str) -> None:
        before = self.reply
        if self.ask(c.OpenCorrection(Reason.FACT, "日期有误", "sealed 日期有误", by, self.now)):
            assert isinstance(before, Answered), "only what went out is corrected"
            self.valid.clear()
            self.files = self.files_out

    @precondition(lambda self: getattr(self.reply, "correction", None) is not None)
    @rule(by=people)
    def give_up_correction(self, by: str) -> None:
        if self.ask(c.GiveUpCorrection(by, self.now)):
            assert isinstance(self.reply, Answered)
            assert self.reply.answer == self.reply.past.answers[-1], "what went out stands"
            self.valid.clear()

    @rule(lead=agencies, round_=rounds)
    def entrust(self, lead: str, round_: int) -> None:
        if self.ask(c.Entrust("mayor", lead, round_, self.now)):
            self.empty_page()

    @rule(lead=agencies, round_=rounds, text=texts)
    def begin_interim(self, lead: str, round_: int, text: str) -> None:
        before = self.reply
        for event in self.ask(c.BeginInterim("mayor", lead, round_, text, self.now)):
            assert event == e.Entrusted("mayor", lead, round_, event.at), "an empty page"
            self.empty_page()
            if isinstance(before, Answered):
                gone_out = (before.mandate.lead, before.mandate.round, before.answer.text_hash)
                told = hash_of(text, digests(before.answer.files))
                assert gone_out != (lead, round_, told), "the very text is not given again"

    @precondition(lambda self: isinstance(self.reply, Answered))
    @rule(text=texts, by=people)
    def tell_more(self, text: str, by: str) -> None:
        assert isinstance(self.reply, Answered)
        self.begin_interim(self.reply.mandate.lead, self.reply.mandate.round, text)
        self.draft(text, by)

    @rule(lead=agencies, round_=rounds)
    def take_back(self, lead: str, round_: int) -> None:
        if self.ask(c.TakeBack(lead, round_, self.now)):
            self.empty_page()

    @rule(round_=rounds)
    def reopen(self, round_: int) -> None:
        if self.ask(c.Reopen(round_, self.now)):
            self.empty_page()

    def witness(self, events: list[e.Event]) -> None:
        """Check what was recorded against the notes."""
        self.witness_files(events)
        for event in events:
            match event:
                case e.Passed(level=level, text_hash=text_hash, by=by):
                    assert text_hash == self.stands(), "what stands is what was seen"
                    assert by not in self.lineage, "who wrote does not pass"
                    others = {past for who, text, past in self.passes if (who, text) == (by, text_hash)} - {level}
                    assert not others, "nobody passes two levels of one text"
                    self.passes.append((by, text_hash, level))
                    self.valid[level] = by
                case e.Published(text_hash=text_hash, sealed=sealed) | e.Delivered(text_hash=text_hash, sealed=sealed):
                    public = isinstance(event, e.Published)
                    assert self.publishable is public, "to everyone only with the citizen's consent"
                    assert sealed == f"{'published' if public else 'sealed'} {self.text}", "what goes out is what stood"
                    assert text_hash == self.stands(), "what goes out is what stood"
                    assert not event.imported
                    assert sorted(self.valid) == list(range(1, self.levels + 1)), "passed at every level"
                    assert len(set(self.valid.values())) == self.levels, "by as many people"
                    for level, by in self.valid.items():
                        assert (by, text_hash, level) in self.passes, "by hash"
                        assert by not in self.wrote[text_hash], "who did not write it"
                    (approved,) = (each for each in events if isinstance(each, e.Approved))
                    assert approved.text_hash == text_hash
                case e.Corrected():
                    assert sorted(self.valid) == list(range(1, self.levels + 1)), "passed at every level"
                    assert event.text_hash == self.stands(), "what goes out is what stood"
                    before = self.reply.past.answers[-2]
                    assert (event.public, event.version) == (before.public, before.version + 1), "to the same readers"
                    assert event.sealed == f"{'published' if event.public else 'sealed'} {self.text}"
                case e.Approved() | e.FileSentOut():
                    pass
                case _:
                    raise AssertionError(event)

    def witness_files(self, events: list[e.Event]) -> None:
        """Exactly the files that stood go out, where the text goes, under its key."""
        sent = [event for event in events if isinstance(event, e.FileSentOut)]
        out = [event for event in events if isinstance(event, e.Published | e.Delivered | e.Corrected)]
        for text in out:
            public = text.public if isinstance(text, e.Corrected) else isinstance(text, e.Published)
            sealed = for_everyone(self.files) if public else tuple(each.sealed for each in self.files)
            assert tuple(event.sealed for event in sent) == sealed
            assert tuple(event.digest for event in sent) == digests(self.files)
            assert {(event.turn, event.public, event.text_hash) for event in sent} <= {
                (text.turn, public, self.stands())
            }
            self.files_out = self.files
            if public:
                self.shown[text.turn] = {each.attachment for each in self.files}
        assert out or not sent

    @invariant()
    def a_review_under_way_has_one_pass_for_each_level_before(self) -> None:
        if isinstance(self.reply, InReview):
            assert [seen.level for seen in self.reply.passes] == sorted(self.valid)
            assert self.reply.level <= self.reply.levels


Replies.TestCase.settings = settings(stateful_step_count=40)
TestReplies = Replies.TestCase


def test_every_command_there_is_is_tried() -> None:
    every = {each for group in get_args(c.Command) for each in (get_args(group) or (group,))}
    assert every == TRIED, "a new command needs a rule of Replies, and its promises there"


@given(st.lists(st.sampled_from(list(ONE_OF_EACH.values())), max_size=12))
def test_no_recorded_fact_in_any_order_breaks_the_fold(events: list[e.Event]) -> None:
    REPLY.decider.fold(events)
