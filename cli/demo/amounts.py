"""How many messages of 2019 each column had and what became of them: the figures that the demonstration shows.

As of 13 November 2019: twelve columns of the city's own portal, January to September, 1,274 valid messages, all of them
accepted, 1,245 closed (97.72 %). The mayor's column, January to October: 297 accepted, 291 closed (97.98 %), and all of
January to September. The governor's column, which the province's portal hosts: 104 of 104.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

CUTOFF = date(2019, 11, 13)
MONTHS = 10
"""January to October: nobody writes later, and what is open then is closed by the end of the year."""

_WEIGHTS = (90, 62, 112, 100, 98, 104, 108, 112, 114)  # of January to September; February has the Spring Festival


@dataclass(frozen=True, slots=True)
class Months:
    """Of January to September together, and of October."""

    before: int
    october: int

    def by_month(self) -> list[int]:
        """January to October, the nine months by their weights, to the last message."""
        begun = [sum(_WEIGHTS[:n]) * self.before // sum(_WEIGHTS) for n in range(len(_WEIGHTS) + 1)]
        return [end - begin for begin, end in pairwise(begun)] + [self.october]


NONE = Months(0, 0)


@dataclass(frozen=True, slots=True)
class Amount:
    """What a column received by month of submission; `late` of the accepted are not closed at the cut-off.

    Among the city's own twelve nothing of January to September is redirected or withdrawn: what is valid was accepted.
    """

    column: str
    accepted: Months
    late: Months
    declined: Months
    merged: Months
    redirected: Months = NONE
    withdrawn: Months = NONE


def _column(column: str, accepted: tuple[int, int], late: tuple[int, int]) -> Amount:
    """A column of which less is known: an eighth is declined, and a twenty-fifth is written twice."""
    declined = Months(accepted[0] // 8, accepted[1] // 6)
    return Amount(column, Months(*accepted), Months(*late), declined, Months(accepted[0] // 25, 0))


MAYOR = Amount(
    "mayor", Months(265, 32), Months(0, 6), Months(196, 22), Months(52, 6), Months(0, 4), Months(0, 2)
)  # fmt: skip
GOVERNOR = Amount(
    "governor", Months(92, 12), NONE, Months(86, 10), Months(15, 2), Months(18, 3), Months(6, 1)
)  # fmt: skip

AMOUNTS = (
    MAYOR,
    GOVERNOR,
    _column("secretary", (171, 19), (4, 1)),
    _column("linqi-secretary", (96, 9), (3, 1)),
    _column("linqi-head", (138, 14), (4, 1)),
    _column("wangchuan-secretary", (58, 6), (2, 0)),
    _column("wangchuan-head", (84, 9), (3, 1)),
    _column("yunlu-secretary", (74, 8), (2, 0)),
    _column("yunlu-head", (112, 12), (3, 1)),
    _column("luxi-secretary", (49, 5), (2, 0)),
    _column("luxi-head", (77, 8), (2, 1)),
    _column("muquan-secretary", (55, 6), (2, 0)),
    _column("muquan-head", (95, 10), (2, 1)),
)
