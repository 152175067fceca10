"""Numbers of letters: one series for each office and year, without gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel.testing import Specification
from services.routing.domain import letters
from services.routing.domain.column import Configuration, Terms
from services.routing.domain.limits import Limits
from tests.services.routing.domain import facts as f

series = Specification(letters.DECIDER)
FIRST = letters.Draw("egov-office", 2024, 1, "20240301-000001", "letter", f.SUPERVISOR, f.LATER)
FIRST_DRAWN = letters.Drawn("egov-office", 2024, 1, "20240301-000001", "letter", f.SUPERVISOR, f.LATER)
MAYOR = Configuration("市长信箱", "栖川市", "市长", "egov-office", 3, Limits(), 50, 3000, accepts=True)


def test_the_first_letter_of_a_year_is_number_one_and_the_next_the_next() -> None:
    series.given().when(FIRST).then(FIRST_DRAWN)
    series.given(FIRST_DRAWN).when(replace(FIRST, serial=2)).then(replace(FIRST_DRAWN, serial=2))


def test_a_number_is_drawn_once_and_none_is_left_out() -> None:
    series.given(FIRST_DRAWN).when(FIRST).then_nothing()
    series.given(FIRST_DRAWN).when(replace(FIRST, serial=3)).then_refused(letters.LetterOutOfTurn(3, 2))
    series.given().when(replace(FIRST, serial=2)).then_refused(letters.LetterOutOfTurn(2, 1))


@pytest.mark.parametrize(("mark", "printed"), [("栖府督", "栖府督〔2024〕12号"), (None, "栖督〔2024〕12号")])
def test_the_number_is_printed_with_the_mark_of_the_column(mark: str | None, printed: str) -> None:
    assert letters.numbered(replace(MAYOR, terms=Terms(letter_mark=mark)), 2024, 12) == printed
