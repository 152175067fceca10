"""What satisfaction tells whoever has no account, on its databases."""

from __future__ import annotations

from kernel.actor import CITIZEN
from kernel.context import Context
from services.stats import queries
from services.stats.domain.withholding import LEAST
from tests.services.stats.counted import OFFICE, Stats
from tests.services.stats.histories import History


def test_without_an_account_nobody_learns_how_few_citizens_rated(stats: Stats, full: History) -> None:
    asked = {"from": "2018-01-01", "to": "2021-01-01", "as_of": "2020-12-31T09:30:00+08:00", "by": "month"}
    query = queries.satisfaction(stats.service.memory)
    public = stats.service.ask(query, asked, Context(CITIZEN, "test"))
    assert public["as_of"] == "2020-12-30T16:00:00Z"
    of_staff = stats.service.ask(query, {**asked, "as_of": public["as_of"]}, OFFICE)
    assert all("withheld" not in row for row in (*of_staff["rows"], of_staff["total"]))
    for told, whole in zip((*public["rows"], public["total"]), (*of_staff["rows"], of_staff["total"]), strict=True):
        assert told["evaluations"] == whole["evaluations"]
        if not told["withheld"]:
            assert whole["evaluations"] in {0} | set(range(LEAST, 1000))
            assert {**whole, "withheld": False} == told
        else:
            assert {value for name, value in told.items() if name not in {"key", "name", "evaluations"}} == {None, True}
    assert any(0 < row["evaluations"] < LEAST for row in of_staff["rows"])
