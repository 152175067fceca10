"""One stored event of each kind (a variant where a field changes its meaning), by the name of its golden file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from services.stats.domain import bulletin as b

MONDAY = datetime(2019, 4, 15, 1, tzinfo=UTC)
MAYOR = b.About("mayor", date(2019, 1, 1), date(2019, 4, 1), datetime(2019, 4, 10, tzinfo=UTC))
CITY = replace(MAYOR, column=None)
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
CONTENT = '{"bulletin":"2019Q1-mayor","version":1}'

drafted = b.Drafted(MAYOR, 1, CONTENT, DIGEST, "0" * 64, None, "wang", MONDAY)

ONE_OF_EACH: dict[str, Any] = {
    "stats.bulletin_drafted.v1": drafted,
    "stats.bulletin_drafted.v1.correction": replace(drafted, about=CITY, version=2, reason="补录一件"),
    "stats.bulletin_sent_back.v1": b.SentBack(1, DIGEST, "请核对超时件", "zhao", MONDAY),
    "stats.bulletin_checked.v1": b.Checked(1, DIGEST, "zhao", MONDAY),
    "stats.bulletin_published.v1": b.Published(MAYOR, 1, DIGEST, "wang", MONDAY),
}
