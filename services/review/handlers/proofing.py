"""What stands in a draft when it goes on, and the reasons for which somebody passes over it."""

from __future__ import annotations

import orjson

from kernel.service import Answer, Payload
from kernel.store import Reading, Unit
from services.review.domain.proofreading.finding import NOTHING_FOUND, NOTHING_PASSED_OVER, PassedOver, Proof, told
from services.review.domain.scope import mandate_of
from services.review.domain.state import Reply
from services.review.domain.text import exact, must_be_readable
from services.review.handlers.parts import sealed
from services.review.proofreading.reader import proofread

WHY_LIMIT = 500


def proof_of(reading: Reading, reply: Reply, text: str) -> Proof:
    """What stands in a text that is to be this reply; nothing where nobody has to give one, or there is no text."""
    mandate = mandate_of(reply)
    return NOTHING_FOUND if mandate is None or not text else proofread(reading, mandate, text)


def passed_over(unit: Unit, payload: Payload, reply: Reply) -> PassedOver:
    """`passed_over`: [{finding, why}] of the payload; the reasons sealed with the message's key.

    Raises what a text is refused for, TextErased.
    """
    whys: dict[str, str] = {}
    for said in payload.get("passed_over") or ():
        why = exact(said["why"])
        must_be_readable("why", why, WHY_LIMIT)
        whys[said["finding"]] = why
    if not whys:
        return NOTHING_PASSED_OVER
    return PassedOver(tuple(sorted(whys)), sealed(unit, payload["number"], reply, orjson.dumps(whys).decode()))


def findings(proof: Proof) -> Answer:
    """{findings, lists}: what stands, by place, and the word lists in force with their versions."""
    lists = [{"list": each.list, "version": each.version} for each in proof.lists]
    return {"findings": [told(finding) for finding in proof.findings], "lists": lists}
