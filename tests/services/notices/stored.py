"""One stored event of each kind (a variant where a field changes its meaning), by the name of its golden file."""

from __future__ import annotations

from dataclasses import replace

from services.notices.domain import events as e
from services.notices.domain.audience import Audience
from tests.services.notices.domain import facts as f

ONE_OF_EACH: dict[str, e.Event] = {
    "notices.drafted.v1": f.drafted,
    "notices.drafted.v1.by_accounts": replace(
        f.drafted,
        outline=replace(f.HANDBOOK, kind="urging", audience=Audience(accounts=(f.YE, f.BAI)), valid_until=None),
        wording=replace(f.SEALED, link=None),
        marks=replace(f.MARKS, link=None),
    ),
    "notices.sent.v1": f.went_out,
    "notices.addressed.v1": f.to_ye,
    "notices.corrected.v1": f.corrected,
    "notices.withdrawn.v1": f.withdrawn,
    "notices.was_read.v1": f.was_read(),
    "notices.receipt_given.v1": f.receipt(),
    "notices.reminded.v1": f.reminded,
}
