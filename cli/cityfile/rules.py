"""Dispatch rules in a city file: everything that they name is in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from cli.cityfile.source import Place

Rules = Sequence[Mapping[str, Any]]


def rule_contradictions(
    rules: Rules,
    agencies: Collection[str],
    columns: Mapping[str, Mapping[str, Any]],
    fields: Collection[str] | None,
) -> Iterator[tuple[Place, str]]:
    """What is wrong with the rules of a file that has these agencies, columns and fields; None: it says no fields."""
    territories = list(dict.fromkeys(column["jurisdiction"] for column in columns.values()))
    for number, rule in enumerate(rules):
        here: Place = ("rules", number)
        if rule["lead"] not in agencies:
            yield (*here, "lead"), _missing(rule["lead"], "agency", "agencies")
        for place, agency in enumerate(rule["co_agencies"]):
            if agency not in agencies:
                yield (*here, "co_agencies", place), _missing(agency, "agency", "agencies")
            elif agency == rule["lead"]:
                yield (*here, "co_agencies", place), f"{agency} leads already; leave it out here"
        for place, column in enumerate(rule["columns"]):
            if column not in columns:
                yield (*here, "columns", place), _missing(column, "column", "columns")
        for place, field in enumerate(rule["fields"]):
            if fields is not None and field not in fields:
                yield (*here, "fields", place), _missing(field, "field", "fields")
        for place, territory in enumerate(rule["territories"]):
            if territory not in territories:
                message = f"{territory} is no column's jurisdiction; those there are: {', '.join(territories)}"
                yield (*here, "territories", place), message


def _missing(id_: str, what: str, part: str) -> str:
    return f"{id_} is no {what} of this file; add it under `{part}` or correct it"
