"""What messages are about: the office's tree of fields, and the names of a case's field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing.domain import fields as tree
from services.routing.schema import FIELDS


def fields(reading: Reading, _: Payload) -> Answer:
    """{} → {items: [{field, name, parent, level, path}], total}: the tree, each field after the one above it."""
    state = reading.state(FIELDS, tree.OFFICE)
    if isinstance(state, tree.Unarranged):
        return {"items": [], "total": 0}
    paths = tree.paths_of(state.fields)
    items = [
        {**asdict(field), "level": len(paths[field.field]), "path": list(paths[field.field])} for field in state.fields
    ]
    return {"items": items, "total": len(items)}


def in_their_fields(reading: Reading, items: Sequence[Answer]) -> list[Answer]:
    """The items, each with the names of its field and of those above it; none where it has no field that is known."""
    state = reading.state(FIELDS, tree.OFFICE)
    paths = {} if isinstance(state, tree.Unarranged) else tree.paths_of((*state.former, *state.fields))
    return [{**item, "field_path": list(paths.get(item["field"] or "", ()))} for item in items]
