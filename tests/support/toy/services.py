"""The kernel tests' library and treasury as nameko services, for tests of the transport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nameko.timer import timer as plain_timer

from kernel.clock import SystemClock
from kernel.history import history
from kernel.service import Service
from kernel.settings import Settings
from kernel.transport.relay import RelayExtension
from kernel.transport.rpc import command, query
from kernel.transport.subscription import Subscription
from kernel.transport.timer import timer
from kernel.transport.wired import Wired
from kernel.unit import Reading
from tests.kernel import library

Payload = Mapping[str, Any]
TREASURY = replace(library.TREASURY, follows=("library",))


def slips(reading: Reading, payload: Payload) -> dict[str, Any]:
    """How often each book's slip was opened."""
    return {"slips": {book: len(reading.state(library.SLIP, book)) for book in payload["books"]}}


def secret(_reading: Reading, _payload: Payload) -> dict[str, Any]:
    """A bug that quotes what must not be told."""
    raise ValueError("Zhang San, 13800138000")


def asked_by(reading: Reading, payload: Payload) -> dict[str, Any]:
    """Who the service takes the caller for."""
    context = reading.context
    return {"payload": dict(payload), "actor": context.actor.to_dict(), "request_id": context.request_id}


def told(reading: Reading, payload: Payload) -> dict[str, Any]:
    """What happened to a book."""
    return history(reading, payload["book"], [(library.BOOK, payload["book"])], {"limit": 10})


class LibraryService:
    name = "library"
    wired = Wired(lambda settings: Service(library.LIBRARY, settings, SystemClock()))
    relay = RelayExtension()

    @command
    def acquire(self, payload: Payload) -> Any:
        return self.wired.handle(library.acquire, payload)

    @command
    def lend(self, payload: Payload) -> Any:
        return self.wired.handle(library.lend, payload)

    @command
    def take_back(self, payload: Payload) -> Any:
        return self.wired.handle(library.take_back, payload)

    @command
    def count(self, payload: Payload) -> Any:
        return self.wired.handle(library.count, payload)

    @query
    def who_has(self, payload: Payload) -> Any:
        return self.wired.ask(library.who_has, payload)

    @query
    def asked_by(self, payload: Payload) -> Any:
        return self.wired.ask(asked_by, payload)

    @query
    def told(self, payload: Payload) -> Any:
        return self.wired.ask(told, payload)

    @query
    def secret(self, payload: Payload) -> Any:
        return self.wired.ask(secret, payload)

    @query
    def not_json(self, payload: Payload) -> Any:  # noqa: ARG002
        return {"bytes": b"\xff"}


class TreasuryService:
    name = "treasury"
    wired = Wired(lambda settings: Service(TREASURY, settings, SystemClock()))
    inbox = Subscription()
    relay = RelayExtension()

    @query
    def slips(self, payload: Payload) -> Any:
        return self.wired.ask(slips, payload)

    @query
    def through(self, payload: Payload) -> Any:
        """Asks the library on behalf of the same caller."""
        return self.wired.call("library", "asked_by", payload, timeout=2.0)


class Faulty(Service):
    """A treasury whose inbox meets a bug."""

    def inbox(self, fetch: Any) -> Any:
        """An inbox that fails at every batch."""
        inbox = super().inbox(fetch)

        def apply(envelopes: Any) -> int:
            raise ValueError(f"Zhang San, 13800138000, {len(envelopes)}")

        inbox.apply = apply  # type: ignore[method-assign]
        return inbox


def faulty(settings: Settings) -> Service:
    return Faulty(TREASURY, settings, SystemClock())


class FaultyService:
    name = "treasury"
    wired = Wired(faulty)
    inbox = Subscription()


class PunctualService:
    name = "library"
    wired = Wired(lambda settings: Service(library.LIBRARY, settings, SystemClock()))

    @timer(interval=3600, eager=True)  # type: ignore[untyped-decorator]
    def on_the_hour(self) -> Any:
        return self.wired.ask(secret, {})

    @plain_timer(interval=3600, eager=True)  # type: ignore[untyped-decorator]
    def by_a_clock_of_its_own(self) -> Any:
        return self.wired.ask(secret, {})


class TickingService:
    name = "library"
    wired = Wired(lambda settings: Service(library.LIBRARY, settings, SystemClock()))
    ticked = 0

    @timer(interval=0.05, eager=True)  # type: ignore[untyped-decorator]
    def tick(self) -> Any:
        type(self).ticked += 1
        return self.wired.ask(library.who_has, {"book": "b1"})

    @timer(interval=0.05)  # type: ignore[untyped-decorator]
    def tock(self) -> Any:
        return self.tick()

    @timer(interval=0.05)  # type: ignore[untyped-decorator]
    def idle(self) -> None:
        """Need nothing that can be away."""

    @query
    def ticks(self, _payload: Payload) -> Any:
        """How often the clock has struck; known without the database."""
        return {"ticks": self.ticked}


SERVICES: dict[str, type] = {
    "library": LibraryService,
    "treasury": TreasuryService,
    "faulty": FaultyService,
    "punctual": PunctualService,
    "ticking": TickingService,
}
