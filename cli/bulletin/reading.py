"""Bulletins read for the command line: by everyone those that are published, by an account those it may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cli import exits

if TYPE_CHECKING:
    from cli.system import System

BATCH = 200
Told = dict[str, Any]


def pages(system: System, method: str, asked: Mapping[str, Any]) -> Iterator[Told]:
    """Every item of a list."""
    page: Told = {"next": ""}
    while page["next"] is not None:
        page = system.call("stats", method, {**asked, "after": page["next"] or None, "limit": BATCH})
        yield from page["items"]


def one(system: System, bulletin: str, version: int | None, *, as_staff: bool) -> Told:
    """A bulletin: as staff its newest version, published or not; otherwise a published one, by default the last.

    Raises Refused, Unavailable, Usage.
    """
    if as_staff and version is None:
        return system.call("stats", "desk_bulletin", {"bulletin": bulletin})
    told = system.call("stats", "bulletin", {"bulletin": bulletin, **({} if version is None else {"version": version})})
    if told["content"]["bulletin"] != bulletin:
        raise exits.Found(f"{bulletin} is stored under another name: {told['content']['bulletin']}.")
    return told
