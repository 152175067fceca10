"""The public text of a message: proposed by intake, edited and confirmed by a clerk."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.desk.blueprint import ACT, DESK
from gateway.schemas import publictext as shapes


@DESK.operation(
    "GET",
    "/messages/<number:number>/public-text",
    staff("messages.public_text"),
    answer=shapes.PublicTextProposal,
    problems=(404, 409, 503),
)
def public_text(number: str) -> Answer:
    """A proposal: title and text with what is personal masked, and where it stood; with the text that is public now."""
    return ask("intake", "public_text", {"number": number})


@DESK.operation(
    "POST",
    "/messages/<number:number>/public-text",
    staff("messages.confirm_public_text"),
    body=shapes.PublicText,
    answer=shapes.PublicTextStanding,
    problems=ACT,
)
def confirm_public_text(number: str, body: Asked) -> Answer:
    """Confirm the text that everyone may read; an edited one is a new version, and the original stays as it is."""
    return command("intake", "confirm_public_text", {"number": number, **body})


@DESK.operation(
    "POST",
    "/messages/<number:number>/public-text/withdrawal",
    staff("messages.confirm_public_text"),
    body=shapes.PublicTextWithdrawal,
    answer=shapes.PublicTextWithdrawn,
    problems=ACT,
)
def withdraw_public_text(number: str, body: Asked) -> Answer:
    """Withdraw what everyone can read of the message. Nothing is deleted; a new version can be confirmed later."""
    return command("intake", "withdraw_public_text", {"number": number, **body})
