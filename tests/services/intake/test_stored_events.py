"""Every stored event has a golden JSON file: what was recorded once can be read for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kernel.testing import roundtrip
from services.intake.domain import advice, attachments, notifying
from services.intake.domain.words import Reason
from services.intake.schema import ADVICE, ATTACHMENTS, MESSAGE, NOTIFYING, PUBLIC_TEXT, REVEALS
from tests.services.intake import facts

FILE, PLACE = "0" * 32, f"intake/2024-03-01/{facts.NUMBER}.{'0' * 32}"
GOLDEN = Path(__file__).parent / "golden"
EVENTS = {
    "intake.submitted.v1": facts.submitted,
    "intake.submitted.v1.imported": facts.imported,
    "intake.accepted.v1": facts.accepted,
    "intake.declined.v1": facts.declined,
    "intake.redirected.v1": facts.redirected,
    "intake.merged.v1": facts.merged,
    "intake.joined.v1": facts.joined,
    "intake.released.v1": facts.released,
    "intake.withdrawn.v1": facts.withdrawn,
    "intake.evaluated.v1": facts.evaluated,
    "intake.evaluated.v1.commented": facts.commented,
    "intake.follow_up_asked.v1": facts.asked_again,
    "intake.erasure_asked.v1": facts.erasure_asked,
    "intake.erasure_refused.v1": facts.erasure_refused,
    "intake.erased.v1": facts.erased,
    "intake.handling_began.v1": facts.assigned_to_housing,
    "intake.handling_ended.v1.office": facts.closed_by_phone,
    "intake.handling_shared.v1": facts.shared,
    "intake.handling_passed_on.v1": facts.passed_on,
    "intake.handling_returned.v1": facts.taken_back_from_housing,
    "intake.handling_returned.v1.asked": facts.housing_returned_it,
    "intake.handling_extended.v1": facts.extended,
    "intake.extension_refused.v1": facts.refused,
    "intake.handling_moved.v1": facts.moved,
    "intake.answer_published.v1": facts.answered,
    "intake.interim_reply_published.v1": facts.told_meanwhile,
    "intake.answer_corrected.v1": facts.corrected,
    "intake.follow_up_answered.v1": facts.answered_again,
    "intake.handling_ended.v1": facts.ended,
    "intake.handling_reopened.v1": facts.reopened,
    "intake.advice_worded.v1": advice.Worded(Reason.EMERGENCY, "请立即拨打110。", "office.zhao", facts.NOON),
    "intake.advice_worded.v1.provided": advice.Worded(Reason.EMERGENCY, None, "office.zhao", facts.NOON),
    "intake.public_text_confirmed.v1": facts.public_text_confirmed,
    "intake.public_text_withdrawn.v1": facts.public_text_withdrawn,
    "intake.revealed.v1": facts.revealed,
    "intake.notifications_chosen.v1": notifying.Chosen(wants=False, at=facts.NOON),
    "intake.attached.v1": attachments.Attached(
        "mayor", FILE, PLACE, "v1:name and key", "jpeg", 48_213, "ab" * 32, facts.MORNING
    ),
    "intake.attachment_removed.v1": attachments.AttachmentRemoved("mayor", FILE, PLACE, facts.LATER),
    "intake.attachment_made_public.v1": attachments.AttachmentMadePublic("mayor", FILE, facts.WANG, facts.NOON),
    "intake.attachment_made_private.v1": attachments.AttachmentMadePrivate("mayor", FILE, facts.WANG, facts.NOON),
    "intake.attachment_erased.v1": attachments.AttachmentErased("mayor", FILE, PLACE, facts.NOON),
    "intake.blob_dropped.v1": attachments.BlobDropped(FILE, facts.NOON),
}
AGGREGATES = (MESSAGE, ADVICE, PUBLIC_TEXT, REVEALS, ATTACHMENTS, NOTIFYING)
KNOWN = {name: aggregate.types for aggregate in AGGREGATES for name in aggregate.types.names}


@pytest.mark.parametrize(("file", "event"), EVENTS.items(), ids=EVENTS)
def test_what_was_stored_is_read_and_written_the_same(file: str, event: object) -> None:
    golden = json.loads((GOLDEN / f"{file}.json").read_text(encoding="utf-8"))
    types = KNOWN[golden["type"]]
    name, data = types.encode(event)
    assert (name, json.loads(data)) == (golden["type"], golden["data"])
    assert types.decode(golden["type"], json.dumps(golden["data"])) == event


@pytest.mark.parametrize(("file", "event"), EVENTS.items(), ids=EVENTS)
def test_an_event_is_itself_after_a_trip_through_the_journal(file: str, event: object) -> None:
    assert roundtrip(KNOWN[file[: file.index(".v1") + 3]], event) == event


def test_every_stored_type_has_a_golden_file_and_every_file_is_read() -> None:
    files = sorted(GOLDEN.glob("*.json"))
    assert {path.stem for path in files} == set(EVENTS)
    assert {json.loads(path.read_text(encoding="utf-8"))["type"] for path in files} == set(KNOWN)
