"""Which of notices' events are public, and in which words: never with a text, and never with who is told."""

from __future__ import annotations

from contracts import notices as public
from kernel.journal import Recorded
from kernel.publiclog import Published
from services.notices.domain import events as e


def published(recorded: Recorded) -> Published | None:
    """The contract event that others learn of; none for what is the house's own."""
    said = contract(recorded.id, recorded.event)
    return None if said is None else Published(said, subject=f"notice:{recorded.id}")


def contract(notice: str, event: object) -> object | None:
    """Each version that goes out, and the end of it; drafts and readers are the house's own."""
    match event:
        case e.Sent() | e.Corrected():
            outline = event.outline
            return public.NoticeSentV1(
                notice=notice,
                kind=outline.kind,
                version=1 if isinstance(event, e.Sent) else event.version,
                roles=outline.audience.roles,
                columns=outline.audience.columns,
                addressed=event.addressed,
                needs_receipt=outline.needs_receipt,
                valid_until=outline.valid_until,
                sent_at=event.at,
            )
        case e.Withdrawn():
            return public.NoticeWithdrawnV1(notice, event.version, event.at)
        case e.Reminded():
            return public.NoticeRemindedV1(notice, event.version, event.at)
        case _:
            return None
