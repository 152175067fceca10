"""What routing is asked to do: one function a use case, each an answer that says where the case stands now.

Numbers, codes and dates come as JSON; `unit.now` is when it happens. Reasons and notes are sealed before they are
recorded. Every function raises OutOfScope for who may not, TextBlank, TextUnreadable, TextTooLong for what is no text,
UnknownWord for what is no code, and the refusals of its decision.
"""

from services.routing.handlers.asking import ask_extension, ask_return, decide_extension, decide_return
from services.routing.handlers.assigning import arrange_help, assign, withdraw_assignment
from services.routing.handlers.city import arrange_fields, load_city
from services.routing.handlers.closing import close, hand_over
from services.routing.handlers.configuring import set_agency, set_column
from services.routing.handlers.dispatching import dispatch_cases, draft_rules, switch_on_rules
from services.routing.handlers.reopening import follow_evaluation, reopen
from services.routing.handlers.supervising import look_at_deadlines, look_for_due_soon
from services.routing.handlers.takeover import import_handling
from services.routing.handlers.urging import acknowledge, urge, urge_several
from services.routing.handlers.workcalendar import amend_calendar, recount_deadlines

__all__ = [
    "acknowledge",
    "amend_calendar",
    "arrange_fields",
    "arrange_help",
    "ask_extension",
    "ask_return",
    "assign",
    "close",
    "decide_extension",
    "decide_return",
    "dispatch_cases",
    "draft_rules",
    "follow_evaluation",
    "hand_over",
    "import_handling",
    "load_city",
    "look_at_deadlines",
    "look_for_due_soon",
    "recount_deadlines",
    "reopen",
    "set_agency",
    "set_column",
    "switch_on_rules",
    "urge",
    "urge_several",
    "withdraw_assignment",
]
