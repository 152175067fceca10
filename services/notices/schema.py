"""What notices stores: its aggregates and the frozen names of their events. Names are only ever added to."""

from __future__ import annotations

from typing import Any

from kernel.aggregate import Aggregate
from kernel.codec import EventTypes
from services.notices.domain import commands as c
from services.notices.domain import delivery as d
from services.notices.domain import events as e
from services.notices.domain import reader as r
from services.notices.domain import webhook as w
from services.notices.domain.notice import NOTICE as DECIDER
from services.notices.domain.state import Notice

NOTICE: Aggregate[c.Command, e.Event, Notice] = Aggregate(
    category="notice",
    decider=DECIDER,
    types=EventTypes(
        {
            "notices.drafted.v1": e.Drafted,
            "notices.sent.v1": e.Sent,
            "notices.corrected.v1": e.Corrected,
            "notices.withdrawn.v1": e.Withdrawn,
            "notices.reminded.v1": e.Reminded,
        }
    ),
)
"""What the portal office tells those who work on the board."""

READER: Aggregate[r.Command, e.ReaderEvent, r.Reader] = Aggregate(
    category="reader",
    decider=r.READER,
    types=EventTypes(
        {
            "notices.addressed.v1": e.Addressed,
            "notices.was_read.v1": e.WasRead,
            "notices.receipt_given.v1": e.ReceiptGiven,
        }
    ),
)
"""What one person has done about one notice; its id is the notice's name, a dot and the account's."""

DELIVERY: Aggregate[d.Command, d.Event, d.Delivery] = Aggregate(
    category="delivery",
    decider=d.DELIVERY,
    types=EventTypes(
        {
            "notices.delivery_queued.v1": d.Queued,
            "notices.delivery_begun.v1": d.Begun,
            "notices.delivery_told.v1": d.Told,
            "notices.delivery_failed.v1": d.Failed,
            "notices.delivery_given_up.v1": d.GivenUp,
            "notices.delivery_requeued.v1": d.Requeued,
        }
    ),
)
"""What somebody is told, by e-mail or by a webhook."""

WEBHOOK: Aggregate[w.Command, w.Event, w.Webhook] = Aggregate(
    category="webhook",
    decider=w.WEBHOOK,
    types=EventTypes(
        {
            "notices.webhook_registered.v1": w.Registered,
            "notices.webhook_enabled.v1": w.Enabled,
            "notices.webhook_disabled.v1": w.Disabled,
        }
    ),
)
"""Other systems that are told what happens."""

AGGREGATES: tuple[Aggregate[Any, Any, Any], ...] = (NOTICE, READER, DELIVERY, WEBHOOK)
"""Every kind of stream in the journal of notices."""


def subject_of(notice: str) -> str:
    """Whose key seals a notice's texts."""
    return NOTICE.stream(notice)


def reader_of(notice: str, account: str) -> str:
    """The id of what this person has done about this notice."""
    return f"{notice}.{account}"


def notice_of(reader: str) -> str:
    """The notice that it is about; its name holds no dot."""
    return reader.partition(".")[0]
