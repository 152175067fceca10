"""Flat combining by itself: everybody served, nobody waiting for someone who is gone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kernel.combiner import Combiner
from kernel.errors import Unavailable


class Work:
    def __init__(self, number: int) -> None:
        self.number = number
        self.done_in: int | None = None
        self.error: BaseException | None = None

    def fail(self, error: BaseException) -> None:
        self.error = error


class Bench:
    """Notes batches; the first one waits at a door."""

    def __init__(self, limit: int = 100) -> None:
        self.batches: list[list[int]] = []
        self.entered = threading.Event()
        self.door = threading.Event()
        self.explode: BaseException | None = None
        self.combiner: Combiner[Work] = Combiner(self.process, limit)

    def process(self, works: list[Work]) -> None:
        self.batches.append([work.number for work in works])
        if len(self.batches) == 1:
            self.entered.set()
            assert self.door.wait(60)
            if self.explode is not None:
                raise self.explode
        for work in works:
            work.done_in = len(self.batches)

    def queued(self, count: int) -> None:
        while len(self.combiner._queue) < count:
            threading.Event().wait(0.001)


def test_jobs_that_arrive_while_one_is_done_are_done_together() -> None:
    bench = Bench()
    works = [Work(number) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        pool.submit(bench.combiner.submit, works[0])
        assert bench.entered.wait(60)
        for work in works[1:]:
            pool.submit(bench.combiner.submit, work)
        bench.queued(7)
        bench.door.set()
    assert bench.batches[0] == [0]
    assert sorted(bench.batches[1]) == [1, 2, 3, 4, 5, 6, 7]
    assert all(work.done_in == 2 for work in works[1:])


def test_a_batch_is_no_larger_than_the_limit_and_the_rest_is_not_forgotten() -> None:
    bench = Bench(limit=3)
    works = [Work(number) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        pool.submit(bench.combiner.submit, works[0])
        assert bench.entered.wait(60)
        for work in works[1:]:
            pool.submit(bench.combiner.submit, work)
        bench.queued(7)
        bench.door.set()
    assert [len(batch) for batch in bench.batches] == [1, 3, 3, 1]


def test_a_caller_that_is_ended_in_the_middle_of_a_batch_tells_the_others_and_passes_the_lead_on() -> None:
    class Killed(BaseException):
        pass

    bench = Bench()
    bench.explode = Killed()
    first, second = Work(1), Work(2)
    with ThreadPoolExecutor(2) as pool:
        ended = pool.submit(bench.combiner.submit, first)
        assert bench.entered.wait(60)
        waiting = pool.submit(bench.combiner.submit, second)
        bench.queued(1)
        bench.door.set()
        assert isinstance(ended.exception(10), Killed)
        waiting.result(10)
    assert isinstance(first.error, Unavailable)
    assert second.done_in == 2


class Interrupted(BaseException):
    """As a greenthread is ended while it waits."""


class Gate:
    """The gate of a caller that is ended there: when it is let through, or before."""

    def __init__(self, *, when_chosen: bool) -> None:
        self.waits = False
        self._let_through = threading.Event()
        self._when_chosen = when_chosen

    def acquire(self) -> None:
        if self.waits:
            assert not self._when_chosen or self._let_through.wait(60)
            raise Interrupted
        self.waits = True

    def release(self) -> None:
        self._let_through.set()


@pytest.mark.parametrize("when_chosen", [False, True])
def test_a_caller_that_is_ended_while_it_waits_leaves_the_queue_moving(
    monkeypatch: pytest.MonkeyPatch, when_chosen: bool
) -> None:
    bench = Bench()
    stayer = Work(3)
    with ThreadPoolExecutor(3) as pool:
        pool.submit(bench.combiner.submit, Work(1))
        assert bench.entered.wait(60)
        with monkeypatch.context() as patch:
            patch.setattr("kernel.combiner.Lock", lambda: Gate(when_chosen=when_chosen))
            leaver = pool.submit(bench.combiner.submit, Work(2))
            if when_chosen:
                bench.queued(1)
            else:
                assert isinstance(leaver.exception(10), Interrupted)
        stays = pool.submit(bench.combiner.submit, stayer)
        bench.queued(2 if when_chosen else 1)
        bench.door.set()
        assert isinstance(leaver.exception(10), Interrupted)
        stays.result(10)
    assert stayer.done_in == 2
    assert bench.batches == [[1], [3]]


def test_a_leader_that_is_ended_while_it_lets_others_come_back_still_passes_the_lead_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ended(_: float) -> None:
        raise Interrupted

    bench = Bench()
    works = [Work(number) for number in range(3)]
    with ThreadPoolExecutor(3) as pool:
        pool.submit(bench.combiner.submit, works[0])
        assert bench.entered.wait(60)
        monkeypatch.setattr("kernel.combiner.sleep", ended)
        callers = [pool.submit(bench.combiner.submit, work) for work in works[1:]]
        bench.queued(2)
        bench.door.set()
        ended_callers = [caller for caller in callers if isinstance(caller.exception(10), Interrupted)]
    assert len(ended_callers) == 1
    last = Work(9)
    bench.combiner.submit(last)
    assert last.done_in == 3


def test_jobs_handed_in_together_are_done_in_their_order_and_in_as_few_batches_as_they_fit_in() -> None:
    bench = Bench(limit=3)
    bench.door.set()
    works = [Work(number) for number in range(8)]
    bench.combiner.submit_all(works)
    assert bench.batches == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert [work.done_in for work in works] == [1, 1, 1, 2, 2, 2, 3, 3]
    bench.combiner.submit_all([])
    bench.combiner.submit(Work(8))
    assert bench.batches[-1] == [8]


def test_who_is_ended_with_jobs_handed_in_together_holds_nobody_up() -> None:
    class Killed(BaseException):
        pass

    bench = Bench(limit=1)
    bench.explode = Killed()
    bench.door.set()
    works = [Work(number) for number in range(3)]
    with pytest.raises(Killed):
        bench.combiner.submit_all(works)
    assert isinstance(works[0].error, Unavailable)
    later = Work(3)
    bench.combiner.submit(later)
    assert bench.batches == [[0], [3]]
