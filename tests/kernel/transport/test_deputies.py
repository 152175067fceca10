"""Whose deputy somebody is goes with the call into the journal, and is told with what they did."""

from __future__ import annotations

import pytest

from tests.kernel.transport.conftest import Hosts
from tests.support.toy.hosts import HostError


def test_on_whose_behalf_somebody_acts_is_recorded_and_told(hosts: Hosts) -> None:
    caller = hosts.run("library", "treasury")
    caller.call("library", "acquire", {"book": "emma"})
    caller.call("library", "lend", {"book": "emma", "reader": "ann"}, on_behalf_of="jane")
    told = caller.call("library", "told", {"book": "emma"})["items"]
    assert [(one["type"], one["actor"], one["role"], one["on_behalf_of"]) for one in told] == [
        ("library.acquired.v1", "mary", "librarian", None),
        ("library.lent.v1", "mary", "librarian", "jane"),
    ]

    # it goes on where a service asks another, and nobody's deputy has no such entry
    assert caller.call("treasury", "through", {}, on_behalf_of="jane")["actor"]["on_behalf_of"] == "jane"
    assert "on_behalf_of" not in caller.call("treasury", "through", {})["actor"]

    # the same request id of a deputy is not the request of the same person as themselves
    lent = {"book": "emma", "reader": "ann"}
    caller.call("library", "lend", lent, request_id="r-1", fingerprint="f")
    with pytest.raises(HostError) as caught:
        caller.call("library", "lend", lent, request_id="r-1", fingerprint="f", on_behalf_of="jane")
    assert caught.value.code == "kernel.request_reused"
