"""Refusals about what people are told, and about webhooks."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

DELIVERIES: Final[dict[str, Sentence]] = {
    "gateway.only_the_program": Sentence(
        403, N_("Nobody is told this"), N_("Addresses of staff are told only to the program that writes to them.")
    ),
    "notices.unknown_delivery": Sentence(
        404, N_("There is no such notification"), N_("No notification is known by this name.")
    ),
    "notices.already_told": Sentence(
        409, N_("Everyone has been told"), N_("This notification arrived; it is not sent again.")
    ),
    "notices.unknown_webhook": Sentence(404, N_("There is no such webhook"), N_("No webhook is known by this name.")),
    "notices.bad_webhook_address": Sentence(
        422,
        N_("The address cannot be used"),
        N_("A webhook's address begins with https:// and names a host, without user name and password."),
    ),
    "notices.webhook_disabled": Sentence(409, N_("The webhook is disabled"), N_("Enable it first, then try it out.")),
}
