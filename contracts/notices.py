"""What notices tells the world."""

from __future__ import annotations

from contracts.registry import Contracts

CONTRACTS = Contracts(())
