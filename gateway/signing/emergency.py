"""The one administrator who signs in with a password while all others come by the identity provider."""

from __future__ import annotations

from gateway.account import AccountNotFound
from gateway.roles import ADMIN
from gateway.roll import Roll
from kernel import logs
from kernel.settings import SettingsError

log = logs.get(__name__)

_SETTING = "HUIYIN_PASSWORD_SIGN_IN"


def must_be_there(roll: Roll, only: str | None) -> None:
    """Whoever the setting names has an administrator's account, or else nobody gets in while the provider is away.

    Raises SettingsError where the setting names somebody else. Before there is any administrator, and while the one is
    disabled, the log says what to do: that is no mistake in the setting, and others need the website.
    """
    if only is None:
        return
    make = f"huiyin account add {only} --role admin"
    if not roll.has_administrator():
        log.warning("nobody can sign in with a password yet", account=only, mend=make)
        return
    try:
        account = roll.get(only)
    except AccountNotFound:
        raise SettingsError(
            f"{_SETTING} names {only}, and there is no such account: make it with `{make}`, or name an "
            "administrator who has one (`huiyin account list`)."
        ) from None
    if account.role != ADMIN:
        raise SettingsError(
            f"{_SETTING} names {only}, who is no administrator ({account.role}): name one (`huiyin account list`), or "
            "make one with `huiyin account add NAME --role admin`."
        )
    if account.disabled_at is not None:
        log.warning("nobody can sign in with a password: the account is disabled", account=only, mend="enable it")
