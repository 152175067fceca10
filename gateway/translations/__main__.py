"""`python -m gateway.translations`: renew the catalogue from the source, and say what has no Chinese yet."""

from __future__ import annotations

import sys

from gateway.translations import PO, renew

missing = renew()
for text in missing:
    print(f"no Chinese yet: {text}")  # noqa: T201 - a command's output
print(f"{PO}: {len(missing)} missing")  # noqa: T201
sys.exit(1 if missing else 0)
