"""Words: what a notice is about, and whom one can be for."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal["guidance", "handbook", "urging", "information"]
"""指导, 手册, 督促, 通知."""
KINDS: tuple[Kind, ...] = get_args(Kind)

Role = Literal["clerk", "dispatcher", "handler", "reviewer", "supervisor", "columnadmin", "office"]
"""Who works on the board. The auditor reads every notice as it is, and is told none."""
ROLES: tuple[Role, ...] = get_args(Role)

Part = Literal["title", "body", "link", "needs_receipt", "valid_until"]
"""What a correction can change."""

ColumnId = str
Account = str
