"""What people are told of, by code: staff of what waits for them, the citizen of each step of the matter."""

from __future__ import annotations

STAFF = (
    "assigned",
    "assignment_withdrawn",
    "return_asked",
    "return_agreed",
    "return_refused",
    "extension_asked",
    "extension_granted",
    "extension_refused",
    "urged",
    "due_soon",
    "deadline_missed",
    "submitted",
    "sent_back",
    "follow_up_asked",
    "notice_sent",
    "notice_reminder",
)
CITIZEN = (
    "message_accepted",
    "message_declined",
    "message_redirected",
    "message_merged",
    "message_assigned",
    "message_extended",
    "message_interim",
    "message_answered",
    "message_closed",
    "message_reopened",
    "message_follow_up_answered",
    "message_handed_over",
)
TEST = "test"
"""A webhook is tried out."""
KINDS = (*STAFF, *CITIZEN)
