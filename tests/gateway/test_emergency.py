"""The one administrator who signs in with a password: the setting that names nobody of the kind stops the start."""

from collections.abc import Callable

import pytest

from gateway.account import NewAccount
from gateway.parts import Parts
from gateway.signing.settings import OidcSettings
from kernel.settings import SettingsError
from tests.gateway.conftest import PASSWORD

ASKED = OidcSettings("https://id.example", "huiyin", "https://board.example")


@pytest.mark.parametrize(
    ("named", "why"), [("nobody", "there is no such account"), ("clerk", "who is no administrator")]
)
def test_a_name_that_is_no_administrator_s_stops_the_start_and_says_what_to_do(
    build: Callable[..., Parts], parts: Parts, named: str, why: str
) -> None:
    with pytest.raises(SettingsError, match=rf"^HUIYIN_PASSWORD_SIGN_IN names {named}, .*{why}.*huiyin account"):
        build(oidc=ASKED, password_sign_in=named)
    build(oidc=ASKED, password_sign_in="admin")


def test_before_there_is_an_administrator_the_log_says_how_to_make_one(
    build: Callable[..., Parts], capsys: pytest.CaptureFixture[str]
) -> None:
    build(oidc=ASKED, password_sign_in="chief")
    assert "huiyin account add chief --role admin" in capsys.readouterr().out


def test_one_who_is_disabled_stops_nobody_else_and_the_log_says_so(
    build: Callable[..., Parts], parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    parts.accounts.add(NewAccount("chief", "某人", "admin", password=PASSWORD), by="chief")
    parts.accounts.disable("chief", by="admin")
    build(oidc=ASKED, password_sign_in="chief")
    assert "the account is disabled" in capsys.readouterr().out
