"""Accounts and sessions, on both databases: who exists, who may be made, who can never be."""

import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from gateway import tables
from gateway.account import (
    AccountExists,
    AccountNotFound,
    BadUsername,
    LastAdministrator,
    NameReserved,
    NewAccount,
    ScopeMissing,
    ScopeNotForRole,
    UnknownRole,
    WeakPassword,
    WrongPassword,
)
from gateway.accounts import Accounts
from gateway.apikeys import ApiKeys, KeyExists
from gateway.passwords import DEMONSTRATION, Passwords, made_up
from gateway.roll import DemonstrationOnly
from gateway.service import welcome
from gateway.session import Door, Lifetime, SessionEnded, WrongCredentials
from gateway.sessions import Sessions
from gateway.signing.trail import Visit
from gateway.wish import Wish, Wishes
from kernel.clock import FixedClock
from kernel.decider import Refusal
from kernel.errors import RequestReused

NOW = datetime(2019, 3, 7, 2, 15, tzinfo=UTC)
PASSWORD = "a-good-password"
ADMIN = NewAccount("root", "管理员", "admin", password=PASSWORD)
CLERK = NewAccount("clerk", "受理员", "clerk", columns=("mayor",), password=PASSWORD)
WISHES = Wishes(b"secret")
HERE = Visit("192.0.2.1")


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    return Accounts(engine, Passwords(), FixedClock(NOW))


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    return sessions_of(engine)


def sessions_of(engine: Engine, *, demonstration: bool = False) -> Sessions:
    door = Door(Lifetime(timedelta(hours=8), timedelta(hours=1)))
    return Sessions(engine, Passwords(), WISHES, FixedClock(NOW), door, demonstration=demonstration)


def wish(key: str | None = None, body: object = None) -> Wish:
    return WISHES.make("anonymous", "POST", "/api/v1/session", key, body)


def changes(engine: Engine) -> list[tuple[str, str, str]]:
    table = tables.changes
    query = select(table.c.by, table.c.change, table.c.subject).order_by(table.c.position)
    with engine.connect() as connection:
        return [(row.by, row.change, row.subject) for row in connection.execute(query)]


def test_an_account_is_as_it_was_asked_for(accounts: Accounts) -> None:
    made = accounts.add(CLERK, by="root")
    assert (made.password, made.account.temporary) == (None, True)
    account = accounts.get("clerk")
    assert (account.display_name, account.role, account.columns, account.agencies, account.levels) == (
        "受理员",
        "clerk",
        ("mayor",),
        None,
        None,
    )
    assert account.created_at == NOW


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewAccount("x1", "", "poet"), UnknownRole),
        (NewAccount("X", "", "auditor"), BadUsername),
        (NewAccount("a b", "", "auditor"), BadUsername),
        (NewAccount("ab\n", "", "auditor"), BadUsername),
        (NewAccount("a" * 41, "", "auditor"), BadUsername),
        (NewAccount("system", "", "auditor"), NameReserved),
        (NewAccount("citizen", "", "auditor"), NameReserved),
        (NewAccount("x1", "", "clerk"), ScopeMissing),
        (NewAccount("x1", "", "reviewer", columns=None), ScopeMissing),
        (NewAccount("x1", "", "handler"), ScopeMissing),
        (NewAccount("x1", "", "handler", agencies=("housing",), columns=("mayor",)), ScopeNotForRole),
        (NewAccount("x1", "", "auditor", columns=("mayor",)), ScopeNotForRole),
        (NewAccount("x1", "", "auditor", password="short"), WeakPassword),
        (NewAccount("verylongname", "", "auditor", password="VeryLongName"), WeakPassword),
        (NewAccount("x1", "", "auditor", password="aaaaaaaaaaaa"), WeakPassword),
        (NewAccount("x1", "", "auditor", password=DEMONSTRATION), WeakPassword),
        (CLERK, AccountExists),
    ],
)
def test_what_cannot_be_an_account_is_refused_and_leaves_nothing(
    accounts: Accounts, engine: Engine, new: NewAccount, refusal: type[Refusal]
) -> None:
    accounts.add(CLERK, by="root")
    with pytest.raises(refusal):
        accounts.add(new, by="root")
    assert accounts.page(None, 10)["total"] == 1
    assert len(changes(engine)) == 1


def test_a_password_that_somebody_else_chose_is_temporary_however_the_account_comes(accounts: Accounts) -> None:
    accounts.load([CLERK], by="root")
    accounts.add(NewAccount("second", "", "admin", password=PASSWORD), by="system")
    assert [accounts.get(name).temporary for name in ("clerk", "second")] == [True, True]
    accounts.change_password("clerk", PASSWORD, "another good one")
    assert accounts.get("clerk").temporary is False


def test_accounts_come_by_page(accounts: Accounts) -> None:
    for name in ("a1", "b1", "c1"):
        accounts.add(NewAccount(name, name, "auditor", password=PASSWORD), by="root")
    first = accounts.page(None, 2)
    assert ([item["username"] for item in first["items"]], first["next"], first["total"]) == (["a1", "b1"], "b1", 3)
    last = accounts.page(first["next"], 2)
    assert ([item["username"] for item in last["items"]], last["next"]) == (["c1"], None)


def test_every_change_leaves_its_trace(accounts: Accounts, engine: Engine) -> None:
    accounts.add(CLERK, by="root")
    accounts.disable("clerk", by="root")
    accounts.disable("clerk", by="root")
    accounts.enable("clerk", by="root")
    accounts.change_password("clerk", PASSWORD, "another good one")
    assert changes(engine) == [
        ("root", "made", "clerk"),
        ("root", "disabled", "clerk"),
        ("root", "enabled", "clerk"),
        ("clerk", "password_set", "clerk"),
    ]


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    accounts.add(ADMIN, by="system")
    with pytest.raises(LastAdministrator):
        accounts.disable("root", by="root")
    accounts.add(NewAccount("second", "", "admin", password=PASSWORD), by="root")
    accounts.disable("root", by="second")
    with pytest.raises(LastAdministrator):
        accounts.disable("second", by="second")


def test_a_password_is_changed_by_who_knows_the_present_one(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add(CLERK, by="root")
    token = sessions.sign_in("clerk", PASSWORD, HERE, wish()).token
    with pytest.raises(WrongPassword):
        accounts.change_password("clerk", "wrong", "another good one")
    with pytest.raises(WeakPassword):
        accounts.change_password("clerk", PASSWORD, "short")
    assert sessions.authenticate(token).account.username == "clerk"
    accounts.change_password("clerk", PASSWORD, "another good one")
    with pytest.raises(SessionEnded):
        sessions.authenticate(token)
    assert sessions.sign_in("clerk", "another good one", HERE, wish()).token != token


def test_a_reset_password_is_made_up_and_must_be_changed(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add(CLERK, by="root")
    password = accounts.reset_password("clerk", by="root").password
    assert sessions.sign_in("clerk", password or "", HERE, wish()).session.account.temporary
    with pytest.raises(AccountNotFound):
        accounts.reset_password("nobody", by="root")


def test_a_repeated_reset_does_not_undo_what_was_chosen_since(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add(CLERK, by="root")
    asked = wish("key-12345")
    first = accounts.reset_password("clerk", by="root", wish=asked)
    accounts.change_password("clerk", first.password or "", "another good one")
    assert accounts.reset_password("clerk", by="root", wish=asked).password == first.password
    assert sessions.sign_in("clerk", "another good one", HERE, wish()).token


def test_a_city_without_an_administrator_still_gets_one(accounts: Accounts) -> None:
    accounts.load([CLERK], by="system")
    made = accounts.first_administrator()
    assert made is not None
    assert (made.account.username, made.account.role) == ("admin", "admin")


def test_the_first_start_makes_one_administrator_and_tells_the_password_once(
    accounts: Accounts, sessions: Sessions, engine: Engine
) -> None:
    made = accounts.first_administrator()
    assert made is not None
    password = made.password or ""
    assert accounts.first_administrator() is None
    assert sessions.sign_in("admin", password, HERE, wish()).session.account.temporary
    with engine.connect() as connection:
        stored = [connection.execute(select(table)).all() for table in (tables.accounts, tables.changes)]
    assert password not in str(stored)


def test_made_up_passwords_are_long_and_legible() -> None:
    made = {made_up(str(number)) for number in range(500)}
    assert len(made) == 500
    assert all(len(password) == 23 and not set(password) & set("il1o0IO") for password in made)


def test_a_city_file_brings_accounts_to_what_it_says(accounts: Accounts, engine: Engine) -> None:
    first = accounts.load([ADMIN, CLERK, NewAccount("office", "政务办", "office")], by="root")
    assert [(made.account.username, made.password is None) for made in first] == [
        ("root", True),
        ("clerk", True),
        ("office", False),
    ]
    amended = NewAccount("clerk", "受理员甲", "clerk", columns=("mayor", "secretary"))
    again = accounts.load([ADMIN, amended, NewAccount("office", "政务办", "office")], by="root")
    assert [made.password for made in again] == [None, None, None]
    assert accounts.get("clerk").columns == ("mayor", "secretary")
    assert [change for _, change, _ in changes(engine)] == ["made", "made", "made", "amended"]


def test_demonstration_accounts_exist_in_a_demonstration_only(engine: Engine, accounts: Accounts) -> None:
    with pytest.raises(DemonstrationOnly):
        accounts.load_demonstration([CLERK])
    shown = Accounts(engine, Passwords(), FixedClock(NOW), demonstration=True)
    shown.load_demonstration([CLERK, ADMIN])
    shown.load_demonstration([CLERK, ADMIN])
    assert shown.page(None, 10)["total"] == 2
    assert sessions_of(engine, demonstration=True).sign_in("clerk", DEMONSTRATION, HERE, wish()).token
    assert accounts.page(None, 10)["total"] == 0
    with pytest.raises(AccountNotFound):
        accounts.get("clerk")
    with pytest.raises(WrongCredentials):
        sessions_of(engine).sign_in("clerk", DEMONSTRATION, HERE, wish())


def test_a_session_of_a_demonstration_is_none_outside_it(engine: Engine) -> None:
    Accounts(engine, Passwords(), FixedClock(NOW), demonstration=True).load_demonstration([CLERK])
    token = sessions_of(engine, demonstration=True).sign_in("clerk", DEMONSTRATION, HERE, wish()).token
    with pytest.raises(SessionEnded):
        sessions_of(engine).authenticate(token)


def test_a_demonstration_and_real_accounts_never_share_a_home(engine: Engine, accounts: Accounts) -> None:
    shown = Accounts(engine, Passwords(), FixedClock(NOW), demonstration=True)
    accounts.refuse_mixture()
    shown.refuse_mixture()
    accounts.add(CLERK, by="root")
    with pytest.raises(DemonstrationOnly, match="a home of its own"):
        shown.load_demonstration([ADMIN])
    with pytest.raises(DemonstrationOnly):
        shown.load([CLERK], by="root")


def test_a_start_over_a_demonstration_is_refused(engine: Engine, accounts: Accounts) -> None:
    Accounts(engine, Passwords(), FixedClock(NOW), demonstration=True).load_demonstration([CLERK])
    with pytest.raises(DemonstrationOnly, match="the home of a demonstration"):
        accounts.refuse_mixture()


def test_a_repeated_sign_in_is_one_session_and_another_body_is_refused(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add(CLERK, by="root")
    tokens = {sessions.sign_in("clerk", PASSWORD, HERE, wish("key-12345", "body")).token for _ in range(2)}
    assert len(tokens) == 1
    with pytest.raises(RequestReused):
        sessions.sign_in("clerk", PASSWORD, HERE, wish("key-12345", "other"))


def test_a_repeated_wish_makes_one_account(accounts: Accounts) -> None:
    new = NewAccount("newcomer", "新人", "auditor")
    made = [accounts.add(new, by="root", wish=wish("key-12345")) for _ in range(2)]
    assert made[0] == made[1]
    with pytest.raises(RequestReused):
        accounts.add(new, by="root", wish=wish("key-12345", "other"))


def test_keys_are_named_once_and_stored_as_a_hash(engine: Engine) -> None:
    keys = ApiKeys(engine, FixedClock(NOW))
    made = keys.add("12345", by="root", wish=wish())
    assert keys.owner(made["key"]) == "12345"
    assert keys.owner("huiyin_key_wrong") is None
    with pytest.raises(KeyExists):
        keys.add("12345", by="root", wish=wish())
    with engine.connect() as connection:
        assert made["key"] not in str(connection.execute(select(tables.api_keys)).all())
    keys.revoke(made["id"], by="root")
    assert keys.owner(made["key"]) is None


def test_the_tables_are_those_that_the_migrations_make(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    # comments are for who reads the code; the database goes without them
    assert [difference for difference in found if "comment" not in str(difference)] == []


def test_the_first_password_goes_to_a_terminal_only(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    welcome(accounts)
    assert not accounts.has_administrator()
    assert "huiyin account add" in "".join(capsys.readouterr())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    welcome(accounts)
    assert accounts.has_administrator()
    assert "password" in capsys.readouterr().out
