"""What a refusal says on a terminal: the sentence that the website has for it, and its code in brackets."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from gettext import GNUTranslations
from typing import TYPE_CHECKING, Any

from kernel.errors import KernelError

if TYPE_CHECKING:
    from cli.system import System
    from gateway.directory import Kind, Named
    from gateway.problems import Called
    from kernel.decider import Refusal

LANGUAGE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as POSIX has it
SOON = 1.0  # seconds in which names are told, or done without


def told(error: KernelError | Refusal, called: Called | None = None) -> str:
    """The sentence and the code; a code that nobody has put into words is shown with its values.

    `called` names agencies and columns; their codes alone are shown where there is none.
    """
    from gateway.problems import SENTENCES, explained, unnamed

    if error.code in SENTENCES:
        return f"{explained(error.code, error.values(), language(), called or unnamed)} ({error.code})"
    values = ", ".join(f"{name} {value}" for name, value in error.values().items())
    return f"refused: {error.code}" + (f" ({values})" if values else "")


def named(names: Callable[[Kind], Mapping[str, str]]) -> Called:
    """A name with its code in brackets, from the names of a kind by code; accounts go by their user names."""

    def called(kind: Named, code: str) -> str | None:
        name = None if kind == "account" else names(kind).get(code)
        return name and f"{name} ({code})"

    return called


def known_to(system: System) -> Called:
    """The names that routing has; none where it does not answer soon."""
    from gateway.directory import Directory

    directory = Directory()

    def listed(method: str) -> Mapping[str, Any]:
        return system.call("routing", method, {}, timeout=SOON)

    return named(lambda kind: directory.names(kind, listed))


def language() -> Callable[[str], str]:
    """Chinese where the terminal's locale is, otherwise English like everything else that the command line says."""
    from gateway.translations import MO

    if not next((found for name in LANGUAGE if (found := os.environ.get(name))), "").startswith("zh"):
        return str
    with MO.open("rb") as file:
        return GNUTranslations(file).gettext
