"""The blobs of replies' files follow review's journal: the timers' side of `handlers.attachments`."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Protocol

from kernel.files import Files
from kernel.files.sweeping import Sweep, drop_gone
from kernel.service import Answer, Handler, Payload, Query
from services.review.handlers.attachments import record_drop
from services.review.queries.attachments import confirmed, gone


class Work(Protocol):
    """Runs handlers and asks queries on behalf of the program itself."""

    def handle(self, handler: Handler, payload: Payload) -> Answer:
        """As one transaction."""

    def ask(self, query: Query, payload: Payload) -> Answer:
        """Changing nothing."""


def delete_blobs(work: Work, files: Files) -> int:
    """Delete the blobs of files that were erased; how many. Raises Unavailable."""
    waiting = work.ask(gone, {})["items"]
    record = partial(_record, work)
    return drop_gone(files, ((item["number"], item["attachment"], item["place"]) for item in waiting), record)


def sweep(work: Work, files: Files, unconfirmed: Sweep, now: datetime) -> int:
    """Delete the blobs of one past day that no reply knows; how many. Raises Unavailable."""
    return unconfirmed.sweep(files, now, lambda number: work.ask(confirmed, {"number": number})["attachments"])


def _record(work: Work, number: str, attachment: str) -> None:
    work.handle(record_drop, {"number": number, "attachment": attachment})
