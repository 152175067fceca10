"""`make bench`: every measurement, one after the other, as a table; with --record it is added to RESULTS.md.

PostgreSQL flushes every commit (fsync, full_page_writes and synchronous_commit are on), for us, the limits and the
peers alike.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bench import (
    appends,
    bulletins,
    latency,
    lifecycles,
    lists,
    projections,
    proofreading,
    rebuild,
    statistics,
    suggestions,
)
from bench.table import Row, markdown, record
from tests.support.servers import PostgresServer, RabbitMQServer, stop_keeper

BENCHES: dict[str, Callable[[PostgresServer, RabbitMQServer], list[Row]]] = {
    "appends": lambda postgres, _: appends.run(postgres),
    "projections": lambda postgres, _: projections.run(postgres),
    "rebuild": lambda postgres, _: rebuild.run(postgres),
    "latency": latency.run,
    "lifecycles": lifecycles.run,
    "lists": lists.run,
    "statistics": lambda postgres, _: statistics.run(postgres),
    "bulletins": lambda postgres, _: bulletins.run(postgres),
    "proofreading": lambda _postgres, _broker: proofreading.run(),
}
ON_REAL_MESSAGES: dict[str, Callable[[], list[Row]]] = {"suggestions": suggestions.run}
"""Measured when named: what they measure on is not part of the project. They need no server."""


def main() -> None:
    """Run what is named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("bench", nargs="*", choices=[*BENCHES, *ON_REAL_MESSAGES, []], help="which (all)")
    parser.add_argument("--record", action="store_true", help="add the table to RESULTS.md")
    asked = parser.parse_args()
    rows: list[Row] = []
    try:
        for name in asked.bench or BENCHES:
            print(f"measuring {name} ...", flush=True)
            if name in ON_REAL_MESSAGES:
                rows += ON_REAL_MESSAGES[name]()
            else:
                rows += BENCHES[name](PostgresServer.durable(), RabbitMQServer.of_this_run())
    finally:
        stop_keeper()
    print(markdown(rows))
    if asked.record:
        record(", ".join(asked.bench or BENCHES), rows)


if __name__ == "__main__":
    main()
