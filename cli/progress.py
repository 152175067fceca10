"""Progress of long work on standard error: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

Advance = Callable[[int], None]
"""Called with how much more is done."""

QUIET = 5.0  # seconds between two lines where there is no terminal


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Advance]:
    """Shows how far `label` has come; a total of None: nobody knows how much there is."""
    showing = bar(label, total) if sys.stderr.isatty() else lines(label, total)
    with showing as advance:
        yield advance


@contextmanager
def bar(label: str, total: int | None) -> Iterator[Advance]:
    """A bar with the rate and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as shown:
        task = shown.add_task(label, total=total)
        yield lambda more: shown.advance(task, more)


@contextmanager
def lines(label: str, total: int | None) -> Iterator[Advance]:
    """A line every few seconds and one at the end, for logs and pipes."""
    done, told = 0, -1
    said = monotonic()
    of = "" if total is None else f"/{total}"

    def tell() -> None:
        nonlocal told
        if told != done:
            told = done
            click.echo(f"{label}: {done}{of}", err=True)

    def advance(more: int) -> None:
        nonlocal done, said
        done += more
        now = monotonic()
        if now - said >= QUIET:
            said = now
            tell()

    yield advance
    tell()
