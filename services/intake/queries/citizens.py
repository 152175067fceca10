"""What a citizen asks, with the number and the query code."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Reading
from services.intake import story
from services.intake.domain import numbers
from services.intake.domain.afterwards import evaluable_until, follow_up_until
from services.intake.domain.state import Unwritten
from services.intake.handlers.standing import terms_of
from services.intake.queries.attachments import listed
from services.intake.queries.telling import column_name, merges, tell
from services.intake.schema import ATTACHMENTS, NOTIFYING

FILE = ("attachment", "name", "type", "size", "public")
"""What the citizen's view says of a file."""


def follow(reading: Reading, payload: Payload) -> Answer:
    """{number, query_code} → the citizen's view (story.for_citizen) with its files; `notify`: whether they are told.

    Raises NotFound for a wrong one of either.
    """
    told = tell(reading, payload["number"])
    numbers.must_own(payload["query_code"], Unwritten() if told is None else told.message)
    assert told is not None
    column = told.submitted.column
    terms = terms_of(reading, column)
    until = story.Until(
        evaluable=evaluable_until(told.message, terms.evaluation_days, reading.now),
        follow_up=follow_up_until(told.message, terms.follow_up_days, reading.now),
    )
    files = listed(reading, told.number, reading.state(ATTACHMENTS, told.number).kept)["items"]
    view = story.for_citizen(told, column_name(reading, column), until, merges(reading, told))
    shown = [{name: file[name] for name in FILE} for file in files]
    return {**view, "attachments": shown, "notify": reading.state(NOTIFYING, told.number).wants}
