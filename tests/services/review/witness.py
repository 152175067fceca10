"""A witness of rule 3, who reads recorded events alone: no rule and no state of the domain is asked.

Who drafts, edits or changes the files never passes; nobody passes two levels of one text; nothing goes out that was not
passed, by its hash, at every level of its submission by different people; whatever ends a submission voids its passes.
What goes out goes out with the files that stood. With the message goes what a correction replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.review.domain import events as e


@dataclass
class Witness:
    """Notes about one reply, taken event by event."""

    writers: set[str] = field(default_factory=set)
    ever: set[tuple[str, str, int]] = field(default_factory=set)
    text: str | None = None
    draft: int | None = None
    in_review: bool = False
    levels: int = 0
    counting: dict[int, str] = field(default_factory=dict)
    sent_down_by: int = 0
    sent_down_to: int = 0
    publishable: bool | None = None
    out: tuple[int, int, str, bool] | None = None
    correcting: e.CorrectionOpened | None = None
    turns: set[int] = field(default_factory=set)
    erased: bool = False
    files: list[str] = field(default_factory=list)
    files_out: tuple[str, ...] = ()
    to_go_out: list[str] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    read_now: dict[int, tuple[str, list[str]]] = field(default_factory=dict)
    """By turn, how the text that everyone reads now is sealed, and which files are beside it."""
    replaced: list[str] = field(default_factory=list)
    """What everyone could read and can no more, texts and files, as it is sealed."""
    file_seals: dict[tuple[int, str], str] = field(default_factory=dict)

    def reads(self, events: Iterable[e.Event]) -> Witness:
        """Read on; an AssertionError at the first event that breaks the rule."""
        for event in events:
            gone = isinstance(event, e.FileErased | e.BlobDropped)
            assert self.erased is gone, "nothing but the end of its files follows an erasure"
            assert not self.to_go_out or isinstance(event, e.FileSentOut), "the files go out with the text"
            self.read(event)
        assert not self.to_go_out
        return self

    def read(self, event: e.Event) -> None:
        """One event."""
        match event:
            case e.Passed():
                self.passed(event)
            case e.PassTakenBack():
                self.pass_taken_back(event)
            case e.SentBack():
                self.sent_back(event)
            case e.Approved():
                assert event.levels == self.levels
                self.must_be_passed_at_every_level(event.text_hash)
            case e.Published() | e.Delivered():
                self.went_out(event)
            case e.CorrectionOpened():
                self.correction_opened(event)
            case e.CorrectionGivenUp():
                self.correction_given_up(event)
            case e.Corrected():
                self.corrected(event)
            case e.FileAttached() | e.FileRemoved() | e.FileSentOut() | e.FileErased() | e.BlobDropped():
                self.read_of_a_file(event)
            case _:
                self.read_at_the_agency(event)

    def read_of_a_file(self, event: e.Filed) -> None:
        """Another file is another text, and no file goes another way than its text."""
        match event:
            case e.FileAttached() | e.FileRemoved():
                files = [each for each in self.files if each != event.attachment]
                if isinstance(event, e.FileAttached):
                    self.held.add(event.attachment)
                    files.append(event.attachment)
                assert files != self.files
                assert event.text_hash != self.text, "the hash covers the files"
                self.written(event, files)
            case e.FileSentOut():
                assert self.out == (event.turn, event.version, event.text_hash, event.public), "where the text went"
                assert event.attachment == self.to_go_out.pop(0), "the files that stood"
                if event.public:
                    self.read_now[event.turn][1].append(event.attachment)
                    self.file_seals[event.turn, event.attachment] = event.sealed
            case e.FileErased():
                shown = {each for _, files in self.read_now.values() for each in files}
                assert event.attachment in self.held - shown, "what everyone reads now is public record"
            case e.BlobDropped():
                self.held.remove(event.attachment)

    def written(self, event: e.Drafted | e.FileAttached | e.FileRemoved, files: list[str]) -> None:
        """What stands now, by whom."""
        assert not self.in_review, "an edit takes the text out of review first"
        self.blank()
        self.text, self.draft, self.files = event.text_hash, event.draft, files
        self.writers.add(event.by)

    def read_at_the_agency(self, event: e.Event) -> None:
        """One event before or beside the review."""
        match event:
            case e.ConsentLearnt():
                assert self.publishable is None, "learnt once"
                self.publishable = event.publishable
            case e.Entrusted() | e.TakenBack() | e.Reopened():
                self.blank()
                self.correcting = None
            case e.Drafted():
                assert event.restores is None or event.restores < event.draft
                assert event.restores is not None or list(event.files) == self.files, "an edit keeps the files"
                self.written(event, list(event.files))
            case e.Submitted():
                assert (event.text_hash, event.draft) == (self.text, self.draft), "what stands is handed in"
                self.begin(event.levels)
            case e.TakenOutOfReview():
                assert self.in_review
                assert event.by is None or not self.counting or self.correcting, "not once a level has decided"
                self.end()
            case e.Commented():
                assert event.draft == self.draft, "what stands is spoken of"
            case e.Erased():
                self.erased = True
            case _:
                raise AssertionError(event)

    def blank(self) -> None:
        """An empty page."""
        self.end()
        self.text, self.draft, self.files = None, None, []

    def begin(self, levels: int) -> None:
        """The text is with level 1."""
        assert not self.in_review
        self.in_review, self.levels, self.sent_down_by, self.sent_down_to = True, levels, 0, 0
        self.counting.clear()

    def end(self) -> None:
        """The text is not with the reviewers, and no pass counts."""
        self.in_review, self.sent_down_by, self.sent_down_to = False, 0, 0
        self.counting.clear()

    def passed(self, event: e.Passed) -> None:
        """By hash, level by level, by other eyes."""
        assert self.in_review
        assert event.text_hash == self.text, "what stands is what was seen"
        assert event.level == len(self.counting) + 1, "level by level"
        assert event.by not in self.writers, "who wrote does not pass"
        elsewhere = {level for by, text, level in self.ever if (by, text) == (event.by, event.text_hash)}
        assert elsewhere <= {event.level}, "nobody passes two levels of one text"
        self.ever.add((event.by, event.text_hash, event.level))
        self.counting[event.level] = event.by
        if event.level >= self.sent_down_by:
            self.sent_down_by = self.sent_down_to = 0

    def sent_back(self, event: e.SentBack) -> None:
        """From there upwards the passes are void, below they stay."""
        assert self.in_review
        assert event.level == len(self.counting) + 1, "the level whose turn it is"
        assert 0 <= event.to < event.level
        if event.to == 0:
            self.end()
            return
        self.counting = {level: by for level, by in self.counting.items() if level < event.to}
        self.sent_down_by, self.sent_down_to = event.level, event.to

    def pass_taken_back(self, event: e.PassTakenBack) -> None:
        """Each takes back their own, before a level above has decided."""
        assert self.in_review
        assert self.counting.pop(event.level) == event.by
        assert all(level < event.level for level in self.counting)
        assert event.level >= self.sent_down_to, "not one on which a text was sent down"

    def must_be_passed_at_every_level(self, text_hash: str) -> None:
        """The sentence that all of this is for."""
        assert self.in_review
        assert text_hash == self.text, "what goes out is what stood"
        assert sorted(self.counting) == list(range(1, self.levels + 1)), "passed at every level"
        assert len(set(self.counting.values())) == self.levels, "by as many people"
        assert not set(self.counting.values()) & self.writers, "who did not write it"
        for level, by in self.counting.items():
            assert (by, text_hash, level) in self.ever, "by its hash"

    def went_out(self, event: e.Published | e.Delivered) -> None:
        """To everyone with the citizen's consent, else to the citizen; history as it was."""
        public = isinstance(event, e.Published)
        assert self.correcting is None, "while it is corrected it is not given anew"
        if event.imported:
            assert not (public and self.publishable is False)
            assert event.text_hash == self.text
        else:
            assert self.publishable is public
            self.must_be_passed_at_every_level(event.text_hash)
        assert event.turn not in self.turns, "each turn goes out once"
        self.turns.add(event.turn)
        if public:
            self.read_now[event.turn] = (event.sealed, [])
        self.out = (event.turn, 1, event.text_hash, public)
        self.files_out, self.to_go_out = tuple(self.files), list(self.files)
        self.end()

    def correction_opened(self, event: e.CorrectionOpened) -> None:
        """Only what went out is corrected, one correction at a time, with an empty page and the files that went out."""
        assert self.out is not None
        assert (event.turn, event.version) == (self.out[0], self.out[1] + 1)
        assert self.correcting is None
        self.blank()
        self.correcting, self.files = event, list(self.files_out)

    def correction_given_up(self, event: e.CorrectionGivenUp) -> None:
        """What went out stands."""
        assert self.correcting is not None
        assert self.out is not None
        assert event.text_hash == self.out[2]
        assert not self.in_review
        self.blank()
        self.correcting = None

    def corrected(self, event: e.Corrected) -> None:
        """The next version, to the same readers, with another text, by the same rules."""
        assert self.correcting is not None
        assert self.out is not None
        turn, version, text_hash, public = self.out
        assert (event.turn, event.version, event.public) == (turn, version + 1, public)
        assert event.text_hash != text_hash
        assert event.reason == self.correcting.reason
        if public:
            before, files = self.read_now[turn]
            self.replaced += [before, *(self.file_seals.pop((turn, each)) for each in files)]
            self.read_now[turn] = (event.sealed, [])
        self.must_be_passed_at_every_level(event.text_hash)
        self.out = (turn, event.version, event.text_hash, public)
        self.files_out, self.to_go_out = tuple(self.files), list(self.files)
        self.correcting = None
        self.end()
