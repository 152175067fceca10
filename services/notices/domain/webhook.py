"""Webhook: another system's address that is told what happens, signed so that it knows who tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, assert_never

from kernel.decider import Decider, Refusal


@dataclass(frozen=True, slots=True)
class Register:
    """This address is told of these kinds of things; `url` and `secret` are sealed."""

    name: str
    url: str
    secret: str
    kinds: tuple[str, ...]
    contacts: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Enable:
    """It is told again from now on."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Disable:
    """It is told nothing from now on."""

    by: str
    at: datetime


Command = Register | Enable | Disable


@dataclass(frozen=True, slots=True)
class Registered:
    """It is told of these kinds of things; with `contacts` also how to reach the citizen, to send a text message."""

    name: str
    url: str
    secret: str
    kinds: tuple[str, ...]
    contacts: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Enabled:
    """It is told of what happens from now on."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Disabled:
    """It is told nothing; what waits for it is given up."""

    by: str
    at: datetime


Event = Registered | Enabled | Disabled


@dataclass(frozen=True, slots=True)
class Unregistered:
    """There is no such webhook."""


@dataclass(frozen=True, slots=True)
class There:
    """A webhook."""

    name: str
    url: str
    secret: str
    kinds: tuple[str, ...]
    contacts: bool
    enabled: bool = True


Webhook = Unregistered | There


@dataclass(eq=False)
class UnknownWebhook(Refusal):
    """There is no such webhook."""

    code: ClassVar[str] = "notices.unknown_webhook"


@dataclass(eq=False)
class BadWebhookAddress(Refusal):
    """A webhook's address begins with https:// and names a host; http:// only where a setting allows it."""

    code: ClassVar[str] = "notices.bad_webhook_address"


@dataclass(eq=False)
class WebhookDisabled(Refusal):
    """A webhook that is disabled is not tried out."""

    code: ClassVar[str] = "notices.webhook_disabled"


def must_be_there(webhook: Webhook) -> There:
    """The webhook; raises UnknownWebhook."""
    if isinstance(webhook, Unregistered):
        raise UnknownWebhook
    return webhook


def decide(command: Command, webhook: Webhook) -> list[Event]:
    """It is registered once, and then on or off."""
    match command:
        case Register():
            if isinstance(webhook, There):
                return []
            return [
                Registered(
                    command.name,
                    command.url,
                    command.secret,
                    command.kinds,
                    command.contacts,
                    command.by,
                    command.at,
                )
            ]
        case Enable(by=by, at=at):
            return [] if must_be_there(webhook).enabled else [Enabled(by, at)]
        case Disable(by=by, at=at):
            return [Disabled(by, at)] if must_be_there(webhook).enabled else []
        case _:
            assert_never(command)


def evolve(webhook: Webhook, event: Event) -> Webhook:
    """It is there, on or off."""
    match event, webhook:
        case Registered(), _:
            return There(event.name, event.url, event.secret, event.kinds, event.contacts)
        case Enabled(), There():
            return replace(webhook, enabled=True)
        case Disabled(), There():
            return replace(webhook, enabled=False)
        case _:
            return webhook


WEBHOOK: Decider[Command, Event, Webhook] = Decider(Unregistered(), decide, evolve)
