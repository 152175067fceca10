"""What codes in answers are called: the name beside a code, in the reader's language."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_

STATES: Final[dict[str, str]] = {
    "waiting": N_("Waiting to be accepted"),
    "in_progress": N_("Being handled"),
    "closed": N_("Closed"),
    "declined": N_("Not accepted"),
    "redirected": N_("Referred elsewhere"),
    "merged": N_("Merged"),
    "withdrawn": N_("Withdrawn"),
    "erased": N_("Erased"),
}
"""Where a message stands."""

KINDS: Final[dict[str, str]] = {
    "consultation": N_("Question"),
    "suggestion": N_("Suggestion"),
    "request": N_("Request for help"),
    "complaint": N_("Complaint"),
    "thanks": N_("Thanks"),
}
"""What a citizen wants by writing."""

REASONS: Final[dict[str, str]] = {
    # to decline a message
    "outside_remit": N_("Not within the remit of this column"),
    "other_procedure": N_(
        "To be settled, or settled already, by petition, lawsuit, arbitration or administrative review"
    ),
    "emergency": N_("An emergency for the police, the fire brigade or an ambulance"),
    "secret_or_private": N_("Touches on state secrets, trade secrets or others' privacy"),
    "repeated": N_("Repeats an earlier message without new facts or reasons"),
    "unclear": N_("The matter is not specific or not clear"),
    "unreachable": N_("The writer has to be asked, and left no way to reach them"),
    "advertising": N_("Advertising or commercial publicity"),
    "abuse": N_("Abusive, or without a specific request"),
}
"""Why a message is not taken on."""

CLOSING_REASONS: Final[dict[str, str]] = {
    "answered_directly": N_("Answered in person or by telephone"),
    "given_up": N_("The writer no longer asks for it"),
    "settled": N_("The matter is settled"),
    "repeated": N_("Repeats another matter in hand"),
    "other": N_("Another reason"),
}
"""Why a matter was closed without a published reply."""

CORRECTION_REASONS: Final[dict[str, str]] = {
    "fact": N_("A fact was wrong"),
    "basis": N_("The legal or policy basis was wrong"),
    "wording": N_("The wording was wrong"),
    "incomplete": N_("Something was missing"),
    "personal_data": N_("Personal data were told"),
    "other": N_("Another reason"),
}
"""Why what was published was corrected."""

SYSTEMS: Final[dict[str, str]] = {
    "petition": N_("The petition office"),
    "hotline": N_("The 12345 government service hotline"),
}
"""Where a matter is handed to."""

STEPS: Final[dict[str, str]] = {
    "submitted": N_("Message sent"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "redirected": N_("Referred"),
    "merged": N_("Merged with an earlier message"),
    "released": N_("Waiting to be accepted again"),
    "withdrawn": N_("Withdrawn by the writer"),
    "assigned": N_("Assigned to an agency"),
    "returned": N_("Returned by the agency; another one is being chosen"),
    "taken_back": N_("Assignment taken back; another agency is being chosen"),
    "extended": N_("Deadline extended"),
    "extension_refused": N_("No extension: the deadline stays"),
    "moved": N_("Deadline moved"),
    "answered": N_("Answered"),
    "interim_reply": N_("Interim reply"),
    "corrected": N_("Published text corrected"),
    "closed": N_("Case closed"),
    "handed_over": N_("Handed over to another system"),
    "reopened": N_("Handled again"),
    "evaluated": N_("Rated"),
    "follow_up_asked": N_("Follow-up question"),
    "follow_up_answered": N_("Follow-up answered"),
    "erasure_asked": N_("Erasure of personal data asked for"),
    "erasure_refused": N_("Erasure of personal data refused"),
    "erased": N_("Personal data erased"),
}
"""What happened to a message."""

NOTIFICATION_GROUPS: Final[dict[str, str]] = {
    "assignments": N_("Cases assigned to the agency or taken back"),
    "questions": N_("Returns and extensions to decide about"),
    "decisions": N_("What was decided about returns and extensions"),
    "reviews": N_("Replies to review"),
    "rework": N_("Replies sent back for rework"),
    "follow_ups": N_("Follow-up questions to answer"),
    "went_out": N_("What the agency wrote went out"),
    "deadlines": N_("Deadlines that come near"),
    "overdue": N_("Deadlines that were missed"),
    "urgings": N_("Urgings"),
    "notices": N_("Notices of the portal office"),
    "reminders": N_("Reminders of such notices"),
}
"""What staff can be told of by e-mail."""
