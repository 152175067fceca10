"""One stored event of each kind (a variant where a field changes its meaning), by the name of its golden file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.notices.domain import delivery as d
from services.notices.domain import webhook as w
from services.notices.domain.audience import Audience
from tests.services.notices.domain import facts as f

LI = d.Recipient("handler.li", "l***@example.com")
OCCASION = d.Occasion("due_soon", "20240301-048213", f.MONDAY, date(2024, 3, 11))
NEXT = f.MONDAY + timedelta(minutes=1)

ONE_OF_EACH: dict[str, Any] = {
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
    "notices.delivery_queued.v1": d.Queued(
        OCCASION, d.Recipients(roles=("handler",), agencies=("housing",)), d.EMAIL, f.MONDAY
    ),
    "notices.delivery_queued.v1.to_citizen": d.Queued(
        d.Occasion("message_answered", "20240301-048213", f.MONDAY), d.Recipients(citizen=True), d.EMAIL, f.MONDAY
    ),
    "notices.delivery_begun.v1": d.Begun(1, f.MONDAY),
    "notices.delivery_told.v1": d.Told(2, (LI,), f.MONDAY),
    "notices.delivery_told.v1.nobody": d.Told(1, (), f.MONDAY),
    "notices.delivery_failed.v1": d.Failed(1, "timeout", (), NEXT, f.MONDAY),
    "notices.delivery_failed.v1.refused": d.Failed(1, "unreachable", (), NEXT, f.MONDAY, (LI,)),
    "notices.delivery_given_up.v1": d.GivenUp(12, "timeout", (LI,), f.MONDAY),
    "notices.delivery_given_up.v1.refused": d.GivenUp(1, "address_refused", (), f.MONDAY, (LI,)),
    "notices.delivery_requeued.v1": d.Requeued(f.GU, f.MONDAY),
    "notices.webhook_registered.v1": w.Registered(
        "案件系统", "v1:url", "v1:secret", ("due_soon", "message_answered"), True, f.GU, f.MONDAY
    ),
    "notices.webhook_enabled.v1": w.Enabled(f.GU, f.MONDAY),
    "notices.webhook_disabled.v1": w.Disabled(f.MENG, f.TUESDAY),
}
