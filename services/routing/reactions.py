"""What routing does about others' events: an acceptance opens a case, a reply closes it, a rating may reopen it."""

from __future__ import annotations

from collections.abc import Sequence

from contracts import intake, review
from kernel.actor import SYSTEM
from kernel.inbox import Deed, Erasure, Incoming, Reaction
from services.routing.domain.commands import Close, OpenCase
from services.routing.domain.matter import Matter
from services.routing.handlers.reopening import follow_evaluation
from services.routing.schema import CASE


def react(incoming: Incoming) -> Sequence[Reaction | Deed | Erasure]:
    """Own commands in answer to one public event; none to most."""
    match incoming.event:
        case intake.MessageAcceptedV1() as accepted:
            matter = Matter(
                column=accepted.column,
                kind=accepted.kind,
                field=accepted.field,
                urgency=accepted.urgency,
                complexity=accepted.complexity,
                accepted_at=accepted.accepted_at,
                imported=accepted.imported,
            )
            return [Reaction(CASE, accepted.number, OpenCase(matter, accepted.accepted_at))]
        case review.ReplyPublishedV1() as published:
            close = Close(
                published.round, published.lead, "reply", SYSTEM.account, published.published_at, published.imported
            )
            return [Reaction(CASE, published.number, close)]
        case intake.MessageEvaluatedV1(number=number, round=round_, satisfaction=satisfaction, evaluated_at=at):
            rated = {"number": number, "round": round_, "satisfaction": satisfaction, "at": at}
            return [Deed(follow_evaluation, rated)]
        case intake.MessageErasedV1(number=number):
            return [Erasure(number)]  # the notes of returns, extensions and urgings
        case _:
            return []
