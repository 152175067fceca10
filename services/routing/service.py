"""Routing as a nameko service: entrypoints, nothing else."""

from __future__ import annotations

from typing import Any

from kernel.service import Answer
from kernel.transport.relay import RelayExtension
from kernel.transport.rpc import command, query
from kernel.transport.subscription import Subscription
from kernel.transport.timer import timer
from kernel.transport.wired import Wired
from services.routing import handlers, queries, wiring

LOOK_EVERY = 60  # seconds between looks at the deadlines
DISPATCH_EVERY = 1  # seconds between looks for cases that wait for the rules


class RoutingService:
    """Columns, agencies, cases and their deadlines."""

    name = "routing"
    wired = Wired(wiring.build)
    inbox = Subscription()
    relay = RelayExtension()

    @timer(interval=LOOK_EVERY)
    def look_at_deadlines(self) -> None:
        """See handlers.look_at_deadlines and handlers.look_for_due_soon."""
        while self.wired.handle(handlers.look_at_deadlines, {})["more"]:
            pass
        while self.wired.handle(handlers.look_for_due_soon, {})["more"]:
            pass

    @timer(interval=DISPATCH_EVERY)
    def dispatch_cases(self) -> None:
        """See handlers.dispatch_cases; where no case waits for the rules nothing is locked."""
        more = self.wired.ask(queries.cases_for_rules, {})["waiting"]
        while more:
            more = self.wired.handle(handlers.dispatch_cases, {})["more"]

    @command
    def draft_rules(self, payload: dict[str, Any]) -> Answer:
        """See handlers.draft_rules."""
        return self.wired.handle(handlers.draft_rules, payload)

    @command
    def switch_on_rules(self, payload: dict[str, Any]) -> Answer:
        """See handlers.switch_on_rules."""
        return self.wired.handle(handlers.switch_on_rules, payload)

    @command
    def load_city(self, payload: dict[str, Any]) -> Answer:
        """See handlers.load_city."""
        return self.wired.handle(handlers.load_city, payload)

    @command
    def set_column(self, payload: dict[str, Any]) -> Answer:
        """See handlers.set_column."""
        return self.wired.handle(handlers.set_column, payload)

    @command
    def set_agency(self, payload: dict[str, Any]) -> Answer:
        """See handlers.set_agency."""
        return self.wired.handle(handlers.set_agency, payload)

    @command
    def arrange_fields(self, payload: dict[str, Any]) -> Answer:
        """See handlers.arrange_fields."""
        return self.wired.handle(handlers.arrange_fields, payload)

    @command
    def assign(self, payload: dict[str, Any]) -> Answer:
        """See handlers.assign."""
        return self.wired.handle(handlers.assign, payload)

    @command
    def withdraw_assignment(self, payload: dict[str, Any]) -> Answer:
        """See handlers.withdraw_assignment."""
        return self.wired.handle(handlers.withdraw_assignment, payload)

    @command
    def arrange_help(self, payload: dict[str, Any]) -> Answer:
        """See handlers.arrange_help."""
        return self.wired.handle(handlers.arrange_help, payload)

    @command
    def ask_return(self, payload: dict[str, Any]) -> Answer:
        """See handlers.ask_return."""
        return self.wired.handle(handlers.ask_return, payload)

    @command
    def decide_return(self, payload: dict[str, Any]) -> Answer:
        """See handlers.decide_return."""
        return self.wired.handle(handlers.decide_return, payload)

    @command
    def ask_extension(self, payload: dict[str, Any]) -> Answer:
        """See handlers.ask_extension."""
        return self.wired.handle(handlers.ask_extension, payload)

    @command
    def decide_extension(self, payload: dict[str, Any]) -> Answer:
        """See handlers.decide_extension."""
        return self.wired.handle(handlers.decide_extension, payload)

    @command
    def urge(self, payload: dict[str, Any]) -> Answer:
        """See handlers.urge."""
        return self.wired.handle(handlers.urge, payload)

    @command
    def urge_several(self, payload: dict[str, Any]) -> Answer:
        """See handlers.urge_several."""
        return self.wired.handle(handlers.urge_several, payload)

    @command
    def acknowledge(self, payload: dict[str, Any]) -> Answer:
        """See handlers.acknowledge."""
        return self.wired.handle(handlers.acknowledge, payload)

    @command
    def close(self, payload: dict[str, Any]) -> Answer:
        """See handlers.close."""
        return self.wired.handle(handlers.close, payload)

    @command
    def reopen(self, payload: dict[str, Any]) -> Answer:
        """See handlers.reopen."""
        return self.wired.handle(handlers.reopen, payload)

    @command
    def hand_over(self, payload: dict[str, Any]) -> Answer:
        """See handlers.hand_over."""
        return self.wired.handle(handlers.hand_over, payload)

    @command
    def import_handling(self, payload: dict[str, Any]) -> Answer:
        """See handlers.import_handling."""
        return self.wired.handle(handlers.import_handling, payload)

    @query
    def history(self, payload: dict[str, Any]) -> Answer:
        """See queries.case_history."""
        return self.wired.ask(queries.case_history, payload)

    @query
    def columns(self, payload: dict[str, Any]) -> Answer:
        """See queries.columns."""
        return self.wired.ask(queries.columns, payload)

    @query
    def column(self, payload: dict[str, Any]) -> Answer:
        """See queries.column."""
        return self.wired.ask(queries.column, payload)

    @query
    def agencies(self, payload: dict[str, Any]) -> Answer:
        """See queries.agencies."""
        return self.wired.ask(queries.agencies, payload)

    @query
    def configured_columns(self, payload: dict[str, Any]) -> Answer:
        """See queries.configured_columns."""
        return self.wired.ask(queries.configured_columns, payload)

    @query
    def configured_column(self, payload: dict[str, Any]) -> Answer:
        """See queries.configured_column."""
        return self.wired.ask(queries.configured_column, payload)

    @query
    def configured_agencies(self, payload: dict[str, Any]) -> Answer:
        """See queries.configured_agencies."""
        return self.wired.ask(queries.configured_agencies, payload)

    @query
    def configured_agency(self, payload: dict[str, Any]) -> Answer:
        """See queries.configured_agency."""
        return self.wired.ask(queries.configured_agency, payload)

    @query
    def city_changes(self, payload: dict[str, Any]) -> Answer:
        """See queries.city_changes."""
        return self.wired.ask(queries.city_changes, payload)

    @query
    def fields(self, payload: dict[str, Any]) -> Answer:
        """See queries.fields."""
        return self.wired.ask(queries.fields, payload)

    @query
    def cases(self, payload: dict[str, Any]) -> Answer:
        """See queries.cases."""
        return self.wired.ask(queries.cases, payload)

    @query
    def case(self, payload: dict[str, Any]) -> Answer:
        """See queries.case."""
        return self.wired.ask(queries.case, payload)

    @command
    def amend_calendar(self, payload: dict[str, Any]) -> Answer:
        """See handlers.amend_calendar."""
        return self.wired.handle(handlers.amend_calendar, payload)

    @command
    def recount_deadlines(self, payload: dict[str, Any]) -> Answer:
        """See handlers.recount_deadlines."""
        return self.wired.handle(handlers.recount_deadlines, payload)

    @query
    def calendar(self, payload: dict[str, Any]) -> Answer:
        """See queries.calendar."""
        return self.wired.ask(queries.calendar, payload)

    @query
    def calendar_difference(self, payload: dict[str, Any]) -> Answer:
        """See queries.calendar_difference."""
        return self.wired.ask(queries.calendar_difference, payload)

    @query
    def proposal(self, payload: dict[str, Any]) -> Answer:
        """See queries.proposal."""
        return self.wired.ask(queries.proposal, payload)

    @query
    def dispatch_rules(self, payload: dict[str, Any]) -> Answer:
        """See queries.dispatch_rules."""
        return self.wired.ask(queries.dispatch_rules, payload)

    @query
    def trial(self, payload: dict[str, Any]) -> Answer:
        """See queries.trial."""
        return self.wired.ask(queries.trial, payload)

    @query
    def deadline(self, payload: dict[str, Any]) -> Answer:
        """See queries.deadline."""
        return self.wired.ask(queries.deadline, payload)

    @query
    def ledger(self, payload: dict[str, Any]) -> Answer:
        """See queries.ledger."""
        return self.wired.ask(queries.ledger, payload)

    @query
    def ledger_sheet(self, payload: dict[str, Any]) -> Answer:
        """See queries.ledger_sheet."""
        return self.wired.ask(queries.ledger_sheet, payload)

    @query
    def urging_proposals(self, payload: dict[str, Any]) -> Answer:
        """See queries.urging_proposals."""
        return self.wired.ask(queries.urging_proposals, payload)

    @query
    def urging_inbox(self, payload: dict[str, Any]) -> Answer:
        """See queries.urging_inbox."""
        return self.wired.ask(queries.urging_inbox, payload)

    @query
    def urgings(self, payload: dict[str, Any]) -> Answer:
        """See queries.urgings."""
        return self.wired.ask(queries.urgings, payload)

    @query
    def urging_letter(self, payload: dict[str, Any]) -> Answer:
        """See queries.urging_letter."""
        return self.wired.ask(queries.urging_letter, payload)

    @query
    def handover(self, payload: dict[str, Any]) -> Answer:
        """See queries.handover."""
        return self.wired.ask(queries.handover, payload)
