"""What intake is asked. It answers from the journal for one message, from the read models for many."""

from services.intake.queries.advice import advice
from services.intake.queries.citizens import follow
from services.intake.queries.history import message_history
from services.intake.queries.messages import follow_up, list_messages, message, titles
from services.intake.queries.publictext import propose_public_text, read_public_texts
from services.intake.queries.queues import queues
from services.intake.queries.revealing import revealed

__all__ = [
    "advice",
    "follow",
    "follow_up",
    "list_messages",
    "message",
    "message_history",
    "propose_public_text",
    "queues",
    "read_public_texts",
    "revealed",
    "titles",
]
