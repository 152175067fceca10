"""Locks, the trail, sessions and one-time codes, on both databases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, event, text

from gateway.account import NewAccount, PasswordReused, WrongPassword
from gateway.accounts import Accounts
from gateway.failures import TooManyFailures
from gateway.passwords import Passwords
from gateway.session import Begun, Door, Lifetime, SessionEnded, WrongCredentials
from gateway.sessions import Sessions
from gateway.signing.identities import Identities, IdentityTaken
from gateway.signing.oidc import OidcSignIn, OidcUnknown, SignInCodeUnusable
from gateway.signing.provider import Provider
from gateway.signing.settings import OidcSettings
from gateway.signing.trail import OIDC, Visit
from gateway.wish import Wish, Wishes
from kernel.clock import FixedClock
from tests.support.oidc_provider import CLIENT, SECRET, Person, oidc_provider

PASSWORD = "a-good-password"
WISHES = Wishes(b"secret")
HERE = Visit("192.0.2.1", "Firefox, Windows")


@pytest.fixture
def accounts(engine: Engine, clock: FixedClock) -> Accounts:
    made = Accounts(engine, Passwords(), clock)
    for name in ("clerk", "office"):
        made.add(NewAccount(name, "某人", "auditor", password=PASSWORD), by=name)
    return made


DOOR = Door(Lifetime(timedelta(hours=8), timedelta(hours=1)))


@pytest.fixture
def sessions(engine: Engine, clock: FixedClock) -> Sessions:
    return Sessions(engine, Passwords(), WISHES, clock, DOOR)


def meanwhile(*happens: Callable[[], Any]) -> Passwords:
    """Passwords that take their time: when the first was looked at, all this has happened."""
    left = list(happens)

    def offload(work: Callable[..., Any], *given: Any) -> Any:
        answer = work(*given)
        while left:
            left.pop(0)()
        return answer

    return Passwords(offload)


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


@pytest.mark.process
def test_a_first_sign_in_by_a_claim_in_two_tabs_at_once_signs_both_in(
    engine: Engine, accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    wang = Person("wang", {"preferred_username": "clerk"})
    came_first: list[str] = []
    with oidc_provider(clock) as provider:
        asked = OidcSettings(provider.issuer, CLIENT, "http://localhost", SECRET, claim="preferred_username")
        identities = Identities(engine, accounts, clock, asked.issuer)
        way = OidcSignIn(engine, Provider(asked, clock), identities, sessions, WISHES, clock, asked)
        tabs = [way.depart() for _ in range(2)]
        backs = [provider.sign_in(tab.address, wang) for tab in tabs]

        def arrive(tab: int) -> str:
            return way.arrive(tabs[tab].cookie, backs[tab], Visit("192.0.2.1", way=OIDC))

        @event.listens_for(engine, "before_cursor_execute")
        def other_tab(_: Any, __: Any, statement: str, *___: Any) -> None:
            # on SQLite nobody comes in between
            between = "INSERT INTO identities" in statement and engine.dialect.name == "postgresql"
            if between and not came_first:
                came_first.append("")
                came_first[0] = arrive(1)

        codes = [arrive(0), *(came_first or [arrive(1)])]
    for tab, code in zip(tabs, codes, strict=True):
        assert way.redeem(code, tab.cookie, HERE, wish()).session.account.username == "clerk"
    assert identities.of("clerk")["subject"] == "wang"
    assert len(came_first) == (engine.dialect.name == "postgresql")


@pytest.mark.process
def test_of_two_people_whom_a_claim_gives_one_name_at_once_the_second_has_no_account_here(
    engine: Engine, accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    came_first: list[int] = []
    with oidc_provider(clock) as provider:
        asked = OidcSettings(provider.issuer, CLIENT, "http://localhost", SECRET, claim="preferred_username")
        identities = Identities(engine, accounts, clock, asked.issuer)
        way = OidcSignIn(engine, Provider(asked, clock), identities, sessions, WISHES, clock, asked)
        tab = way.depart()
        back = provider.sign_in(tab.address, Person("li", {"preferred_username": "clerk"}))

        @event.listens_for(engine, "before_cursor_execute")
        def other_person(_: Any, __: Any, statement: str, *___: Any) -> None:
            if "INSERT INTO identities" in statement and engine.dialect.name == "postgresql" and not came_first:
                came_first.append(1)
                identities.bind("clerk", "wang", by="root")

        if engine.dialect.name != "postgresql":
            identities.bind("clerk", "wang", by="root")
        with pytest.raises(OidcUnknown):
            way.arrive(tab.cookie, back, Visit("192.0.2.1", way=OIDC))
    assert identities.of("clerk")["subject"] == "wang"
    assert [one["why"] for one in sessions.trail.page({"limit": 5})["items"]] == ["unbound"]


def test_a_password_that_is_replaced_while_it_is_looked_at_opens_nothing(
    engine: Engine, accounts: Accounts, clock: FixedClock
) -> None:
    def replaced() -> None:
        clock.at += timedelta(milliseconds=50)
        accounts.reset_password("clerk", by="root")

    late = Sessions(engine, meanwhile(replaced), WISHES, clock, DOOR)
    with pytest.raises(WrongCredentials):
        late.sign_in("clerk", PASSWORD, HERE, wish())
    assert late.page("clerk", None, 5)["total"] == 0
    assert [one["outcome"] for one in late.trail.page({"limit": 5})["items"]] == ["failed"]


def test_an_account_that_is_disabled_while_its_password_is_looked_at_has_no_session_when_it_is_enabled(
    engine: Engine, accounts: Accounts, clock: FixedClock
) -> None:
    late = Sessions(engine, meanwhile(lambda: accounts.disable("clerk", by="root")), WISHES, clock, DOOR)
    with pytest.raises(WrongCredentials):
        late.sign_in("clerk", PASSWORD, HERE, wish())
    accounts.enable("clerk", by="root")
    assert late.page("clerk", None, 5)["total"] == 0


def test_who_knew_the_last_password_does_not_undo_the_one_that_was_given_meanwhile(
    engine: Engine, accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    given: list[str | None] = []

    def replaced() -> None:
        clock.at += timedelta(milliseconds=50)
        given.append(accounts.reset_password("clerk", by="root").password)

    with pytest.raises(WrongPassword):
        Accounts(engine, meanwhile(replaced), clock).change_password("clerk", PASSWORD, "words of a stranger")
    assert sessions.sign_in("clerk", given[0] or "", HERE, wish()).session.due is not None


def test_failures_that_are_forgotten_at_the_moment_of_the_next_guess_are_counted_anew(
    engine: Engine, accounts: Accounts, sessions: Sessions
) -> None:
    forgotten: list[int] = []
    with pytest.raises(WrongCredentials):
        sessions.sign_in("clerk", "wrong", HERE, wish())

    @event.listens_for(engine, "before_cursor_execute")
    def forget(_: Any, __: Any, statement: str, *___: Any) -> None:
        # on SQLite nobody comes in between, nor asks for this
        if "sign_in_failures" in statement and "FOR UPDATE" in statement and not forgotten:
            forgotten.append(1)
            with engine.begin() as other:
                other.execute(text("DELETE FROM sign_in_failures"))

    with pytest.raises(WrongCredentials):
        sessions.sign_in("clerk", "wrong", HERE, wish())
    assert len(forgotten) == (engine.dialect.name == "postgresql")


def test_nothing_is_begun_from_a_session_that_has_ended(accounts: Accounts, sessions: Sessions) -> None:
    original = sessions.sign_in("clerk", PASSWORD, HERE, wish()).session
    sessions.end_all("clerk")
    with pytest.raises(SessionEnded):
        sessions.begin_from(Begun(original), accounts.get("office"), wish())


@pytest.mark.process
@pytest.mark.parametrize("how", ["unbound", "signed out", "given a password"])
def test_a_code_is_good_for_nothing_once_its_person_is_signed_out(
    engine: Engine, accounts: Accounts, sessions: Sessions, clock: FixedClock, how: str
) -> None:
    with oidc_provider(clock) as provider:
        asked = OidcSettings(provider.issuer, CLIENT, "http://localhost", SECRET)
        identities = Identities(engine, accounts, clock, asked.issuer)
        identities.bind("clerk", "wang", by="root")
        way = OidcSignIn(engine, Provider(asked, clock), identities, sessions, WISHES, clock, asked)
        departure = way.depart()
        code = way.arrive(departure.cookie, provider.sign_in(departure.address, Person("wang")), HERE)
    match how:
        case "unbound":
            identities.unbind("clerk", by="root")
        case "signed out":
            accounts.sign_out("clerk", by="root")
        case _:
            accounts.reset_password("clerk", by="root")
    with pytest.raises(SignInCodeUnusable):
        way.redeem(code, departure.cookie, HERE, wish())
