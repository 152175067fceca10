"""The office's dispatch rules, and the cases that they assign by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.dispatching import fields_above, fields_to_choose, for_the_rules
from services.routing.domain import commands as c
from services.routing.domain import rulebook, scope
from services.routing.domain.dispatch import Rule, Traits, allowance_by, normal, propose
from services.routing.domain.rulebook import BOOK, RuleBook, UnknownField, UnknownTerritory
from services.routing.domain.state import Waiting
from services.routing.domain.text import known_word
from services.routing.domain.words import COMPLEXITIES, KINDS, URGENCIES, FieldId, LeavingCause
from services.routing.handlers.standing import configuration, require_agency
from services.routing.schema import CASE, RULES
from services.routing.statecouncil import calendar_in_force, deadline_after
from services.routing.tables import columns
from workdays.calendar import shanghai_date

DISPATCH_LIMIT = 200  # cases dispatched in one transaction


def draft_rules(unit: Unit, payload: Payload) -> Answer:
    """{rules, replaces} → {version, on}: the edition that was written, and the one in force.

    A rule is {name, lead, co_agencies, working_days, columns, territories, kinds, fields, urgency, complexity}, of
    which only name and lead are needed; `replaces` is the version that was read. A column administrator changes rules
    that name columns of theirs alone.
    Raises RulesMovedOn, RuleNameTaken, RuleBeyondColumns, LeadIsCoAgency, UnknownAgency, UnknownColumn,
    UnknownField, UnknownTerritory, UnknownWord, OutOfScope.
    """
    actor = unit.context.actor
    scope.require(actor, scope.RULE)
    rules = _rules(unit, payload["rules"])
    unit.execute(RULES, BOOK, rulebook.Draft(rules, payload["replaces"], actor.columns, actor.account, unit.now))
    return _where_the_book_stands(unit)


def switch_on_rules(unit: Unit, payload: Payload) -> Answer:
    """{version} → {version, on}: the newest edition is in force; what is assigned stays as it is.

    Raises RulesMovedOn, RuleBeyondColumns, OutOfScope.
    """
    actor = unit.context.actor
    scope.require(actor, scope.RULE)
    unit.execute(RULES, BOOK, rulebook.SwitchOn(payload["version"], actor.columns, actor.account, unit.now))
    return _where_the_book_stands(unit)


def declare_rules(unit: Unit, said: Iterable[Payload], territories: Collection[str]) -> bool:
    """Put a city file's rules in force; whether that changed anything. `territories` are those of its columns."""
    rules = _rules(unit, said, territories)
    return bool(unit.execute(RULES, BOOK, rulebook.Declare(rules, unit.context.actor.account, unit.now)))


def dispatch_cases(unit: Unit, _: Payload) -> Answer:
    """{} → {assigned, left, more}: ask the rules about the cases that wait for them, a limited number at a time.

    In columns that assign by themselves: where all fitting rules name the same lead, the first of them assigns;
    otherwise the case is left to a dispatcher. Either way it is asked about once.
    """
    scope.require(unit.context.actor, scope.DISPATCH)
    numbers = for_the_rules(unit, DISPATCH_LIMIT)
    if not numbers:
        return {"assigned": 0, "left": 0, "more": False}
    book, above = unit.state(RULES, BOOK), fields_above(unit)
    done = [_dispatch(unit, book, above, number) for number in numbers]
    assigned, left = done.count("assigned"), done.count("left")
    return {"assigned": assigned, "left": left, "more": assigned + left == DISPATCH_LIMIT}


def _dispatch(unit: Unit, book: RuleBook, above: Mapping[FieldId, FieldId | None], number: str) -> str | None:
    """What became of one case: assigned, left, or None where it no longer waits for the rules."""
    case = unit.state(CASE, number)
    if not isinstance(case, Waiting):
        return None
    run = configuration(unit, case.matter.column)
    traits = Traits.of(case.matter, run.jurisdiction)
    proposal = propose(book.on.rules, traits, above, case.let_go)
    first = proposal.first
    if first is None or proposal.is_ambiguous:
        cause: LeavingCause = "no_rule_fits" if first is None else "rules_disagree"
        left = unit.execute(CASE, number, c.LeaveToDispatcher(cause, book.on.version, unit.now))
        return "left" if left else None
    allowed = allowance_by(first.rule, run.limits, traits)
    assign = c.Dispatch(
        lead=first.rule.lead,
        co_agencies=tuple(sorted(first.co_agencies)),
        deadline=deadline_after(calendar_in_force(unit), shanghai_date(unit.now), allowed.days),
        allowance=allowed,
        rule=first.rule.name,
        by=unit.context.actor.account,
        at=unit.now,
    )
    return "assigned" if unit.execute(CASE, number, assign) else None


def _where_the_book_stands(unit: Unit) -> Answer:
    book = unit.state(RULES, BOOK)
    return {"version": book.newest.version, "on": book.on.version}


def _rules(unit: Unit, said: Iterable[Payload], territories: Collection[str] = ()) -> tuple[Rule, ...]:
    """The rules as they are recorded: everything they name is there, and their fields can be chosen.

    A rule that stays as it was written may name a field that is gone since, so that nobody has to mend others' rules.
    """
    rules = tuple(_rule(each) for each in said)
    book = unit.state(RULES, BOOK)
    standing = {*book.newest.rules, *book.on.rules}
    known = tuple(dict.fromkeys((*territories, *(row["jurisdiction"] for row in unit.rows(_TERRITORIES)))))
    fields = fields_to_choose(unit)
    for rule in rules:
        for field in () if rule in standing else rule.fields:
            if fields and field not in fields:
                raise UnknownField(field)
        for agency in (rule.lead, *rule.co_agencies):
            require_agency(unit, agency)
        for column in rule.columns:
            configuration(unit, column)
        for territory in rule.territories:
            if territory not in known:
                raise UnknownTerritory(territory, known)
    return rules


_TERRITORIES = select(columns.c.jurisdiction).order_by(columns.c.place)


def _rule(said: Payload) -> Rule:
    for kind in said.get("kinds") or ():
        known_word("kinds", kind, KINDS)
    for field, known in (("urgency", URGENCIES), ("complexity", COMPLEXITIES)):
        if said.get(field) is not None:
            known_word(field, said[field], known)
    return normal(
        Rule(
            name=said["name"],
            lead=said["lead"],
            working_days=said.get("working_days"),
            urgency=said.get("urgency"),
            complexity=said.get("complexity"),
            **{name: tuple(said.get(name) or ()) for name in Rule.LISTS},
        )
    )
