"""Tables for a person: as wide as the terminal, and as wide as they need anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Literal

WIDE = 1000  # columns, where there is no terminal to fit into


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """Print rows under their titles; `right` are the places of columns that hold figures; the first names the row."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    figures = set(right)
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for place, title in enumerate(titles):
        justify: Literal["left", "right"] = "right" if place in figures else "left"
        shown.add_column(Text(title), justify=justify, overflow="fold", no_wrap=place == 0 or place in figures)
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDE, highlight=False).print(shown)
