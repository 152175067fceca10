"""How a verb's help is laid out: its docstring, whose indented paragraphs are examples and stay as they are."""

from __future__ import annotations

import inspect
from typing import Any

import click

# click's mark for a paragraph that is not to be wrapped anew
AS_IT_IS = "\b\n"


class Verb(click.Command):
    """A command that shows the examples in its docstring line by line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = laid_out(self.help or "")


def laid_out(help_: str) -> str:
    """The text with click's mark before each paragraph that has indented lines."""
    paragraphs = inspect.cleandoc(help_).split("\n\n")
    return "\n\n".join(AS_IT_IS + one if "\n    " in one else one for one in paragraphs)
