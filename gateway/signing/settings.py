"""What the operator decides about signing in: passwords, and what happens to whoever guesses at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from environs import Env

from gateway.checking import between, natural, number_or_off, positive
from kernel.settings import Description, SettingsError

LONGEST_PASSWORD: Final = 256
SITE: Final = ("huiyin", "回音")

DESCRIPTIONS: Final = (
    Description("HUIYIN_PASSWORD_LENGTH", "10", "Characters that a password has at least, 8 to 64."),
    Description(
        "HUIYIN_PASSWORD_KINDS",
        "1",
        "How many kinds of characters a password mixes at least, 1 to 4: small letters, capital letters, digits, "
        "anything else.",
    ),
    Description(
        "HUIYIN_PASSWORD_WORDS",
        "(none)",
        "Words that make no password, beside user name, display name and huiyin: the office's and the city's name, "
        "comma-separated.",
    ),
    Description("HUIYIN_PASSWORD_DAYS", "off", "Days after which a password has to be replaced; off: never."),
    Description(
        "HUIYIN_PASSWORD_HISTORY",
        "5",
        "How many of a person's last passwords, the present one included, are not taken again; 0: only the present one "
        "is not.",
    ),
    Description(
        "HUIYIN_PASSWORD_TEMPORARY_DAYS",
        "14",
        "Days for which a password that was given to somebody is good for the first sign-in; off: for ever.",
    ),
    Description(
        "HUIYIN_LOCK_FAILURES",
        "5",
        "Failed sign-ins under one user name from one address, within HUIYIN_LOCK_WINDOW_MINUTES, after which this "
        "name is locked for this address.",
    ),
    Description(
        "HUIYIN_LOCK_ACCOUNT_FAILURES",
        "20",
        "Failed sign-ins under one user name from anywhere, within the same minutes, after which it is locked for "
        "addresses that the person has not signed in from in the last 30 days; off: never.",
    ),
    Description(
        "HUIYIN_LOCK_ADDRESS_FAILURES",
        "50",
        "Failed sign-ins from one address, within the same minutes, after which it is locked for people who have not "
        "signed in from there in the last 30 days.",
    ),
    Description("HUIYIN_LOCK_WINDOW_MINUTES", "15", "Minutes within which failed sign-ins are counted together."),
    Description("HUIYIN_LOCK_MINUTES", "15", "Minutes that a first lock lasts; each that follows lasts twice as long."),
    Description(
        "HUIYIN_LOCK_LONGEST_MINUTES",
        "60",
        "Minutes that a lock lasts at most; after as many without a failure the next one is a first one again.",
    ),
    Description(
        "HUIYIN_SIGN_INS_DAYS",
        "180",
        "Days for which it is kept who signed in or tried to, when and from where.",
    ),
)


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """What a password has to be, how long it stays good, and which earlier ones are not taken again."""

    length: int = 10
    kinds: int = 1
    words: tuple[str, ...] = SITE
    age: timedelta | None = None
    history: int = 5
    temporary: timedelta | None = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Locking:
    """How many failures there may be within a window, and how long a lock lasts."""

    failures: int = 5
    account_failures: int | None = 20
    address_failures: int = 50
    window: timedelta = timedelta(minutes=15)
    pause: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(minutes=60)

    def __post_init__(self) -> None:
        if self.longest < self.pause:
            raise SettingsError("HUIYIN_LOCK_LONGEST_MINUTES must not be less than HUIYIN_LOCK_MINUTES.")


def password_rules(env: Env) -> PasswordRules:
    """The rules from the environment; raises SettingsError, EnvError."""
    words: list[str] = env.list("PASSWORD_WORDS", [])
    own = tuple(word.strip().casefold() for word in words if word.strip())
    return PasswordRules(
        length=between("PASSWORD_LENGTH", env.int("PASSWORD_LENGTH", 10), 8, 64),
        kinds=between("PASSWORD_KINDS", env.int("PASSWORD_KINDS", 1), 1, 4),
        words=SITE + own,
        age=_days("PASSWORD_DAYS", env.str("PASSWORD_DAYS", "off")),
        history=natural("PASSWORD_HISTORY", env.int("PASSWORD_HISTORY", 5)),
        temporary=_days("PASSWORD_TEMPORARY_DAYS", env.str("PASSWORD_TEMPORARY_DAYS", "14")),
    )


def locking(env: Env) -> Locking:
    """How guessing ends, from the environment; raises SettingsError, EnvError."""
    return Locking(
        failures=positive("LOCK_FAILURES", env.int("LOCK_FAILURES", 5)),
        account_failures=number_or_off("LOCK_ACCOUNT_FAILURES", env.str("LOCK_ACCOUNT_FAILURES", "20")),
        address_failures=positive("LOCK_ADDRESS_FAILURES", env.int("LOCK_ADDRESS_FAILURES", 50)),
        window=_minutes("LOCK_WINDOW_MINUTES", env.float("LOCK_WINDOW_MINUTES", 15)),
        pause=_minutes("LOCK_MINUTES", env.float("LOCK_MINUTES", 15)),
        longest=_minutes("LOCK_LONGEST_MINUTES", env.float("LOCK_LONGEST_MINUTES", 60)),
    )


def _minutes(name: str, value: float) -> timedelta:
    return timedelta(minutes=positive(name, value))


def _days(name: str, text: str) -> timedelta | None:
    days = number_or_off(name, text)
    return None if days is None else timedelta(days=days)
