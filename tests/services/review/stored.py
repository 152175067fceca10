"""One stored event of each kind (a variant where a flag changes its meaning), by the name of its golden file."""

from __future__ import annotations

from dataclasses import replace

from services.review.domain import events as e
from tests.services.review.domain import facts as f

ONE_OF_EACH: dict[str, e.Event] = {
    "review.consent_learnt.v1": f.consents,
    "review.entrusted.v1": f.entrusted_to_housing,
    "review.taken_back.v1": f.taken_back,
    "review.reopened.v1": f.reopened,
    "review.drafted.v1": f.drafted,
    "review.submitted.v1": f.submitted(3),
    "review.taken_out_of_review.v1": f.taken_out_of_review(),
    "review.passed.v1": f.passed(1, f.CHEN),
    "review.sent_back.v1": f.sent_back,
    "review.approved.v1": replace(f.approved, levels=3),
    "review.published.v1": f.published,
    "review.published.v1.imported": f.published_long_ago,
    "review.delivered.v1": f.delivered,
    "review.erased.v1": f.erased,
}
