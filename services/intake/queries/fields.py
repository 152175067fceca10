"""What messages are about, as the office has arranged it: which fields there are, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from kernel.service import Answer
from kernel.store import Reading
from services.intake.tables import fields


def is_known(reading: Reading, field: str | None) -> bool:
    """Whether a message may be accepted under the field: while no tree is loaded, any code will do."""
    tree = _tree(reading)
    return field is None or not tree or (field in tree and not tree[field]["former"])


def in_their_fields(reading: Reading, items: Sequence[Answer]) -> list[Answer]:
    """The items, each with the names of its field and of those above it; none where it has no field that is known."""
    tree = _tree(reading) if any(item["field"] for item in items) else {}
    return [{**item, "field_path": path(tree, item["field"])} for item in items]


def path(tree: Mapping[str, Mapping[str, Any]], field: str | None) -> list[str]:
    """The field's name after the names above it."""
    found = None if field is None else tree.get(field)
    return [] if found is None else [*path(tree, found["parent"]), found["name"]]


def _tree(reading: Reading) -> dict[str, dict[str, Any]]:
    rows = reading.rows(select(fields.c.tree))
    tree: dict[str, dict[str, Any]] = orjson.loads(rows[0]["tree"]) if rows else {}
    return tree
