"""The city file: agencies, columns, fields, rules and accounts in YAML, checked as a whole before anything is loaded.

The format is described in docs/city-file.md. Every problem is reported at once, with its line and what to do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import marshmallow as ma

from cli.cityfile.rules import rule_contradictions
from cli.cityfile.schema import MOST_LEVELS, CitySchema
from cli.cityfile.source import LARGEST, CityFileError, Place, Problem, Source, written
from gateway.levels import most_levels
from gateway.roles import SCOPES
from services.routing.domain.agency import find_cycle, find_misplaced
from services.routing.domain.limits import are_in_order, find_ambiguity, find_empty, limits_of

__all__ = ["Account", "City", "CityFileError", "Problem", "parse", "read"]


@dataclass(frozen=True, slots=True)
class Account:
    """A staff account as the file gives it; a scope of None does not limit the role, a password is for trying out."""

    username: str
    name: str
    role: str
    columns: tuple[str, ...] | None
    agencies: tuple[str, ...] | None
    levels: tuple[int, ...] | None
    password: str | None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class City:
    """A checked city file; all but the accounts is what `load_city` takes, None: no fields, or no rules, are said."""

    name: str
    demonstration: bool
    agencies: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    accounts: tuple[Account, ...]
    fields: list[dict[str, Any]] | None = None
    rules: list[dict[str, Any]] | None = None

    @property
    def payload(self) -> dict[str, Any]:
        """The payload of routing's `load_city`."""
        said = {"agencies": self.agencies, "columns": self.columns}
        said |= {} if self.fields is None else {"fields": self.fields}
        return said if self.rules is None else {**said, "rules": self.rules}


def read(path: Path) -> City:
    """The city of a file; raises CityFileError, OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    return parse(content, path.name)


def parse(content: bytes, name: str = "city file") -> City:
    """The city of a file's content; raises CityFileError."""
    source = Source(content, name)
    try:
        data = CitySchema().load(source.data)
    except ma.ValidationError as error:
        found = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
        raise source.error(list(_flat(found))) from None
    if wrong := list(_contradictions(data)):
        raise source.error(wrong)
    return City(
        name=data["city"],
        demonstration=data["demonstration"],
        agencies=data["agencies"],
        columns=data["columns"],
        accounts=tuple(_account(account) for account in data["accounts"]),
        fields=None if data["tree"] is None else [field for _, field in _tree(data["tree"])],
        rules=data["rules"],
    )


def _tree(
    nodes: list[dict[str, Any]], parent: str | None = None, place: Place = ("fields",)
) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every field below a place of the file, each after the one above it, as `load_city` takes them."""
    for number, node in enumerate(nodes):
        here = (*place, number)
        yield here, {"field": node["id"], "name": node["name"], "parent": parent}
        yield from _tree(node.get("below", []), node["id"], (*here, "fields"))


def _flat(messages: Mapping[Any, Any], path: Place = ()) -> Iterator[tuple[Place, str]]:
    """Marshmallow's messages, each with its path."""
    for key, found in messages.items():
        here = path if key == "_schema" else (*path, key)
        if isinstance(found, Mapping):
            yield from _flat(found, here)
        else:
            yield from ((here, message) for message in found)


def _contradictions(data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """What each part allows but the whole does not."""
    agencies = {agency["id"]: agency for agency in data["agencies"]}
    columns = {column["id"]: column for column in data["columns"]}
    for part, key in (("agencies", "id"), ("columns", "id"), ("rules", "name"), ("accounts", "username")):
        yield from _doubled(data[part] or [], part, key)
    for number, agency in enumerate(data["agencies"]):
        if agency["parent"] is not None and agency["parent"] not in agencies:
            yield ("agencies", number, "parent"), _no_agency(agency["parent"])
    if ring := find_cycle({id_: agency["parent"] for id_, agency in agencies.items()}):
        number = next(n for n, agency in enumerate(data["agencies"]) if agency["id"] == ring[0])
        message = f"{' → '.join(ring)} are each other's parents; leave `parent` out for the one at the top"
        yield ("agencies", number, "parent"), message
    yield from _misplaced(data["agencies"], agencies)
    for number, column in enumerate(data["columns"]):
        if column["office"] not in agencies:
            yield ("columns", number, "office"), _no_agency(column["office"])
        for path, message in _limit_contradictions(column.get("limits", {})):
            yield ("columns", number, "limits", *path), message
    yield from _field_contradictions(data["tree"] or [])
    fields = None if data["tree"] is None else {field["field"] for _, field in _tree(data["tree"])}
    yield from rule_contradictions(data["rules"] or [], agencies, columns, fields)
    for number, account in enumerate(data["accounts"]):
        for path, message in _account_contradictions(account, agencies, columns, demonstration=data["demonstration"]):
            yield ("accounts", number, *path), message


def _limit_contradictions(said: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    limits = limits_of(said)
    if not are_in_order(limits):
        yield (), "`max_days` must be at least `ordinary_days`, `complex_days` and the `days` of every exception"
    if (place := find_empty(limits)) is not None:
        yield ("exceptions", place), "must name a `kind`, an `urgency` or a `complexity`"
    if found := find_ambiguity(limits):
        matter = f"kind {found.kind}, urgency {found.urgency}, complexity {found.complexity}"
        days = " and ".join(map(str, found.days))
        yield ("exceptions",), f"{matter}: {days} days fit alike; add an exception that names more of these"


def _misplaced(entries: list[dict[str, Any]], agencies: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """An agency that stands below one of the wrong level; where every parent is there."""
    parents = {id_: agency["parent"] if agency["parent"] in agencies else None for id_, agency in agencies.items()}
    if found := find_misplaced(parents, {id_: agency["level"] for id_, agency in agencies.items()}):
        agency, parent = found
        number = next(n for n, entry in enumerate(entries) if entry["id"] == agency)
        levels = agencies[agency]["level"], agencies[parent]["level"]
        yield ("agencies", number, "level"), f"a {levels[0]} does not stand below a {levels[1]}; correct one of the two"


def _doubled(entries: list[dict[str, Any]], part: str, key: str) -> Iterator[tuple[Place, str]]:
    first: dict[Hashable, int] = {}
    for number, entry in enumerate(entries):
        if entry[key] in first:
            yield (part, number, key), f"{entry[key]} is {part}[{first[entry[key]]}] already; each needs its own {key}"
        first.setdefault(entry[key], number)


def _field_contradictions(nodes: list[dict[str, Any]]) -> Iterator[tuple[Place, str]]:
    """Each id names one field of the whole tree, each name one of those beside it."""
    ids: dict[str, Place] = {}
    names: dict[tuple[str | None, str], Place] = {}
    for place, field in _tree(nodes):
        if field["field"] in ids:
            first = written(ids[field["field"]])
            yield (*place, "id"), f"{field['field']} is {first} already; each needs its own id"
        elif (beside := names.get((field["parent"], field["name"]))) is not None:
            yield (*place, "name"), f"{field['name']} is {written(beside)} already; keep one, or tell them apart"
        ids.setdefault(field["field"], place)
        names.setdefault((field["parent"], field["name"]), place)


def _account_contradictions(
    account: Mapping[str, Any], agencies: Mapping[str, Any], columns: Mapping[str, Any], *, demonstration: bool
) -> Iterator[tuple[Place, str]]:
    needed = SCOPES[account["role"]]
    for scope in ("columns", "agencies", "levels"):
        if scope in needed and scope not in account:
            yield (), f"a {account['role']} needs `{scope}`"
        if scope not in needed and scope in account:
            yield (scope,), f"does not limit a {account['role']}; leave it out"
    for number, id_ in enumerate(account.get("agencies") or ()):
        if id_ not in agencies:
            yield ("agencies", number), _no_agency(id_)
    for number, id_ in enumerate(account.get("columns") or ()):
        if id_ not in columns:
            yield ("columns", number), f"{id_} is no column of this file; add it under `columns` or correct it"
    # what the file does not say of a column stays as it is, which may be any number
    levels = {id_: column.get("review_levels", MOST_LEVELS) for id_, column in columns.items()}
    listed = [{"column": id_, "review_levels": number} for id_, number in levels.items()]
    most = most_levels(account.get("columns") or None, listed)
    for number, level in enumerate(account.get("levels") or ()):
        if most is not None and level > most:
            yield ("levels", number), f"none of the account's columns has more than {most} review levels"
    if account["password"] is not None and not demonstration:
        message = "a password does not belong in a file; leave it out, and a one-time password is made"
        yield ("password",), message


def _no_agency(id_: str) -> str:
    return f"{id_} is no agency of this file; add it under `agencies` or correct it"


def _account(account: Mapping[str, Any]) -> Account:
    columns, agencies, levels = (account.get(scope) for scope in ("columns", "agencies", "levels"))
    return Account(
        username=account["username"],
        name=account["name"],
        role=account["role"],
        columns=None if columns is None else tuple(columns),
        agencies=None if agencies is None else tuple(agencies),
        levels=None if levels is None else tuple(levels),
        password=account["password"],
        email=account["email"],
    )
