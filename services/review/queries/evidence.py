"""The evidence of a reply: who did what to which text, what went out, and where in the journal it can be proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from kernel.clock import rfc3339
from kernel.journal import Recorded
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review import tables
from services.review.domain import events as e
from services.review.domain.scope import EVIDENCE, require, require_column
from services.review.domain.words import REASON_NAMES, Reason
from services.review.handlers import part_of
from services.review.queries.closed import Closed
from services.review.queries.drafts import passed_over
from services.review.queries.texts import opens, visible
from services.review.queries.versions import versions

FACTS: Final = (
    "round", "lead", "draft", "text_hash", "level", "levels", "to", "turn", "version", "reason", "restores",
    "files", "attachment", "type", "size", "digest",
)  # fmt: skip
"""What an event says of itself in the clear, by the names that it has there."""

_SAID: Final = (e.SentBack, e.Commented, e.CorrectionOpened)


def evidence(reading: Reading, payload: Payload) -> Answer:
    """{number, part?} → {number, part, column, column_name, leads, list_names, as_of, steps, publications, journal}.

    `steps` are the events of every round, [{position, event, at, recorded_at, by, role, on_behalf_of, …FACTS, words,
    findings, lists}]: `words` is what was said with it, `findings` what stood in a text that went on, with `why` it was
    passed over, `lists` the word lists in force; words are null once the message is erased. `publications` are the
    versions that went out with their texts and files, the oldest first, see versions.py, each with the `reason` of a
    correction. `files` are the ids of those that a draft kept; each is told with its `digest` where it was attached and
    where it went out.
    `journal` is {service, stream, links, anchor}: a link is {position, previous, content, digest}, where `digest` is
    SHA-256 of `previous` and `content`, and `anchor` is what `huiyin verify` holds the whole journal against. Drafts
    that did not go out are told by their hashes. Raises NotFound, OutOfScope.
    """
    number: str = payload["number"]
    part = part_of(payload)
    require(reading.context.actor, EVIDENCE)
    row = visible(reading, number, part.category)
    require_column(reading.context.actor, EVIDENCE, row["column"])
    links = reading.links(part, number)
    history = [each for each in reading.history(part, number) if each.position <= links[-1].position]
    names = reading.rows(select(tables.columns.c.name).where(tables.columns.c.column == row["column"]))

    steps = [step(each) for each in history]
    publications = [_with_reason(out, steps) for out in versions(each.event for each in history)]
    last = links[-1]
    told = opens(reading, part.category, number)({"steps": steps, "publications": publications})
    return {
        "number": number,
        "part": part.category,
        "column": row["column"],
        "column_name": names[0]["name"] if names else None,
        "leads": _leads(reading, steps),
        "list_names": _list_names(reading, told["steps"]),
        "as_of": rfc3339(reading.now),
        **told,
        "journal": {
            "service": "review",
            "stream": part.stream(number),
            "links": [
                {"position": each.position, "previous": each.previous, "content": each.content, "digest": each.digest}
                for each in links
            ],
            "anchor": f"review:{last.position}:{last.digest}",
        },
    }


def step(recorded: Recorded) -> dict[str, Any]:
    """An event retold, its texts `Closed`; what it says nothing of is null."""
    event, metadata = recorded.event, recorded.metadata
    said: dict[str, Any] = {name: getattr(event, name, None) for name in FACTS}
    proof = getattr(event, "proof", None)
    reason = said["reason"]
    return {
        "position": recorded.position,
        "event": recorded.type.partition(".")[2].rpartition(".")[0],
        "at": rfc3339(recorded.occurred_at),
        "recorded_at": rfc3339(recorded.recorded_at),
        "by": getattr(event, "by", None) or metadata["actor"],
        "role": metadata["role"],
        "on_behalf_of": metadata.get("on_behalf_of"),
        **said,
        "files": None if said["files"] is None else list(said["files"]),
        "reason_name": None if reason is None else REASON_NAMES[Reason(reason)],
        "public": _public(event),
        "words": Closed(event.sealed) if isinstance(event, _SAID) else None,
        "findings": passed_over(proof),
        "lists": [{"list": each.list, "version": each.version} for each in proof.lists] if proof else [],
    }


def _public(event: Any) -> bool | None:
    """Who reads what went out: everyone, or the citizen alone; of the consent, whether it is given."""
    match event:
        case e.ConsentLearnt(publishable=publishable):
            return publishable
        case e.Published():
            return True
        case e.Delivered():
            return False
        case e.Corrected(public=public):
            return public
        case _:
            return None


def _with_reason(out: Mapping[str, Any], steps: list[dict[str, Any]]) -> dict[str, Any]:
    """A version that went out, with who gave it, and where it was recorded; of a correction, why."""
    names = {"published", "delivered", "corrected"}
    found = next(
        each
        for each in steps
        if each["event"] in names and (each["turn"], each["version"] or 1) == (out["turn"], out["version"])
    )
    return {**out, **{name: found[name] for name in ("position", "lead", "reason", "reason_name")}}


def _leads(reading: Reading, steps: list[dict[str, Any]]) -> dict[str, str]:
    """The agencies that had to answer, by their codes."""
    wanted = {each["lead"] for each in steps if each["lead"]}
    rows = reading.rows(select(tables.agencies).where(tables.agencies.c.agency.in_(wanted)))
    return {row["agency"]: row["name"] for row in rows}


def _list_names(reading: Reading, steps: list[dict[str, Any]]) -> dict[str, str]:
    """The word lists by which these texts were proofread, by their codes."""
    wanted = {each["list"] for step in steps for each in (*step["lists"], *step["findings"]) if each["list"]}
    lists = tables.word_lists.c
    return {
        row["list"]: row["name"] for row in reading.rows(select(lists.list, lists.name).where(lists.list.in_(wanted)))
    }
