"""Progress of long work on standard error: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import TaskID

Advance = Callable[[int], None]
"""Called with how much more is done."""

Report = Callable[[str, int, int], None]
"""Called with which log is read, how far that is, and how long it is."""

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


@contextmanager
def reading(label: str) -> Iterator[Report]:
    """Shows which log is read, how far, and how many events a second."""
    showing = reading_bars(label) if sys.stderr.isatty() else reading_lines(label)
    with showing as report:
        yield report


@contextmanager
def reading_bars(label: str) -> Iterator[Report]:
    """A bar for each log, beginning where it is first met."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
    from rich.text import Text

    class Speed(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.0f} events/s")

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Speed())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        tasks: dict[str, tuple[TaskID, int]] = {}

        def report(log: str, read: int, all_: int) -> None:
            task, before = tasks.get(log) or (shown.add_task(f"{label}: {log}", total=all_), 0)
            shown.update(task, advance=read - before, total=all_)
            tasks[log] = task, read

        yield report


@contextmanager
def reading_lines(label: str) -> Iterator[Report]:
    """A line every few seconds, and one at the end of each log."""
    said = monotonic()
    since: dict[str, tuple[float, int]] = {}

    def report(log: str, read: int, all_: int) -> None:
        nonlocal said
        now = monotonic()
        began, first = since.setdefault(log, (now, read))
        if now - said >= QUIET or read >= all_:
            said = now
            speed = f", {(read - first) / (now - began):,.0f} events/s" if now > began and read > first else ""
            click.echo(f"{label}: {log} {read}/{all_}{speed}", err=True)

    yield report
