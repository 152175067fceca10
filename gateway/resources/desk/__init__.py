"""What staff do: screen messages, assign cases, draft and review replies, press for what is late."""

from gateway.resources.desk import (
    attachments,
    bulletins,
    casework,
    deadlines,
    evidence,
    follow_ups,
    handling,
    history,
    interim,
    notices,
    publictext,
    replies,
    reply_files,
    screening,
    statistics,
    suggestions,
    supervision,
)
from gateway.resources.desk.blueprint import DESK

__all__ = [
    "DESK",
    "attachments",
    "bulletins",
    "casework",
    "deadlines",
    "evidence",
    "follow_ups",
    "handling",
    "history",
    "interim",
    "notices",
    "publictext",
    "replies",
    "reply_files",
    "screening",
    "statistics",
    "suggestions",
    "supervision",
]
