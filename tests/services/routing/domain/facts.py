"""Fixed, named data for sentences about cases: one matter, three agencies, one ordinary week in March 2024."""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain.calendar import count_days, count_until
from services.routing.domain.letters import Letter
from services.routing.domain.limits import Allowance
from services.routing.domain.matter import Matter
from services.routing.domain.workcalendar import Amend, Amended, Amendments
from services.routing.domain.workcalendar import amended as with_amendments
from workdays.calendar import Calendar, Day, DayKind

HOUSING, WATER, POLICE = "housing", "water", "police"
DISPATCHER, HANDLER, SUPERVISOR = "dispatcher", "handler", "supervisor"

# Friday 1 March 2024; Thursday 7 March is a holiday here, and Saturday 9 March makes up for it
CALENDAR = Calendar(
    version="test 1",
    exceptions={
        date(2024, 3, 7): Day(date(2024, 3, 7), DayKind.HOLIDAY, "植树节"),
        date(2024, 3, 9): Day(date(2024, 3, 9), DayKind.MAKEUP, "植树节"),
    },
    first=date(2024, 1, 1),
    last=date(2024, 12, 28),
)

FRIDAY_MORNING = datetime(2024, 3, 1, 1, 30, tzinfo=UTC)
FRIDAY_NOON = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)
MONDAY = datetime(2024, 3, 4, 2, 0, tzinfo=UTC)
TUESDAY = datetime(2024, 3, 5, 2, 0, tzinfo=UTC)
WEDNESDAY = datetime(2024, 3, 6, 2, 0, tzinfo=UTC)
SATURDAY = datetime(2024, 3, 9, 2, 0, tzinfo=UTC)
SUNDAY = datetime(2024, 3, 10, 2, 0, tzinfo=UTC)
LAST_MOMENT = datetime(2024, 3, 9, 15, 59, 59, 999999, tzinfo=UTC)
DUE_OVER = datetime(2024, 3, 9, 16, 0, tzinfo=UTC)
LATER = datetime(2024, 3, 20, 2, 0, tzinfo=UTC)

FIVE_DAYS = count_days(CALENDAR, date(2024, 3, 1), 5)  # due Saturday 9 March, the make-up day
TO_THE_14TH = count_until(CALENDAR, date(2024, 3, 1), date(2024, 3, 14))
TO_THE_15TH = count_until(CALENDAR, date(2024, 3, 1), date(2024, 3, 15))
TO_SUNDAY_17TH = count_until(CALENDAR, date(2024, 3, 1), date(2024, 3, 17))
TO_THE_8TH = count_until(CALENDAR, date(2024, 3, 1), date(2024, 3, 8))

# the office learns that Friday the 8th is off as well, and that Sunday the 10th is worked for it
FRIDAY_OFF = Day(date(2024, 3, 8), DayKind.HOLIDAY, "植树节")
SUNDAY_ON = Day(date(2024, 3, 10), DayKind.MAKEUP, "植树节")
AMENDED = with_amendments(CALENDAR, Amendments(1, {FRIDAY_OFF.date: FRIDAY_OFF}))
FIVE_DAYS_AGAIN = count_days(AMENDED, date(2024, 3, 1), 5)  # due Monday 11 March

LEAK = Matter("mayor", "request", "housing", "ordinary", "ordinary", FRIDAY_MORNING, imported=False)

opened = e.Opened(LEAK, FRIDAY_MORNING)
assigned_to_housing = e.Assigned("mayor", HOUSING, (WATER,), FIVE_DAYS, 1, DISPATCHER, FRIDAY_NOON, imported=False)
taken_over_by_housing = e.Assigned("mayor", HOUSING, (), FIVE_DAYS, 1, "import", FRIDAY_NOON, imported=True)
assigned_to_police = e.Assigned("mayor", POLICE, (), FIVE_DAYS, 1, DISPATCHER, WEDNESDAY, imported=False)
housing_asked_to_return = e.ReturnAsked(HOUSING, 1, "not ours", HANDLER, MONDAY, "mayor")
housing_returned = e.Returned("mayor", HOUSING, 1, "agreed", DISPATCHER, TUESDAY)
return_refused = e.ReturnRefused(HOUSING, 1, "it is yours", DISPATCHER, TUESDAY, "mayor")
extension_asked = e.ExtensionAsked(HOUSING, 1, TO_THE_14TH, "parts on order", HANDLER, MONDAY, "mayor")
extension_granted = e.ExtensionGranted(
    "mayor", HOUSING, 1, FIVE_DAYS.due, TO_THE_14TH, MONDAY, None, DISPATCHER, TUESDAY
)
extension_refused = e.ExtensionRefused(HOUSING, 1, "too long", DISPATCHER, TUESDAY, "mayor")
due_soon = e.DueSoonNoted("mayor", HOUSING, 1, FIVE_DAYS.due, WEDNESDAY)
deadline_missed = e.DeadlineMissed("mayor", HOUSING, 1, FIVE_DAYS.due, DUE_OVER)
recounted = e.DeadlineRecounted(
    "mayor", HOUSING, 1, FIVE_DAYS.due, FIVE_DAYS_AGAIN, missed=False, by="office", at=TUESDAY
)
amended = Amended(1, (FRIDAY_OFF, SUNDAY_ON), (2025,), (), "the notice has come", "office", TUESDAY)
reminded = e.Urged("mayor", HOUSING, 1, "reminder", None, SUPERVISOR, TUESDAY)
urging_received = e.UrgingReceived(HOUSING, 1, 1, HANDLER, WEDNESDAY)
LETTER = Letter(
    number="栖督〔2024〕12号",
    office="egov-office",
    office_name="栖川市电子政务办公室",
    column_name="市长信箱",
    lead_name="栖川市住房和城乡建设局",
    kind="request",
    accepted_at=FRIDAY_MORNING,
    assigned_at=FRIDAY_NOON,
    due=FIVE_DAYS.due,
    overdue=7,
    issued=date(2024, 3, 20),
)
warned = e.Urged("mayor", HOUSING, 1, "letter", "at once", SUPERVISOR, LATER, n=2, letter=LETTER)
closed_in_time = e.Closed(
    "mayor", HOUSING, 1, FIVE_DAYS.due, on_time=True, cause="reply", by="system", at=SATURDAY, imported=False
)
given_up = e.Closed(
    "mayor",
    HOUSING,
    1,
    FIVE_DAYS.due,
    on_time=True,
    cause="office",
    by=SUPERVISOR,
    at=WEDNESDAY,
    imported=False,
    reason="given_up",
    note="by phone",
)
dissatisfied = e.Rated(1, 2, SUNDAY)
BY_RULE = Allowance(5, 15, "rule")
dispatched_to_housing = e.Assigned(
    "mayor", HOUSING, (), FIVE_DAYS, 1, "system", FRIDAY_NOON, imported=False, allowance=BY_RULE, rule="住房"
)
left_to_dispatcher = e.LeftToDispatcher("mayor", 1, "rules_disagree", 2, FRIDAY_NOON)
reopened = e.Reopened("mayor", 2, "dissatisfied", DISPATCHER, LATER)
withdrawn = e.AssignmentWithdrawn("mayor", HOUSING, 1, "typed wrongly", DISPATCHER, MONDAY)
police_helps = e.HelpArranged("mayor", HOUSING, 1, (POLICE,), (POLICE,), (WATER,), DISPATCHER, MONDAY)
handed_over = e.HandedOver("mayor", HOUSING, 1, "petition", "it is a petition", "XF-2024-17", DISPATCHER, TUESDAY)
handed_back = e.Reopened("mayor", 2, "handed_back", SUPERVISOR, LATER, "not a petition after all")

open_case = c.OpenCase(LEAK, FRIDAY_MORNING)
give_to_housing = c.Assign(HOUSING, (WATER,), FIVE_DAYS, DISPATCHER, FRIDAY_NOON)
give_to_police = c.Assign(POLICE, (), FIVE_DAYS, DISPATCHER, WEDNESDAY)
take_over = c.TakeOver(LEAK, HOUSING, FIVE_DAYS, "import", FRIDAY_NOON)
say_not_ours = c.AskReturn(date(2024, 3, 5), "not ours", HANDLER, MONDAY)
agree_to_return = c.DecideReturn(agreed=True, note="agreed", by=DISPATCHER, at=TUESDAY)
refuse_return = c.DecideReturn(agreed=False, note="it is yours", by=DISPATCHER, at=TUESDAY)
ask_until_the_14th = c.AskExtension(TO_THE_14TH, "parts on order", HANDLER, MONDAY)
grant_extension = c.DecideExtension(granted=True, note=None, by=DISPATCHER, at=TUESDAY)
refuse_extension = c.DecideExtension(granted=False, note="too long", by=DISPATCHER, at=TUESDAY)
recount = c.RecountDeadline(FIVE_DAYS_AGAIN, "office", TUESDAY)
amend = Amend((SUNDAY_ON, FRIDAY_OFF), (2025,), (), "the notice has come", "office", TUESDAY)
remind = c.Urge("reminder", None, SUPERVISOR, TUESDAY, due_soon=FIVE_DAYS.due)
confirm_the_reminder = c.Acknowledge(1, HANDLER, WEDNESDAY)
reply_published = c.Close(1, HOUSING, "reply", "system", SATURDAY)
close_without_reply = c.Close(1, None, "office", SUPERVISOR, WEDNESDAY, reason="given_up", note="by phone")
rate_dissatisfied = c.Rate(1, 2, SUNDAY)
reopen = c.Reopen("dissatisfied", None, 60, DISPATCHER, LATER)
reopen_for_mistake = c.Reopen("mistake", "the wrong street", 60, SUPERVISOR, LATER)
withdraw = c.WithdrawAssignment("typed wrongly", DISPATCHER, MONDAY)
police_instead_of_water = c.ArrangeHelp(frozenset({POLICE}), frozenset({WATER}), DISPATCHER, MONDAY)
hand_over = c.HandOver("petition", "it is a petition", "XF-2024-17", DISPATCHER, TUESDAY)
hand_back = c.Reopen("handed_back", "not a petition after all", 60, SUPERVISOR, LATER)
