"""Which columns, agencies and fields there are to ask for: a misspelt one is no question about nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import get_args

from contracts.words import Kind
from services.stats.counting.filtering import Only
from services.stats.counting.known import Known
from services.stats.domain.refusals import UnknownLabel, UnknownWord

FEW = 30
"""So many labels, and no more, are named to who asked for another."""

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)


def must_be_known(known: Known, by: str, keys: Iterable[str]) -> None:
    """There is, or was at any time, something that is called so: what came later than the cut-off counts nothing.

    Raises UnknownLabel, UnknownWord (of kinds).
    """
    if by == "month":
        for key in keys:
            if not _MONTH.fullmatch(key):
                raise UnknownLabel(by, key, ())
        return
    labels = _LABELS[by](known)
    for key in keys:
        if key not in labels:
            if by == "kind":
                raise UnknownWord(by, tuple(labels))
            raise UnknownLabel(by, key, tuple(labels) if len(labels) <= FEW else ())


def must_all_be_known(known: Known, only: Only) -> None:
    """What is asked for exists; raises UnknownLabel, UnknownWord."""
    for by, keys in only.labels:
        if by in _LABELS:
            must_be_known(known, by, keys)


def _columns(known: Known) -> dict[str, None]:
    return dict.fromkeys([*known.registers.columns_ever(), *known.facts.columns.words])


def _agencies(known: Known) -> dict[str, None]:
    return dict.fromkeys([*known.registers.agencies_ever(), *known.facts.agencies.words])


def _fields(known: Known) -> dict[str, None]:
    return dict.fromkeys([*known.registers.fields_ever(), *known.facts.fields.words])


def _jurisdictions(known: Known) -> dict[str, None]:
    return dict.fromkeys(known.registers.jurisdictions_ever())


def _kinds(_: Known) -> dict[str, None]:
    return dict.fromkeys(get_args(Kind))


_LABELS: Mapping[str, Callable[[Known], Mapping[str, None]]] = {
    "column": _columns,
    "jurisdiction": _jurisdictions,
    "agency": _agencies,
    "kind": _kinds,
    "field": _fields,
}
