"""A moment on a command line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import click


class _Instant(click.ParamType[Any]):
    """An instant with its offset, handed on in UTC."""

    name = "INSTANT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The instant as services take it."""
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            self.fail(f"{value} is no instant; write it as 2019-04-10T00:00:00+08:00, with its offset.", param, ctx)
        return at.astimezone(UTC).isoformat()


INSTANT: Final = _Instant()
