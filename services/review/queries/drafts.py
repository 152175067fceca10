"""The drafts of the assignment in force retold: who wrote what, what was said about it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from typing import Any

import orjson

from kernel.clock import rfc3339
from services.review.domain import events as e
from services.review.domain.proofreading.finding import Proofed
from services.review.queries.closed import Closed, Edition, name_in

Told = dict[str, Any]

WRITTEN, IN_REVIEW, WITHDRAWN, SENT_BACK, REPLACED, PUBLISHED, GIVEN_UP = BECAME = (
    "written",
    "in_review",
    "withdrawn",
    "sent_back",
    "replaced",
    "published",
    "given_up",
)
"""What can have become of a draft."""


def drafts(history: Iterable[e.Event]) -> list[Told]:
    """[{draft, text, text_hash, by, at, restores, attachments, submitted_at, …, became, version}], the oldest first.

    An agency reads nothing that an earlier one drafted, so an assignment begins anew. Texts are `Closed`; null once
    erased.
    `passes` are those given to the draft, void or not, [{level, by, at, taken_back_at, passed_over}], and `passed_over`
    what whoever handed it in passed over; `returns` says how often it
    was sent back, and why, [{level, to, by, at, comments}], `sent_back` is the last of them or null; `comments` is what
    was said without deciding, [{role, by, at, comments}]. `became` is one of `BECAME`; `version` the version as which
    it went out, or null. `attachments` are the files that went with the text, [{attachment, name, type, size, digest}]:
    with other files it is another draft.
    """
    found: list[Told] = []
    files: dict[str, Told] = {}
    for event in history:
        match event:
            case e.Entrusted() | e.TakenBack() | e.Reopened():
                found = []
            case e.Drafted():
                if found:
                    _replace(found[-1])
                enclosed = [files[attachment] for attachment in event.files]
                found.append(_begun(event, Closed(event.sealed), enclosed, event.restores))
            case e.FileAttached():
                files[event.attachment] = file = enclosure(event)
                if found:
                    _replace(found[-1])
                    enclosed = [*found[-1]["attachments"], file]
                    found.append(_begun(event, found[-1]["text"], enclosed))
            case e.FileRemoved() if found:
                _replace(found[-1])
                enclosed = [file for file in found[-1]["attachments"] if file["attachment"] != event.attachment]
                found.append(_begun(event, found[-1]["text"], enclosed))
            case e.Commented():
                _comment(found, event)
            case _ if found:
                _tell(found[-1], event)
            case _:
                pass
    return found


def enclosure(event: e.FileAttached | e.FileSentOut, edition: Edition | None = None) -> Told:
    """{attachment, name, type, size, digest}: a file without what opens it; erased, its name is null."""
    name = Closed(event.sealed, edition, name_in)
    about = {"type": event.type, "size": event.size, "digest": event.digest}
    return {"attachment": event.attachment, "name": name, **about}


def _begun(
    event: e.Drafted | e.FileAttached | e.FileRemoved, text: Closed, files: list[Told], restores: int | None = None
) -> Told:
    return {
        "draft": event.draft,
        "text": text,
        "text_hash": event.text_hash,
        "by": event.by,
        "at": rfc3339(event.at),
        "restores": restores,
        "attachments": files,
        "submitted_at": None,
        "passed_over": [],
        "passes": [],
        "returns": [],
        "sent_back": None,
        "comments": [],
        "became": WRITTEN,
        "version": None,
    }


def _replace(draft: Told) -> None:
    """An edit follows: what was decided about the draft before says more than that."""
    if draft["became"] in {WRITTEN, IN_REVIEW, WITHDRAWN}:
        draft["became"] = REPLACED


def _comment(found: list[Told], event: e.Commented) -> None:
    for draft in found:
        if draft["draft"] == event.draft:
            said = {"role": event.role, "by": event.by, "at": rfc3339(event.at), "comments": Closed(event.sealed)}
            draft["comments"].append(said)


def _tell(draft: Told, event: e.Event) -> None:
    """What happened to the draft that stood then."""
    match event:
        case e.Submitted():
            draft["submitted_at"], draft["became"] = rfc3339(event.at), IN_REVIEW
            draft["passed_over"] = passed_over(event.proof)
        case e.TakenOutOfReview():
            draft["became"] = WITHDRAWN
        case e.Passed():
            passed = {"level": event.level, "by": event.by, "at": rfc3339(event.at), "taken_back_at": None}
            draft["passes"].append({**passed, "passed_over": passed_over(event.proof)})
        case e.PassTakenBack():
            last = next(given for given in reversed(draft["passes"]) if given["level"] == event.level)
            last["taken_back_at"] = rfc3339(event.at)
        case e.SentBack():
            why = {"level": event.level, "to": event.to, "by": event.by, "at": rfc3339(event.at)}
            draft["sent_back"] = {**why, "comments": Closed(event.sealed)}
            draft["returns"].append(draft["sent_back"])
            if event.to == 0:
                draft["became"] = SENT_BACK
        case e.Published() | e.Delivered():
            draft["became"], draft["version"] = PUBLISHED, 1
        case e.Corrected():
            draft["became"], draft["version"] = PUBLISHED, event.version
        case e.CorrectionGivenUp() if draft["became"] != PUBLISHED:
            draft["became"] = GIVEN_UP
        case _:
            pass


def passed_over(proof: Proofed | None) -> list[Told] | Closed:
    """[{finding, rule, start, end, list, version, why}]: what stood in a text that went on; erased, `why` is null."""
    if proof is None or not proof.stood:
        return []
    return _stood(proof, None) if proof.whys is None else Closed(proof.whys, told=partial(_stood, proof))


def _stood(proof: Proofed, kept: str | None) -> list[Told]:
    whys: dict[str, str] = {} if kept is None else orjson.loads(kept)
    return [{"finding": each.name, **asdict(each), "why": whys.get(each.name)} for each in proof.stood]
