"""What a refusal says on a terminal: the sentence that the website has for it, and its code in brackets."""

from __future__ import annotations

import os
from collections.abc import Callable
from gettext import GNUTranslations
from typing import TYPE_CHECKING

from kernel.errors import KernelError

if TYPE_CHECKING:
    from kernel.decider import Refusal

LANGUAGE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as POSIX has it


def told(error: KernelError | Refusal) -> str:
    """The sentence and the code; a code that nobody has put into words is shown with its values."""
    from gateway.problems import SENTENCES, explained

    if error.code in SENTENCES:
        return f"{explained(error.code, error.values(), language())} ({error.code})"
    values = ", ".join(f"{name} {value}" for name, value in error.values().items())
    return f"refused: {error.code}" + (f" ({values})" if values else "")


def language() -> Callable[[str], str]:
    """Chinese where the terminal's locale is, otherwise English like everything else that the command line says."""
    from gateway.translations import MO

    if not next((found for name in LANGUAGE if (found := os.environ.get(name))), "").startswith("zh"):
        return str
    with MO.open("rb") as file:
        return GNUTranslations(file).gettext
