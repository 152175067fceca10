"""Versions: two people who change the same thing do not overwrite each other, by ETag and If-Match (RFC 9110)."""

from __future__ import annotations

import re
from typing import Any

from flask import request

from gateway.problems import Problem

Tagged = tuple[dict[str, Any], int, dict[str, str]]


def tagged(found: dict[str, Any]) -> Tagged:
    """An answer whose `version` is its ETag."""
    return found, 200, {"ETag": f'"{found["version"]}"'}


def version_read() -> int:
    """The version that the caller has read, 0 for what is not to be there yet; raises Problem."""
    if request.headers.get("If-None-Match", "").strip() == "*":
        return 0
    said = re.fullmatch(r'(?:W/)?"([0-9]{1,15})"', request.headers.get("If-Match", "").strip(), re.ASCII)
    if said is None:
        raise Problem("gateway.if_match_required")
    return int(said[1])
