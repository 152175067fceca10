"""The store follows the journals: what is gone there is deleted here, and what no journal ever knew is swept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from kernel.files import Files, Place, swept_before


def drop_gone(files: Files, gone: Iterable[tuple[str, str, str]], record: Callable[[str, str], None]) -> int:
    """Delete the blobs of (number, attachment, place), then have it recorded; how many. Raises Unavailable.

    Deleting comes first: what is recorded as deleted is. Done twice, by two processes too, it is the same.
    """
    count = 0
    for number, attachment, place in gone:
        files.drop(place)
        record(number, attachment)
        count += 1
    return count


class Sweep:
    """Deletes blobs whose upload was never confirmed, a day after they came.

    A day that was swept is not looked at again by this process: nothing is added to it any more, and what goes from it
    later is deleted by `drop_gone`.
    """

    def __init__(self, service: str) -> None:
        self._service = service
        self._done: set[date] = set()

    def sweep(self, files: Files, now: datetime, known: Callable[[str], Iterable[str]]) -> int:
        """One day of those that are due; how many blobs were deleted. Raises Unavailable.

        `known` says which files a message has, by the journal.
        """
        due = [day for day in files.days(self._service) if day < swept_before(now) and day not in self._done]
        if not due:
            return 0
        day, count = due[0], 0
        confirmed: dict[str, set[str]] = {}
        for text in files.of_day(self._service, day):
            place = Place.of(text)
            if place is not None and place.number not in confirmed:
                confirmed[place.number] = set(known(place.number))
            if place is None or place.id not in confirmed[place.number]:
                files.drop(text)
                count += 1
        files.tidy(self._service, day)
        self._done.add(day)
        return count
