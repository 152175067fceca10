"""One column or one agency, changed in part by the people who run it; `city` loads a whole city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import agency, scope
from services.routing.domain.agency import Describe
from services.routing.domain.column import Arrange
from services.routing.domain.refusals import AgencyNotFound, ChangedSince, ColumnNotFound, Incomplete, OfficeDecides
from services.routing.handlers.city import require_tree, run_anew, run_so_far
from services.routing.handlers.standing import require_agency
from services.routing.schema import AGENCY, COLUMN

OFFICE_DECIDES = ("name", "jurisdiction", "leader", "office")


def set_column(unit: Unit, payload: Payload) -> Answer:
    """{column, version, name?, …, limits?: {…}, terms?: {…}} → {column, version}: what is not said stays.

    `version` is the one that was read, 0 for a column to be opened. Limits and terms are changed one by one, the
    exceptions among the limits as a whole. Raises OutOfScope, OfficeDecides, ChangedSince, ColumnNotFound, Incomplete,
    UnknownAgency, UnknownWord, and what makes limits unsound.
    """
    who, id_ = unit.context.actor, payload["column"]
    scope.require_column(who, scope.SET_COLUMN, id_)
    said = {name: value for name, value in payload.items() if name not in {"column", "version"}}
    there = unit.state(COLUMN, id_)
    before = run_so_far(there)
    decided = (*(name for name in OFFICE_DECIDES if name in said), *_moved(before, said))
    if who.role == "columnadmin" and (decided or not payload["version"]):
        raise OfficeDecides(decided or ("column",))
    _require_version(unit.version(COLUMN, id_), payload["version"], ColumnNotFound(id_))
    _require_whole(before | said, OFFICE_DECIDES)
    require_agency(unit, (before | said)["office"])
    unit.execute(COLUMN, id_, Arrange(id_, run_anew(before, said), who.account, unit.now))
    return {"column": id_, "version": unit.version(COLUMN, id_)}


def _moved(before: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[str, ...]:
    """Whether a column counts among the city's own is for the office to say, though it is one of the terms."""
    was, terms = before.get("terms", {}).get("portal"), said.get("terms", {})
    return ("portal",) if terms.get("portal", was) != was else ()


def set_agency(unit: Unit, payload: Payload) -> Answer:
    """{agency, version, name?, parent?, level?} → {agency, version}: what is not said stays.

    `version` is the one that was read, 0 for an agency to be registered. Raises OutOfScope, ChangedSince,
    AgencyNotFound, UnknownAgency (of the parent), Incomplete, ParentCycle, LevelsOutOfOrder, UnknownWord.
    """
    who, id_ = unit.context.actor, payload["agency"]
    scope.require(who, scope.SET_AGENCY)
    there = unit.state(AGENCY, id_)
    _require_version(unit.version(AGENCY, id_), payload["version"], AgencyNotFound(id_))
    before = asdict(there) if isinstance(there, agency.Known) else {"parent": None, "level": "department"}
    said = before | {name: payload[name] for name in ("name", "parent", "level") if name in payload}
    _require_whole(said, ("name",))
    require_tree(unit, [{"id": id_, **said}])
    unit.execute(AGENCY, id_, Describe(id_, said["name"], said["parent"], who.account, unit.now, said["level"]))
    return {"agency": id_, "version": unit.version(AGENCY, id_)}


def _require_version(now: int, read: int, unknown: Exception) -> None:
    """What was read is what is there; raises ChangedSince, `unknown`."""
    if now == 0 != read:
        raise unknown
    if now != read:
        raise ChangedSince(now)


def _require_whole(said: Mapping[str, Any], needed: tuple[str, ...]) -> None:
    if missing := tuple(name for name in needed if said.get(name) is None):
        raise Incomplete(missing)
