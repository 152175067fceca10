"""The city as it is configured: agencies, columns and fields, loaded as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import agency, column, fields, scope
from services.routing.domain.agency import Describe, find_cycle, find_misplaced
from services.routing.domain.column import Arrange, Configuration, Terms
from services.routing.domain.limits import Limits, limits_of
from services.routing.domain.refusals import (
    LevelsOutOfOrder,
    ParentCycle,
    UnknownAgency,
)
from services.routing.domain.text import known_word
from services.routing.domain.words import COMPLEXITIES, KINDS, LEVELS, URGENCIES
from services.routing.handlers.dispatching import declare_rules
from services.routing.handlers.standing import (
    require_agency,
)
from services.routing.schema import AGENCY, COLUMN, FIELDS
from services.routing.tables import agencies

_OUTCOMES: dict[type, str] = {
    column.Opened: "opened",
    column.Rearranged: "rearranged",
    agency.Registered: "registered",
    agency.Amended: "amended",
}


_LEVEL = "department"  # of an agency that says nothing else
_WHERE_NOTHING_IS_SAID = {"review_levels": 3, "title_limit": 50, "body_limit": 3000, "accepts": True}


def load_city(unit: Unit, payload: Payload) -> Answer:
    """{agencies: [...], columns: [...], fields?, rules?} → {opened, rearranged, registered, amended, unchanged}: ids.

    With `fields` (see arrange_fields) also {fields: "arranged" or "unchanged"}, with `rules` (see draft_rules), which
    hold as a whole, {rules: "switched_on" or "unchanged"}. What the file says holds from now on; what it does not
    mention stays, of a column too: terms one by one, limits as a whole. The same file again records nothing.
    """
    scope.require(unit.context.actor, scope.CONFIGURE)
    done: dict[str, list[str]] = {"opened": [], "rearranged": [], "registered": [], "amended": [], "unchanged": []}
    require_tree(unit, payload["agencies"])
    by, at = unit.context.actor.account, unit.now
    for said in payload["agencies"]:
        describe = Describe(said["id"], said["name"], said.get("parent"), by, at, said.get("level", _LEVEL))
        registered = unit.execute(AGENCY, said["id"], describe)
        done[_outcome(registered)].append(said["id"])
    for said in payload["columns"]:
        require_agency(unit, said["office"])
        arranged = unit.execute(COLUMN, said["id"], Arrange(said["id"], _run(unit, said), by, at))
        done[_outcome(arranged)].append(said["id"])
    answer: Answer = dict(done)
    if payload.get("fields") is not None:
        answer["fields"] = _arranged(unit, payload["fields"])
    if payload.get("rules") is not None:
        switched = declare_rules(unit, payload["rules"], [said["jurisdiction"] for said in payload["columns"]])
        answer["rules"] = "switched_on" if switched else "unchanged"
    return answer


def _run(unit: Unit, said: Payload) -> Configuration:
    """How a column of the file is run: what the file does not mention as it was, or as of a new column."""
    changes = {name: value for name, value in said.items() if name != "id"}
    if "limits" in changes:
        changes["limits"] = {**asdict(Limits()), **changes["limits"]}
    return run_anew(run_so_far(unit.state(COLUMN, said["id"])), changes)


def run_so_far(there: column.Column) -> dict[str, Any]:
    """How a column is run by now; of a new one, what holds where nothing is said."""
    return asdict(there.configuration) if isinstance(there, column.Open) else dict(_WHERE_NOTHING_IS_SAID)


def run_anew(before: Mapping[str, Any], said: Mapping[str, Any]) -> Configuration:
    """The configuration with what is said put over what there was, limits and terms one by one."""
    limits = {**(before.get("limits") or asdict(Limits())), **said.get("limits", {})}
    terms = {**(before.get("terms") or {}), **said.get("terms", {})}
    return Configuration(**{**before, **said, "limits": limits_said(limits), "terms": Terms(**terms)})


def arrange_fields(unit: Unit, payload: Payload) -> Answer:
    """{fields: [{field, name, parent}]} → {fields: "arranged" or "unchanged", total}: the whole tree, parents first.

    Raises OutOfScope, FieldsUnsound.
    """
    scope.require(unit.context.actor, scope.CONFIGURE)
    return {"fields": _arranged(unit, payload["fields"]), "total": len(payload["fields"])}


def _arranged(unit: Unit, said: Sequence[Payload]) -> str:
    tree = tuple(fields.Field(one["field"], one["name"], one.get("parent")) for one in said)
    arranged = unit.execute(FIELDS, fields.OFFICE, fields.Arrange(tree, unit.context.actor.account, unit.now))
    return "arranged" if arranged else "unchanged"


def limits_said(said: Payload) -> Limits:
    """The limits as the file has them; raises UnknownWord."""
    for exception in said.get("exceptions", ()):
        for field, known in (("kind", KINDS), ("urgency", URGENCIES), ("complexity", COMPLEXITIES)):
            if exception.get(field) is not None:
                known_word(field, exception[field], known)
    return limits_of(said)


def _outcome(recorded: Sequence[object]) -> str:
    return _OUTCOMES[type(recorded[0])] if recorded else "unchanged"


def require_tree(unit: Unit, described: Sequence[Payload]) -> None:
    """Every parent is registered or described, following parents ends, and each level stands below a higher one.

    Raises UnknownAgency, ParentCycle, LevelsOutOfOrder.
    """
    registered = unit.rows(select(agencies.c.agency, agencies.c.parent, agencies.c.level))
    parents = {row["agency"]: row["parent"] for row in registered}
    parents |= {said["id"]: said.get("parent") for said in described}
    levels = {row["agency"]: row["level"] for row in registered}
    levels |= {said["id"]: known_word("level", said.get("level", _LEVEL), LEVELS) for said in described}
    for parent in parents.values():
        if parent is not None and parent not in parents:
            raise UnknownAgency(parent)
    if ring := find_cycle(parents):
        raise ParentCycle(ring)
    if found := find_misplaced(parents, levels):
        agency_, parent = found
        raise LevelsOutOfOrder(agency_, levels[agency_], parent, levels[parent])
