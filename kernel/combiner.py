"""Flat combining: callers that arrive together have their jobs done together, by one of them.

Nobody waits for a batch to fill: a lone caller does its own job at once; whoever arrives while one is at work queues,
and when that one is done the first of the queue does the jobs of all of them. So the cost that a batch has once (a
transaction, a round trip) is shared exactly when there is something to share it with. No thread is kept for it, and
plain locks are all it needs, so greenthreads combine as threads do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from time import sleep
from typing import Generic, Protocol, TypeVar

from kernel.errors import Unavailable


class Job(Protocol):
    """Something to be done with others of its kind."""

    def fail(self, error: BaseException) -> None:
        """Note that it could not be done; whoever asked for it is told."""
        ...


J = TypeVar("J", bound=Job)


class _Ticket(Generic[J]):
    """A job in the queue, and the gate at which its caller waits."""

    __slots__ = ("done", "gate", "job", "leads")

    def __init__(self, job: J) -> None:
        self.job = job
        self.gate = Lock()
        self.gate.acquire()
        self.done = False
        self.leads = False


class Combiner(Generic[J]):
    """Does jobs in batches of at most `limit`. `process` settles each job of its batch and does not raise."""

    def __init__(self, process: Callable[[list[J]], None], limit: int) -> None:
        self._process = process
        self._limit = limit
        self._queue: deque[_Ticket[J]] = deque()
        self._mutex = Lock()
        self._led = False

    def submit(self, job: J) -> None:
        """Return once the job is done, by this caller or by another."""
        self.submit_all([job])

    def submit_all(self, jobs: Sequence[J]) -> None:
        """Return once the jobs are done, in this order and as few batches as they fit in."""
        tickets = [_Ticket(job) for job in jobs]
        with self._mutex:
            self._queue.extend(tickets)
            leads = bool(tickets) and not self._led
            self._led = self._led or leads
        try:
            if leads:
                self._lead()
            for ticket in tickets:
                self._wait(ticket)
        except BaseException:
            for ticket in tickets:
                self._leave(ticket)
            raise

    def _wait(self, ticket: _Ticket[J]) -> None:
        if not ticket.done:
            ticket.gate.acquire()
        if not ticket.done:
            self._lead()

    def _lead(self) -> None:
        with self._mutex:
            batch = [self._queue.popleft() for _ in range(min(self._limit, len(self._queue)))]
        try:
            self._process([ticket.job for ticket in batch])
        except BaseException:
            # the greenthread or the program is being ended in the middle of it: whether it was committed is not known
            for ticket in batch:
                ticket.job.fail(Unavailable("store"))
            raise
        finally:
            for ticket in batch:
                ticket.done = True
                ticket.gate.release()
            try:
                if len(batch) > 1:
                    sleep(0)  # those who are done now may be back with their next job before the next batch begins
            finally:
                self._pass_on()  # also if the caller is ended just there: the queue moves on

    def _pass_on(self) -> None:
        with self._mutex:
            if self._queue:
                heir = self._queue[0]
                heir.leads = True
                heir.gate.release()
            else:
                self._led = False

    def _leave(self, ticket: _Ticket[J]) -> None:
        """The caller was ended while it waited."""
        with self._mutex:
            if ticket in self._queue:
                self._queue.remove(ticket)
        if ticket.leads and not ticket.done:
            self._pass_on()
