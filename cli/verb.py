"""How a verb's help is laid out: its docstring, whose indented paragraphs are examples and stay as they are."""

from __future__ import annotations

import inspect
from typing import Any

import click

# click's mark for a paragraph that is not to be wrapped anew
AS_IT_IS = "\b\n"


class Verb(click.Command):
    """A command that shows the examples in its docstring line by line, and is listed with a whole sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = laid_out(self.help or "")

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """What stands beside it in a list."""
        return first_sentence(self.help or "")


class Noun(click.Group):
    """What verbs are about, listed with a whole sentence like them."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """What stands beside it in a list."""
        return first_sentence(self.help or "")


def first_sentence(help_: str) -> str:
    """The first sentence on one line; click would cut it where the line ends."""
    paragraph = " ".join(inspect.cleandoc(help_).split("\n\n")[0].split())
    return paragraph.partition(". ")[0].rstrip(".") + "."


def laid_out(help_: str) -> str:
    """The text with click's mark before each paragraph that has indented lines."""
    paragraphs = inspect.cleandoc(help_).split("\n\n")
    return "\n\n".join(AS_IT_IS + one if "\n    " in one else one for one in paragraphs)
