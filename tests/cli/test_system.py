"""Waiting for what follows: consequences are waited for, other people's work is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cli import system as under_test
from cli.importing.load import taken_once_known
from cli.system import follow, heard, repeated
from contracts import SERVICES
from kernel.errors import Refused, Unavailable

CHAIN = {
    "routing": ("intake", "review"),
    "review": ("routing",),
    "intake": ("routing", "review"),
    "stats": ("routing",),
    "notices": ("routing",),
}


class Scripted:
    """Services that apply one event a drive and record `consequences` in turn; `busy`: somebody else works, too."""

    def __init__(self, consequences: Mapping[str, int], *, busy: bool = False, stuck: bool = False) -> None:
        self.heads = dict.fromkeys(SERVICES, 0) | {"review": 3}
        self.at = {name: dict.fromkeys(sources, 0) for name, sources in CHAIN.items()}
        self.consequences = dict(consequences)
        self.busy = busy
        self.stuck = stuck

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], attempts: int = 1, timeout: float = 0.0
    ) -> dict[str, Any]:
        assert (method, payload, attempts, timeout) == ("doctor", {}, 1, 0.0)
        return {"public_head": self.heads[service], "checkpoints": self.at[service]}

    def drive(self) -> None:
        if self.stuck:
            return
        for name, sources in self.at.items():
            for source, at in sources.items():
                if at < self.heads[source]:
                    sources[source] += 1
                    if self.consequences.get(name, 0):
                        self.consequences[name] -= 1
                        self.heads[name] += 1
        if self.busy:
            self.heads["intake"] += 1


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "POLL", 0)
    monkeypatch.setattr(under_test, "PAUSE", 0)


class Slow(Scripted):
    """Review has `behind` events of intake before it; what it is sent meanwhile is kept."""

    def __init__(self, behind: int) -> None:
        super().__init__({})
        self.heads["intake"] = behind
        self.at["review"] = {"intake": 0}
        self.at["routing"] = {}
        self.sent: list[int] = []

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], attempts: int = 1, timeout: float = 0.0
    ) -> dict[str, Any]:
        if method == "doctor":
            return super().call(service, method, payload, attempts, timeout)
        self.sent.append(self.at["review"]["intake"])
        return {"results": [{"number": row["number"]} for row in payload["rows"]]}


def test_replies_are_handed_over_once_when_review_has_heard_of_their_messages() -> None:
    system = Slow(7)
    assert taken_once_known(system, [{"number": "1"}]) == [{"number": "1"}]
    assert system.sent == [7]
    assert taken_once_known(system, []) == []
    assert system.sent == [7]


def test_who_does_not_catch_up_is_waited_for_with_patience_and_no_longer() -> None:
    system = Slow(7)
    system.stuck = True
    assert heard(system, "review", "intake", 0.05) is False
    system.stuck = False
    assert heard(system, "review", "intake", 10) is True


def test_nothing_to_follow_is_done_at_once() -> None:
    system = Scripted({})
    system.heads["review"] = 0
    assert follow(system, 0, lambda _: None) == 0


def test_what_follows_from_what_follows_is_waited_for() -> None:
    system = Scripted({"routing": 3})
    done: list[int] = []
    assert follow(system, 10, done.append) == 0
    assert system.at == {name: {source: system.heads[source] for source in sources} for name, sources in CHAIN.items()}
    assert sum(done) > 0


def test_a_busy_system_is_not_waited_for_for_ever() -> None:
    assert follow(Scripted({}, busy=True), 10, lambda _: None) == 0


def test_what_does_not_move_is_counted_when_the_time_is_over() -> None:
    assert follow(Scripted({}, stuck=True), 0.05, lambda _: None) == 6


def test_a_call_is_repeated_while_nobody_answers_and_after_a_conflict() -> None:
    asked: list[int] = []

    def ask() -> dict[str, Any]:
        asked.append(1)
        if len(asked) == 1:
            raise Unavailable("review")
        if len(asked) == 2:
            raise Refused("kernel.conflict", {"stream": "case-1"})
        return {"done": True}

    assert repeated(ask, attempts=3) == {"done": True}


def test_a_call_is_not_repeated_for_ever_and_a_refusal_is_not_repeated() -> None:
    asked: list[int] = []

    def away() -> dict[str, Any]:
        asked.append(1)
        raise Unavailable("review")

    def refusing() -> dict[str, Any]:
        asked.append(1)
        raise Refused("review.no", {})

    with pytest.raises(Unavailable):
        repeated(away, attempts=3)
    with pytest.raises(Refused):
        repeated(refusing, attempts=3)
    assert len(asked) == 4
