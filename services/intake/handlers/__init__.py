"""What intake is asked to do: one function a use case, each an answer that says where the message stands now.

Payloads come as JSON whose shape was checked; `unit.now` is when it happens. Whatever a person wrote is sealed before
it is recorded. Clerks' functions raise OutOfScope for another role and for another column's message; all raise the
refusals of their decision.
"""

from services.intake.handlers.advice import word_advice
from services.intake.handlers.afterwards import ask_follow_up, evaluate, withdraw
from services.intake.handlers.attachments import attach, remove_attachment, show_attachment
from services.intake.handlers.erasing import ask_erasure, erase, refuse_erasure
from services.intake.handlers.notifying import choose_notifications
from services.intake.handlers.publictext import confirm_public_text, withdraw_public_text
from services.intake.handlers.revealing import reveal
from services.intake.handlers.screening import accept, decline, merge, redirect
from services.intake.handlers.writing import submit

__all__ = [
    "accept",
    "ask_erasure",
    "ask_follow_up",
    "attach",
    "choose_notifications",
    "confirm_public_text",
    "decline",
    "erase",
    "evaluate",
    "merge",
    "redirect",
    "refuse_erasure",
    "remove_attachment",
    "reveal",
    "show_attachment",
    "submit",
    "withdraw",
    "withdraw_public_text",
    "word_advice",
]
