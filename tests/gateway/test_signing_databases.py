"""Locks, the trail, sessions and one-time codes, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine

from gateway.account import NewAccount, PasswordReused
from gateway.accounts import Accounts
from gateway.failures import TooManyFailures
from gateway.passwords import Passwords
from gateway.session import Begun, Door, Lifetime, SessionEnded, WrongCredentials
from gateway.sessions import Sessions
from gateway.signing.identities import Identities, IdentityTaken
from gateway.signing.oidc import OidcSignIn, SignInCodeUnusable
from gateway.signing.provider import Provider
from gateway.signing.settings import OidcSettings
from gateway.signing.trail import OIDC, Visit
from gateway.wiring import MIGRATIONS
from gateway.wish import Wish, Wishes
from kernel.clock import FixedClock
from kernel.database import connect, migrate
from tests.support.oidc_provider import CLIENT, SECRET, Person, oidc_provider

PASSWORD = "a-good-password"
WISHES = Wishes(b"secret")
HERE = Visit("192.0.2.1", "Firefox, Windows")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2019, 3, 7, 2, 15, tzinfo=UTC))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    migrate(MIGRATIONS, database_url)
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def accounts(engine: Engine, clock: FixedClock) -> Accounts:
    made = Accounts(engine, Passwords(), clock)
    for name in ("clerk", "office"):
        made.add(NewAccount(name, "某人", "auditor", password=PASSWORD), by="root")
    return made


@pytest.fixture
def sessions(engine: Engine, clock: FixedClock) -> Sessions:
    return Sessions(engine, Passwords(), WISHES, clock, Door(Lifetime(timedelta(hours=8), timedelta(hours=1))))


def wish(key: str | None = None) -> Wish:
    return WISHES.make("anonymous", "POST", "/api/v1/session", key, None)


def test_a_lock_comes_grows_and_is_lifted(accounts: Accounts, sessions: Sessions, clock: FixedClock) -> None:
    for pause in (15, 30):
        for _ in range(5):
            with pytest.raises(WrongCredentials):
                sessions.sign_in("clerk", "wrong", HERE, wish())
        with pytest.raises(TooManyFailures) as locked:
            sessions.sign_in("clerk", PASSWORD, HERE, wish())
        assert locked.value.minutes == pause
        clock.at += timedelta(minutes=15)
    accounts.unlock("clerk", by="root")
    assert sessions.sign_in("clerk", PASSWORD, HERE, wish()).session.account.username == "clerk"
    page = sessions.trail.page({"username": "clerk", "limit": 5})
    assert [one["outcome"] for one in page["items"]] == ["ok", "locked", "failed", "failed", "failed"]
    assert page["total"] == 13
    older = sessions.trail.page({"username": "clerk", "limit": 50, "after": int(page["next"])})
    assert (len(older["items"]), older["next"]) == (8, None)


def test_sessions_are_listed_by_page_and_end_with_what_they_were_begun_from(
    accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    first = sessions.sign_in("clerk", PASSWORD, HERE, wish())
    clock.at += timedelta(minutes=1)
    second = sessions.sign_in("clerk", PASSWORD, HERE, wish())
    begun = sessions.begin_from(Begun(second.session), accounts.get("office"), wish())
    page = sessions.page("clerk", None, 1)
    assert ([one["id"] for one in page["items"]], page["total"]) == ([second.session.id], 2)
    assert [one["id"] for one in sessions.page("clerk", page["next"], 1)["items"]] == [first.session.id]
    sessions.end("clerk", second.session.id)
    for token in (second.token, begun.token):
        with pytest.raises(SessionEnded):
            sessions.authenticate(token)
    assert sessions.authenticate(first.token).account.username == "clerk"
    assert accounts.sign_out("clerk", by="root") == 1


def test_the_last_passwords_do_not_come_back(accounts: Accounts, clock: FixedClock) -> None:
    used = [PASSWORD]
    for new in ("the second one", "the third one", "the fourth one", "the fifth one", "the sixth one"):
        clock.at += timedelta(days=1)
        accounts.change_password("clerk", used[-1], new)
        used.append(new)
    for old in used[1:]:
        with pytest.raises(PasswordReused):
            accounts.change_password("clerk", used[-1], old)
    accounts.change_password("clerk", used[-1], PASSWORD)


@pytest.mark.process
def test_a_one_time_code_is_one_session(
    engine: Engine, accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    with oidc_provider(clock) as provider:
        asked = OidcSettings(provider.issuer, CLIENT, "http://localhost", SECRET, claim="preferred_username")
        identities = Identities(engine, accounts, clock, asked.issuer)
        way = OidcSignIn(engine, Provider(asked, clock), identities, sessions, WISHES, clock, asked)
        departure = way.depart()
        assert parse_qs(urlsplit(departure.address).query)["scope"] == ["openid profile"]
        back = provider.sign_in(departure.address, Person("wang", {"preferred_username": "clerk"}))
        code = way.arrive(departure.cookie, back, Visit("192.0.2.1", way=OIDC))
    with pytest.raises(IdentityTaken):
        identities.bind("office", "wang", by="root")
    signed_in = way.redeem(code, departure.cookie, HERE, wish("key-12345"))
    assert way.redeem(code, departure.cookie, HERE, wish("key-12345")).token == signed_in.token
    with pytest.raises(SignInCodeUnusable):
        way.redeem(code, departure.cookie, HERE, wish("key-67890"))
    identities.unbind("clerk", by="root")
    with pytest.raises(SessionEnded):
        sessions.authenticate(signed_in.token)
