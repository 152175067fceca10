"""What people were told, what was given up, and the other systems that are told; notices sends it all."""

from __future__ import annotations

import base64

from gateway.access import staff
from gateway.asking import ask, command, wish
from gateway.door import Answer, Asked
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import deliveries as shapes
from gateway.schemas.shared import Page

ACT = (400, 404, 409, 415, 422, 503)


@ADMIN.operation(
    "GET",
    "/deliveries",
    staff("deliveries.list"),
    query=shapes.DeliveryFilter,
    answer=shapes.DeliveryList,
    problems=(422, 503),
)
def deliveries(query: Asked) -> Answer:
    """Every notification, the newest first: whom it is for, what became of it, and when it is tried next."""
    return ask("notices", "deliveries", query)


@ADMIN.operation(
    "POST",
    "/deliveries/<code:delivery>/retry",
    staff("deliveries.retry"),
    answer=shapes.DeliveryStanding,
    problems=ACT,
)
def retry_delivery(delivery: str) -> Answer:
    """Have a notification tried at once: one that was given up, or that waits for its next attempt."""
    return command("notices", "retry_delivery", {"delivery": delivery})


@ADMIN.operation("GET", "/webhooks", staff("webhooks.list"), query=Page, answer=shapes.WebhookList, problems=(422, 503))
def webhooks(query: Asked) -> Answer:
    """The other systems that are told what happens."""
    return ask("notices", "webhooks", query)


@ADMIN.operation(
    "POST",
    "/webhooks",
    staff("webhooks.manage"),
    body=shapes.NewWebhook,
    answer=shapes.MadeWebhook,
    status=201,
    problems=(409, 503),
)
def register_webhook(body: Asked) -> Answer:
    """Have another system told; the answer holds the secret that its calls are signed with, this once."""
    secret = f"whsec_{base64.b64encode(bytes.fromhex(wish().secret)).decode()}"
    return {**command("notices", "register_webhook", {**body, "secret": secret}), "secret": secret}


@ADMIN.operation(
    "POST",
    "/webhooks/<code:webhook>/enabling",
    staff("webhooks.manage"),
    answer=shapes.WebhookStanding,
    problems=ACT,
)
def enable_webhook(webhook: str) -> Answer:
    """Tell it what happens from now on."""
    return command("notices", "enable_webhook", {"webhook": webhook})


@ADMIN.operation(
    "POST",
    "/webhooks/<code:webhook>/disabling",
    staff("webhooks.manage"),
    answer=shapes.WebhookStanding,
    problems=ACT,
)
def disable_webhook(webhook: str) -> Answer:
    """Tell it nothing any more; what waits for it is given up."""
    return command("notices", "disable_webhook", {"webhook": webhook})


@ADMIN.operation(
    "POST",
    "/webhooks/<code:webhook>/test",
    staff("webhooks.manage"),
    answer=shapes.DeliveryStanding,
    problems=ACT,
)
def try_webhook(webhook: str) -> Answer:
    """Call it once, to see whether it answers; what became of that is among the deliveries."""
    return command("notices", "try_webhook", {"webhook": webhook})
