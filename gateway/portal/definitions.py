"""What each figure means, as pages say it; docs/statistics.md says it for who computes them."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_

COMMON: Final = (
    (N_("Cohort"), N_("Which messages are counted: those accepted, or received, from the first day of a period to "
                      "before its end, by the calendar of Beijing.")),
    (N_("Cut-off"), N_("As of when they are counted: what had happened by then. The same period at a later cut-off has "
                       "other figures, and both are true.")),
    (N_("Rates"), N_("In per cent, rounded half up to two decimals. “—”: there is nothing to divide by. A total adds "
                     "counts up, never rates.")),
)  # fmt: skip
"""What every figure means nothing without."""

DEFINITIONS: Final = {
    "received": N_("Submitted in the period."),
    "screened": N_("Of those received: a clerk has decided."),
    "invalid": N_("Declined, or merged with an earlier message."),
    "valid": N_("Received less invalid."),
    "redirected": N_("Valid, but not accepted: the writer was told where to turn, or the matter was "
                     "handed over later."),
    "withdrawn": N_("Taken back by the writer before anybody decided."),
    "waiting": N_("Nobody has decided yet."),
    "taken_on": N_("Of those received: accepted, and not handed over since."),
    "replied_publicly": N_("Valid, and a reply that everyone can read went out."),
    "unanswered": N_("Waiting, or accepted and not closed, without a reply."),
    "reply_rate": N_("Replied publicly ÷ valid × 100."),
    "accepted": N_("Taken on by the office in the period, and not handed over to another system since. "
                   "Accepted = closed + in hand + overdue, always."),
    "handed_over": N_("Accepted, but another system's at the cut-off: in none of the other figures."),
    "closed": N_("Closed at the cut-off. What was reopened by then, and not closed again, is not closed."),
    "in_hand": N_("Not closed, and not overdue."),
    "overdue": N_("Not closed, and the deadline in force was over at the cut-off."),
    "completion_rate": N_("Closed ÷ accepted × 100."),
    "on_time": N_("Closed before the deadline in force was over."),
    "on_time_rate": N_("On time ÷ closed × 100."),
    "calendar_days": N_("From acceptance to closing: on the same day 0, on the next day 1."),
    "working_days": N_("The same, counting working days only, by the calendar that deadlines are counted by."),
    "median": N_("Half of the matters took no longer."),
    "p90": N_("Nine matters in ten took no longer."),
    "evaluations": N_("Ratings by the writers, one for each closing."),
    "satisfaction_rate": N_("(Very satisfied + satisfied + fairly satisfied) ÷ evaluations × 100."),
}  # fmt: skip
"""By figure, in the order of a matter's life."""
