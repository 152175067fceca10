"""Refusals as the outside knows them: a stable code each."""

from __future__ import annotations

import inspect

from kernel.decider import Refusal
from services.intake.domain import attachment_refusals, refusals, scope

REFUSALS = [
    found
    for _, found in {
        member
        for module in (refusals, attachment_refusals, scope)
        for member in inspect.getmembers(module, inspect.isclass)
    }
    if issubclass(found, Refusal) and found is not Refusal
]
CODES = {
    "intake.accepted_too_early",
    "intake.already_attached",
    "intake.already_evaluated",
    "intake.already_followed_up",
    "intake.already_screened",
    "intake.attachment_not_found",
    "intake.attachments_too_large",
    "intake.column_closed",
    "intake.contact_limit_reached",
    "intake.contact_required",
    "intake.erased",
    "intake.evaluation_over",
    "intake.field_not_a_code",
    "intake.follow_up_over",
    "intake.in_the_future",
    "intake.merge_target_later",
    "intake.merge_target_not_handled",
    "intake.merge_target_unknown",
    "intake.merged_into_itself",
    "intake.no_consent",
    "intake.no_erasure_asked",
    "intake.no_public_text",
    "intake.not_accepted",
    "intake.not_answered",
    "intake.not_closed",
    "intake.not_found",
    "intake.not_publishable",
    "intake.not_revealed",
    "intake.number_taken",
    "intake.out_of_scope",
    "intake.public_text_moved_on",
    "intake.rated_elsewhere",
    "intake.reference_unusable",
    "intake.still_personal",
    "intake.text_blank",
    "intake.text_erased",
    "intake.text_not_public",
    "intake.text_too_long",
    "intake.text_unreadable",
    "intake.too_late_to_attach",
    "intake.too_late_to_withdraw",
    "intake.too_many_attachments",
    "intake.unknown_column",
    "intake.unknown_field",
    "intake.unknown_word",
}


def test_the_codes_are_these_and_each_is_one_refusals() -> None:
    assert sorted(refusal.code for refusal in REFUSALS) == sorted(CODES)
