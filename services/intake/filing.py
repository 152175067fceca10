"""The blobs of messages' files follow intake's journal: the timers' side of `handlers.attachments`."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Protocol

from kernel.files import Files
from kernel.files.sweeping import Sweep, drop_gone
from kernel.service import Answer, Handler, Payload, Query
from services.intake.handlers.attachments import record_drop
from services.intake.queries.attachments import gone, known


class Work(Protocol):
    """Runs handlers and asks queries on behalf of the program itself."""

    def handle(self, handler: Handler, payload: Payload) -> Answer:
        """As one transaction."""

    def ask(self, query: Query, payload: Payload) -> Answer:
        """Changing nothing."""


def delete_blobs(work: Work, files: Files) -> int:
    """Delete the blobs of files that were removed or erased; how many. Raises Unavailable."""
    waiting = work.ask(gone, {})["items"]
    record = partial(_record, work)
    return drop_gone(files, ((item["number"], item["attachment"], item["place"]) for item in waiting), record)


def sweep(work: Work, files: Files, unconfirmed: Sweep, now: datetime) -> int:
    """Delete the blobs of one past day that no message knows; how many. Raises Unavailable."""
    return unconfirmed.sweep(files, now, lambda number: work.ask(known, {"number": number})["attachments"])


def _record(work: Work, number: str, attachment: str) -> None:
    work.handle(record_drop, {"number": number, "attachment": attachment})
