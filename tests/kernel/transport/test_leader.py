"""The relay's connection: it keeps the lock by speaking, and loses it when it does not."""

from __future__ import annotations

import warnings
from time import monotonic

import psycopg2
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # eventlet says of itself that it is in maintenance mode
    import eventlet

from kernel.transport import leader
from kernel.transport.leader import Leadership
from tests.support.waiting import until

pytestmark = pytest.mark.db


def test_a_leader_that_is_told_of_commits_all_the_time_still_speaks(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader, "CHECK_EVERY", 0.1)
    monkeypatch.setattr(leader, "OPTIONS", leader.OPTIONS.replace("=20000", "=2000"))
    leadership = Leadership(postgres_url, "library", "commits")
    assert leadership.acquire()
    heard: eventlet.Queue[float] = eventlet.Queue()
    listener = eventlet.spawn(leadership.listen, lambda: heard.put(monotonic()))
    other = psycopg2.connect(postgres_url.replace("+psycopg2", ""))
    other.autocommit = True
    began, last = monotonic(), 0.0
    while last < began + 3:
        other.cursor().execute("NOTIFY commits")
        last = heard.get(timeout=60)  # a leader that was cut off hears nothing
    assert not listener.dead
    listener.kill()
    leadership.close()
    other.close()


def test_a_leader_that_has_stalled_loses_the_lock(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leader, "OPTIONS", leader.OPTIONS.replace("=20000", "=100"))
    stalled = Leadership(postgres_url, "library", "commits")
    assert stalled.acquire()
    monkeypatch.undo()
    heir = Leadership(postgres_url, "library", "commits")
    assert until(heir.acquire, "the lock to be free")
    with pytest.raises(psycopg2.Error):
        stalled.acquire()
    heir.close()
