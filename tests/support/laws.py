"""What has to hold of a system whatever happened to it, read from its databases beside its processes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from cli.parts import build
from cli.system import behind, positions
from contracts import SERVICES
from kernel.actor import SYSTEM
from kernel.context import Context
from kernel.publiclog import Envelope
from kernel.rebuild import rebuild
from kernel.service import Service
from kernel.settings import Settings
from services.review.schema import REPLY
from tests.services.review.witness import Witness
from tests.support.waiting import until

BATCH = 1000
WITNESS = Context(SYSTEM, "witness")

Services = Mapping[str, Service]
Rows = list[str]


@contextmanager
def beside(settings: Settings) -> Iterator[Services]:
    """Every service over the databases of a system, once each has applied what the others say."""
    with ExitStack() as ending:
        services = {name: ending.enter_context(closing(build(name, settings))) for name in SERVICES}
        until(lambda: caught_up(services), "every service to hear of everything")
        yield services


def caught_up(services: Services) -> bool:
    """Whether nothing waits to be applied anywhere, and nothing is parked."""
    found = {name: service.doctor({}) for name, service in services.items()}
    assert {name: each["parked"] for name, each in found.items() if each["parked"]} == {}
    heads = {name: int(each["public_head"]) for name, each in found.items()}
    applied = {(name, source): at for name, each in found.items() for source, at in positions(each).items()}
    return behind(heads, applied) == 0


def public_positions_have_no_gaps(services: Services) -> None:
    """Law 2: one after the other, from the first."""
    for name, service in services.items():
        told = [envelope["position"] for envelope in public_log(service)]
        assert told == list(range(1, service.log.head() + 1)), name


def public_log(service: Service) -> list[Envelope]:
    """Everything that a service has made public."""
    told: list[Envelope] = []
    while batch := service.log.read(len(told), BATCH):
        told += batch
    return told


def read_models_are_what_the_journals_say(services: Services) -> None:
    """Law 5: rebuilt from zero, every row is as it was."""

    def fetch(source: str, after: int, limit: int) -> Sequence[Envelope]:
        return services[source].log.read(after, limit)

    for name, service in services.items():
        before = read_models(service)
        rebuild(service, fetch)
        after = read_models(service)
        changed = {table: set(before[table]) ^ set(after[table]) for table in after if after[table] != before[table]}
        assert changed == {}, f"{name}: {changed}"


def read_models(service: Service) -> dict[str, Rows]:
    """Every row of every read model, by table."""
    definition = service.definition
    own, foreign = definition.projections, definition.foreign_projections
    tables = {table.name: table for table in [each.table for each in own] + [each.table for each in foreign]}

    def rows(name: str) -> Rows:
        found: Sequence[Any] = service.database.query(
            lambda connection: connection.execute(tables[name].select()).all()
        )
        return sorted(map(str, found))

    return {name: rows(name) for name in tables}


def witnessed(services: Services, number: str) -> Witness:
    """Who has read the journal of a reply by the rule of four eyes, and found that it was kept."""
    reading = services["review"].store.reading(WITNESS)
    return Witness().reads(recorded.event for recorded in reading.history(REPLY, number))


def is_what_was_approved(services: Services, number: str, text: str) -> None:
    """Rule 3: what people read is the text whose hash was passed at every level, by people who did not write it."""
    went_out = witnessed(services, number).out
    assert went_out is not None
    assert hashlib.sha256(text.encode()).hexdigest() == went_out[2]
