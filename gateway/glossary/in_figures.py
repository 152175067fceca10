"""What figures count, and what they are told apart by."""

from __future__ import annotations

from typing import Final

IN_FIGURES: Final[dict[str, str]] = {
    "by:column": "one row for each column",
    "by:jurisdiction": "for each city or county",
    "by:agency": "for each lead agency",
    "by:kind": "for each kind of message",
    "by:field": "for each topmost field, or each below the one asked for",
    "by:month": "for each month of the cohort",
    "hosted:here": "the city's own",
    "hosted:elsewhere": "hosted by another site, and handled by this city's office",
    "of:accepted": "by the day of acceptance",
    "of:received": "by the day of submission",
    "figure:accepted": "taken on, and still this office's",
    "figure:handed_over": "taken on, and another system's now",
    "figure:closed": "done, and not taken up again",
    "figure:in_hand": "neither closed nor overdue",
    "figure:overdue": "not closed, and past the deadline",
    "figure:on_time": "closed before the deadline was over",
    "figure:evaluations": "ratings, one for each closing",
    "figure:very_satisfied": "the best of five levels",
    "figure:satisfied": "the second",
    "figure:fairly_satisfied": "the third",
    "figure:dissatisfied": "the fourth",
    "figure:very_dissatisfied": "the last",
    "figure:content": "the best three levels",
    "figure:received": "submitted in the period",
    "figure:screened": "a clerk has decided",
    "figure:invalid": "declined or merged",
    "figure:declined": "not taken on, with a reason",
    "figure:merged": "the same as an earlier message",
    "figure:valid": "all but the invalid",
    "figure:redirected": "told who answers instead",
    "figure:withdrawn": "taken back before a decision",
    "figure:waiting": "nobody has decided",
    "figure:taken_on": "of those received, accepted",
    "figure:replied": "a reply went out",
    "figure:replied_publicly": "a reply went out to everyone",
    "figure:unanswered": "open, and without a reply",
}
