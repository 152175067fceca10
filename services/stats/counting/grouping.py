"""Members told apart: by column, jurisdiction, agency, kind, field or month."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from contracts.words import Kind
from services.stats.counting.arrays import NOTHING, Mask, Numbers, Words
from services.stats.counting.population import Population
from services.stats.counting.registers import Column, Field
from services.stats.domain.figures import Hosted

_AT_ONCE = 6
_MONTHS = 12
_FIRST_YEAR = 1970


@dataclass(frozen=True, slots=True)
class Group:
    """One row: `key` is a code or a month (2019-03), null for the members that have none; `name` where it is known."""

    key: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Grouped:
    """The rows, and for each member the one that it is in."""

    groups: Sequence[Group]
    row: Numbers

    def named(self, key: str | None) -> tuple[Group, Mask]:
        """The row of this key, and the members in it; a key that no row has is that of an empty one."""
        for place, group in enumerate(self.groups):
            if group.key == key:
                return group, np.asarray(self.row == place, np.bool_)
        return Group(key, None), np.zeros(len(self.row), np.bool_)

    def counted(self, masks: Mapping[str, Mask]) -> dict[str, list[int]]:
        """How many members of each mask are in each row, by the masks' names.

        Members that are in the same row and the same masks are counted at once: a member is looked at once for
        several masks.
        """
        found: dict[str, list[int]] = {}
        names = list(masks)
        for some in (names[place : place + _AT_ONCE] for place in range(0, len(names), _AT_ONCE)):
            alike = self.row << len(some)
            for place, name in enumerate(some):
                alike |= masks[name].astype(np.int64) << place
            kinds = 1 << len(some)
            counts = np.bincount(alike, minlength=len(self.groups) * kinds).reshape(-1, kinds)
            for place, name in enumerate(some):
                within = np.flatnonzero(np.arange(kinds) >> place & 1)
                found[name] = counts[:, within].sum(axis=1).tolist()
        return found

    def counts(self, chosen: Mask) -> list[int]:
        """How many of the chosen members are in each row."""
        counts: list[int] = np.bincount(self.row[chosen], minlength=len(self.groups)).tolist()
        return counts


@dataclass(frozen=True, slots=True)
class _Labels:
    """For each member the place of its label in `words`; `names` are the labels there are, in their order.

    Where they are listed `all`, there is a row even for a label without members.
    """

    codes: Numbers
    words: Sequence[str]
    names: Mapping[str, str | None]
    all: bool

    def grouped(self) -> Grouped:
        """Rows as the names are ordered, then labels that nobody has named yet, then the members without one."""
        present = {code + NOTHING for code in np.flatnonzero(np.bincount(self.codes - NOTHING)).tolist()}
        met = {self.words[code] for code in present if code != NOTHING}
        keys = [key for key in self.names if self.all or key in met]
        keys += sorted(met - self.names.keys())
        groups = [Group(key, self.names.get(key)) for key in keys]
        row_of = {key: row for row, key in enumerate(keys)}
        rows = np.asarray([*(row_of.get(word, NOTHING) for word in self.words), len(keys)], np.int64)
        if NOTHING in present:
            groups.append(Group(None, None))
        return Grouped(groups, rows[self.codes])  # NOTHING is the last of the rows, as the place -1 is

    def chosen(self, keys: Collection[str]) -> Mask:
        """The members with one of these labels."""
        wanted: Mask = np.asarray([word in keys for word in self.words] + [False], np.bool_)
        return wanted[self.codes]


def grouped(members: Population, by: str, within: str | None = None, among: Collection[str] | None = None) -> Grouped:
    """The members' rows; `within` a field, those of the fields below it; `among` columns, rows of no others."""
    match by:
        case "field":
            return _fields(members, within).grouped()
        case "column":
            return _columns(members, among).grouped()
        case "jurisdiction":
            return _jurisdictions(members, among).grouped()
        case _:
            return _LABELS[by](members).grouped()


def chosen(members: Population, by: str, *keys: str) -> Mask:
    """Which members have one of these labels; of a field, or one below it."""
    if by == "field":
        return _below(members, keys)
    return _LABELS[by](members).chosen(keys)


def _columns(members: Population, among: Collection[str] | None = None) -> _Labels:
    names = {code: column.name for code, column in _run(members, among).items()}
    return _Labels(members.column, members.known.facts.columns.words, names, all=True)


def _jurisdictions(members: Population, among: Collection[str] | None = None) -> _Labels:
    named = _run(members, None)
    jurisdictions = Words()
    of_column = [
        jurisdictions.code(named[word].jurisdiction if word in named else None)
        for word in members.known.facts.columns.words
    ]
    names = {column.jurisdiction: column.jurisdiction for column in _run(members, among).values()}
    return _Labels(_mapped(of_column, members.column), jurisdictions.words, names, all=True)


def _hosted(members: Population) -> _Labels:
    """A column that nobody has heard of yet is the city's own, like any other of which nothing else is said."""
    named = _run(members, None)
    words = list(Hosted)
    of_column = [
        words.index(named[word].hosted if word in named else Hosted.HERE) for word in members.known.facts.columns.words
    ]
    return _Labels(_mapped(of_column, members.column), words, dict.fromkeys(words), all=True)


def _run(members: Population, among: Collection[str] | None) -> dict[str, Column]:
    """The columns as they were run at the cut-off, or those `among` them."""
    named = members.known.registers.columns_at(members.known.cutoff)
    return {code: column for code, column in named.items() if among is None or code in among}


def _agencies(members: Population) -> _Labels:
    names = members.known.registers.agencies_at(members.known.cutoff)
    return _Labels(members.agency, members.known.facts.agencies.words, names, all=False)


def _kinds(members: Population) -> _Labels:
    return _Labels(members.kind, members.known.facts.kinds.words, dict.fromkeys(get_args(Kind)), all=True)


def _months(members: Population) -> _Labels:
    months = members.month
    if not len(months):
        return _Labels(months, [], {}, all=True)
    first = int(months.min())
    words = [
        f"{_FIRST_YEAR + month // _MONTHS}-{month % _MONTHS + 1:02}" for month in range(first, int(months.max()) + 1)
    ]
    return _Labels(months - first, words, dict.fromkeys(words), all=True)


def _fields(members: Population, within: str | None) -> _Labels:
    """By the topmost fields, or by those below `within` and itself for the members that are of none below."""
    tree = members.known.registers.fields_at(members.known.cutoff)
    leaves = members.known.facts.fields.words
    tops = Words()
    of_field = [tops.code(_top(tree, leaf, within)) for leaf in leaves]
    names = {code: field.name for code, field in tree.items() if within in (field.parent, code)}
    return _Labels(_mapped(of_field, members.field), tops.words, names, all=True)


def _top(tree: Mapping[str, Field], leaf: str, within: str | None) -> str:
    """The field itself or the one above it that stands directly below `within`."""
    field = leaf
    while field != within and field in tree and tree[field].parent not in (None, within):
        field = str(tree[field].parent)
    return field


def _below(members: Population, keys: Collection[str]) -> Mask:
    tree = members.known.registers.fields_at(members.known.cutoff)
    belongs = [not set(keys).isdisjoint(_line(tree, leaf)) for leaf in members.known.facts.fields.words]
    wanted: Mask = np.asarray([*belongs, False], np.bool_)
    return wanted[members.field]


def _line(tree: Mapping[str, Field], leaf: str) -> Iterator[str]:
    """The field and all above it."""
    field: str | None = leaf
    while field is not None:
        yield field
        field = tree[field].parent if field in tree else None


def _mapped(of: Sequence[int], codes: Numbers) -> Numbers:
    """Each code as what it is mapped to; NOTHING stays NOTHING."""
    return np.asarray([*of, NOTHING], np.int64)[codes]


_LABELS: Mapping[str, Callable[[Population], _Labels]] = {
    "column": _columns,
    "jurisdiction": _jurisdictions,
    "hosted": _hosted,
    "agency": _agencies,
    "kind": _kinds,
    "month": _months,
}
