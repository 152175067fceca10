"""Two gateways at once, each a process of its own: guesses and their end, sessions and their end, on both databases.

Neither waits for the other for ever: a database that finds two in each other's way ends one of them, which would end
the process here.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from gateway.account import NewAccount
from gateway.accounts import Accounts
from gateway.appointment import Period
from gateway.appointments import Appointments
from gateway.passwords import Passwords
from gateway.session import SessionEnded
from gateway.sessions import Sessions
from gateway.signing.trail import Visit
from kernel.clock import FixedClock
from tests.gateway.rival import DOOR, PASSWORD, WISHES
from tests.gateway.rivals import Rivals, rivals
from tests.support.contest import ROUNDS, refused

pytestmark = pytest.mark.process

TIMES = 6


@pytest.fixture
def accounts(engine: Engine, clock: FixedClock) -> Accounts:
    made = Accounts(engine, Passwords(), clock)
    for name in ("clerk", "office"):
        made.add(NewAccount(name, "某人", "clerk", columns=("mayor",), password=PASSWORD), by=name)
    for name in ("admin1", "admin2"):
        made.add(NewAccount(name, "某人", "admin", password=PASSWORD), by=name)
    return made


@pytest.fixture
def two(accounts: Accounts, clock: FixedClock, database_url: str) -> Iterator[Rivals]:
    with rivals(database_url, clock) as both:
        yield both


@pytest.mark.parametrize("other", ["unlock", "fail", "sign_in"])
def test_guesses_from_here_and_there_meet_whoever_lifts_their_locks_guesses_too_or_knows_the_password(
    two: Rivals, other: str
) -> None:
    guess = {"act": "fail", "username": "clerk", "times": TIMES}
    for _ in range(ROUNDS):
        first, second = two.at_once(guess, {"act": other, "username": "clerk", "times": TIMES})
        assert (refused(first), refused(second)) == (None, None)
        assert set(first["answer"]) <= {"gateway.wrong_credentials", "gateway.too_many_failures"}


@pytest.mark.parametrize("end", ["sign_out", "reset"])
def test_who_acts_for_another_meets_whoever_signs_them_out_and_nothing_of_it_stays(
    two: Rivals, accounts: Accounts, engine: Engine, clock: FixedClock, end: str
) -> None:
    sessions = Sessions(engine, Passwords(), WISHES, clock, DOOR)
    today = clock.now().date()
    for number in range(ROUNDS):
        name = f"clerk{number}"
        accounts.add(NewAccount(name, "某人", "clerk", columns=("mayor",), password=PASSWORD), by=name)
        Appointments(engine, clock).appoint("office", name, Period(today, today), by="root")
        wish = WISHES.make("anonymous", "POST", "/api/v1/session", None, None)
        signed_in = sessions.sign_in(name, PASSWORD, Visit("192.0.2.1"), wish)
        deputise = {"act": "deputise", "token": signed_in.token, "principal": "office", "times": TIMES}
        first, second = two.at_once(deputise, {"act": end, "username": name, "times": 2})
        assert (refused(first), refused(second)) == (None, None)
        assert sessions.page(name, None, 50)["total"] == 0
        with pytest.raises(SessionEnded):
            sessions.authenticate(signed_in.token)


def test_two_administrators_do_not_disable_each_other_at_once(two: Rivals, accounts: Accounts) -> None:
    for _ in range(ROUNDS):
        told = two.at_once({"act": "disable", "username": "admin1"}, {"act": "disable", "username": "admin2"})
        assert {refused(outcome) for outcome in told} == {None, "gateway.last_administrator"}
        for name in ("admin1", "admin2"):
            accounts.enable(name, by="root")


def test_of_two_who_change_an_account_at_once_neither_undoes_what_the_other_did(
    two: Rivals, accounts: Accounts
) -> None:
    for number in range(ROUNDS):
        one = {"act": "amend", "username": "clerk", "display_name": f"名{number}"}
        other = {"act": "amend", "username": "clerk", "columns": ["mayor", f"column{number}"]}
        assert [refused(outcome) for outcome in two.at_once(one, other)] == [None, None]
        there = accounts.get("clerk")
        assert (there.display_name, there.columns) == (f"名{number}", ("mayor", f"column{number}"))
