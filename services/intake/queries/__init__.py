"""What intake is asked. It answers from the journal for one message, from the read models for many."""

from services.intake.queries.advice import advice
from services.intake.queries.attachments import (
    attachment,
    attachments,
    may_attach,
    own_attachment,
    own_attachments,
    public_attachment,
    public_attachments,
)
from services.intake.queries.citizens import follow
from services.intake.queries.history import message_history
from services.intake.queries.messages import follow_up, list_messages, message, titles
from services.intake.queries.notifying import contact_for_notice
from services.intake.queries.publictext import propose_public_text, read_public_texts
from services.intake.queries.queues import queues
from services.intake.queries.revealing import revealed

__all__ = [
    "advice",
    "attachment",
    "attachments",
    "contact_for_notice",
    "follow",
    "follow_up",
    "list_messages",
    "may_attach",
    "message",
    "message_history",
    "own_attachment",
    "own_attachments",
    "propose_public_text",
    "public_attachment",
    "public_attachments",
    "queues",
    "read_public_texts",
    "revealed",
    "titles",
]
