"""What exports do to text and times, undone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

# blanks of the fixed-width web pages that such tables come from; the ideographic space is kept inside a text,
# where it marks a paragraph, and dropped at its two ends
BLANK = " \t\r\u00a0\u200b\u200c\u200d\u2060\ufeff"
# controls, halves of characters, and marks that show a text in another order than it is stored in
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
SPACES = re.compile(r"\s+")

TIME = re.compile(
    r"""(?P<year>\d{4}) \s*[-/.年]\s* (?P<month>\d{1,2}) \s*[-/.月]\s* (?P<day>\d{1,2}) \s*日?
        (?: [\sT]* (?P<hour>\d{1,2}) \s*[:\uff1a时点]\s* (?P<minute>\d{1,2}) \s*分?
            (?: \s*[:\uff1a]?\s* (?P<second>\d{1,2}) (?:\.\d+)? \s*秒? )? )?
        \s* (?P<zone>Z|[+-]\d{2}:?\d{2})? """,
    re.VERBOSE,
)
# spreadsheets count days from here; earlier and later numbers than these are no dates of messages
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall-clock time of the sheet, given its zone below
SERIAL = (20_000, 80_000)


def text(value: object) -> str:
    """Lines without the blanks around them, without blank lines and unprintable characters; "" for nothing."""
    if value is None:
        return ""
    plain = UNPRINTABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    lines = (line.strip(BLANK) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line.strip()).strip()


def line(value: object) -> str:
    """Text on one line, any run of blanks as one space."""
    return SPACES.sub(" ", text(value).replace("\u200b", "")).strip()


def reference(value: object) -> str:
    """A number as the office writes it: a sheet's 2554.0 is 2554."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return line(value)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time read from a table; `exact` is False when only the day is known."""

    at: datetime
    exact: bool

    def earliest(self) -> datetime:
        """The time itself, or the beginning of its day."""
        return self.at

    def latest(self) -> datetime:
        """The time itself, or the last second of its day."""
        return self.at if self.exact else self.at + timedelta(days=1, seconds=-1)


def moment(value: object) -> Moment | None:
    """A time of the table, in Asia/Shanghai unless it names its zone; None when it cannot be read as one.

    A date cell of a spreadsheet at midnight exactly is a day without a time of day: sheets store both alike, and
    a message written in that very second is rarer than a column formatted as a date.
    """
    if isinstance(value, datetime):
        return local(value, exact=value.time() != time.min)
    if isinstance(value, date):
        return local(datetime.combine(value, time.min), exact=False)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not SERIAL[0] <= value <= SERIAL[1]:
            return None
        return local(EPOCH + timedelta(seconds=round(value * 86_400)), exact=value != int(value))
    found = TIME.fullmatch(line(value).replace("\u3000", " "))
    return None if found is None else written(found)


def written(found: re.Match[str]) -> Moment | None:
    """A time spelt out; None for a day, an hour or a zone that does not exist."""
    numbers = [int(found[part] or 0) for part in ("year", "month", "day", "hour", "minute", "second")]
    exact = found["hour"] is not None
    try:
        wall = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 - given its zone below
        if exact and found["zone"]:
            return Moment(datetime.fromisoformat(wall.isoformat() + found["zone"]), exact)
    except ValueError:
        return None
    return local(wall, exact=exact)


def local(wall: datetime, *, exact: bool) -> Moment:
    """A wall-clock time as an instant."""
    return Moment(wall.replace(tzinfo=SHANGHAI) if wall.tzinfo is None else wall, exact)
