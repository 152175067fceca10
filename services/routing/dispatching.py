"""What dispatching reads beside the case itself: the cases that wait for the rules, and which field is under which."""

from __future__ import annotations

import orjson
from sqlalchemy import select

from kernel.unit import Reading
from services.routing.domain.fields import OFFICE, Unarranged
from services.routing.domain.words import FieldId
from services.routing.schema import FIELDS
from services.routing.tables import cases, columns


def fields_above(reading: Reading) -> dict[FieldId, FieldId | None]:
    """Each field, also one that is no longer in the tree, with the one above it."""
    tree = reading.state(FIELDS, OFFICE)
    known = () if isinstance(tree, Unarranged) else (*tree.former, *tree.fields)
    return {field.field: field.parent for field in known}


def fields_to_choose(reading: Reading) -> frozenset[FieldId]:
    """The fields of the tree as it is now; none where nobody has arranged any."""
    tree = reading.state(FIELDS, OFFICE)
    return frozenset() if isinstance(tree, Unarranged) else frozenset(field.field for field in tree.fields)


def for_the_rules(reading: Reading, limit: int) -> list[str]:
    """Numbers of cases that the rules are to be asked about, in columns that assign by themselves; oldest first."""
    run = reading.rows(select(columns.c.column, columns.c.terms))
    themselves = [row["column"] for row in run if orjson.loads(row["terms"])["assigns_itself"]]
    if not themselves:
        return []
    wanted = select(cases.c.number).where(cases.c.for_rules_from.is_not(None), cases.c.column.in_(themselves))
    return [row["number"] for row in reading.rows(wanted.order_by(cases.c.for_rules_from, cases.c.number).limit(limit))]
