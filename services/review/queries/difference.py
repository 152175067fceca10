"""What changed in a reply between two of its drafts, words and files, for who reads it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review.domain.difference import Segment, difference
from services.review.domain.filechanges import file_changes
from services.review.domain.refusals import Erased, NothingDrafted, UnknownDraft
from services.review.domain.state import InReview, Reply
from services.review.handlers import part_of
from services.review.queries.drafts import drafts as told_drafts
from services.review.queries.texts import opened, opens

ASKED, YOURS, LEVEL, REVIEWED, FIRST = BECAUSE = ("asked", "yours", "level", "reviewed", "first")
"""Why the older draft is the one that it is: asked for; decided or commented by you; by the level; by anyone; none."""

_NAMED = ("draft", "text_hash", "by", "at", "submitted_at", "became")


def differences(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, from?, to?} → {number, part, from, to, because, segments, counts, files}: piece by piece.

    `from` and `to` in the payload are numbers of drafts of the assignment in force, in the answer those drafts as
    {draft, text_hash, by, at, submitted_at, became}. Without `to` it is the text that stands. Without `from` it is the
    last draft before it that the person decided about or commented; else that the level whose turn it is decided about,
    else that any level did, else the first; `because` says which of `BECAUSE`. Segments are {op, before, after}: all
    `before` joined are the old text, all `after` the new one. `counts` are {inserted, deleted, changes}, in characters
    and pieces. `files` are {added, removed, replaced: [{before, after}], reordered}, see domain/filechanges.py, each as
    it goes with a draft. Raises NotFound, OutOfScope, NothingDrafted, UnknownDraft, Erased.
    """
    number: str = payload["number"]
    row, history, state = opened(reading, payload)
    written = told_drafts(history)
    if not written:
        raise NothingDrafted
    new = _numbered(written, payload["to"]) if payload.get("to") else written[-1]
    if payload.get("from"):
        old, because = _numbered(written, payload["from"]), ASKED
    else:
        old, because = _read_before(written, new, reading.context.actor.account, state)
    before, after = opens(reading, row["part"], number)([_content(old), _content(new)])
    if before["text"] is None or after["text"] is None:
        raise Erased(row["since"])
    segments = difference(before["text"], after["text"])
    return {
        "number": number,
        "part": part_of(payload).category,
        "from": {name: old[name] for name in _NAMED},
        "to": {name: new[name] for name in _NAMED},
        "because": because,
        "segments": [asdict(segment) for segment in segments],
        "counts": counted(segments),
        "files": changed_files(before["attachments"], after["attachments"]),
    }


def _content(draft: dict[str, Any]) -> dict[str, Any]:
    return {name: draft[name] for name in ("text", "attachments")}


@dataclass(frozen=True, slots=True)
class _File:
    """A file as a draft tells it."""

    told: dict[str, Any]

    @property
    def name(self) -> str | None:
        name: str | None = self.told["name"]
        return name

    @property
    def digest(self) -> str:
        digest: str = self.told["digest"]
        return digest


def changed_files(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Which files came, went, and took another's place."""
    changes = file_changes([_File(each) for each in before], [_File(each) for each in after])
    return {
        "added": [file.told for file in changes.added],
        "removed": [file.told for file in changes.removed],
        "replaced": [{"before": old.told, "after": new.told} for old, new in changes.replaced],
        "reordered": changes.reordered,
    }


def counted(segments: Sequence[Segment]) -> dict[str, int]:
    """How many characters came and went, and in how many places."""
    changed = [segment for segment in segments if segment.op != "equal"]
    return {
        "inserted": sum(len(segment.after) for segment in changed),
        "deleted": sum(len(segment.before) for segment in changed),
        "changes": len(changed),
    }


def _numbered(written: Sequence[dict[str, Any]], draft: int) -> dict[str, Any]:
    """A draft of the assignment in force; raises UnknownDraft."""
    for each in written:
        if each["draft"] == draft:
            return each
    raise UnknownDraft(draft)


def _read_before(
    written: Sequence[dict[str, Any]], new: dict[str, Any], account: str, state: Reply
) -> tuple[dict[str, Any], str]:
    """The draft before `new` that the person has had before them, as far as is on record; and why it is that one."""
    before = [each for each in reversed(written) if each["draft"] < new["draft"]]
    for each in before:
        if account in _who_read(each):
            return each, YOURS
    level = state.level if isinstance(state, InReview) else None
    for each in before:
        if level in _levels(each):
            return each, LEVEL
    for each in before:
        if _levels(each):
            return each, REVIEWED
    return written[0], FIRST


def _who_read(draft: dict[str, Any]) -> set[str]:
    return {said["by"] for kind in ("passes", "returns", "comments") for said in draft[kind]}


def _levels(draft: dict[str, Any]) -> set[int]:
    return {said["level"] for kind in ("passes", "returns") for said in draft[kind]}
