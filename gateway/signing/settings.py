"""What the operator decides about signing in: passwords, and what happens to whoever guesses at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from environs import Env

from gateway.checking import between, natural, number_or_off, positive
from gateway.signing.web import is_safe
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
        "name is locked for this address; the same in a browser that it has signed in with before, for this browser.",
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
    Description(
        "HUIYIN_OIDC_ISSUER",
        "(none)",
        "The issuer of the identity provider that staff may sign in with, as its discovery document names itself. "
        "Unset: there is none. The program trusts the certificates that its machine trusts (SSL_CERT_FILE).",
    ),
    Description("HUIYIN_OIDC_CLIENT", "(none)", "The client id that the provider knows Huiyin by. Needed with it."),
    Description("HUIYIN_OIDC_SECRET", "(none)", "The client's secret; unset: the provider takes PKCE alone."),
    Description(
        "HUIYIN_OIDC_SITE",
        "(none)",
        "Where people reach Huiyin, as https://board.example.gov.cn. Needed with it; "
        "/api/v1/session/oidc/callback under it is what the provider has to allow.",
    ),
    Description("HUIYIN_OIDC_PAGE", "/", "Path of the page that takes the one-time code, or says why there is none."),
    Description("HUIYIN_OIDC_SCOPES", "openid profile", "What is asked of the provider, with blanks between."),
    Description(
        "HUIYIN_OIDC_CLAIM",
        "(none)",
        "The claim that holds the user name, such as preferred_username; or email, with HUIYIN_OIDC_DOMAIN. Unset: "
        "only who was bound by an administrator signs in.",
    ),
    Description(
        "HUIYIN_OIDC_DOMAIN",
        "(none)",
        "With HUIYIN_OIDC_CLAIM=email: the domain of verified addresses whose part before the @ is the user name.",
    ),
    Description(
        "HUIYIN_OIDC_SECONDS",
        "3",
        "Seconds that the gateway waits for an answer of the provider, a second attempt included.",
    ),
    Description("HUIYIN_OIDC_SKEW_SECONDS", "120", "Seconds by which the provider's clock may differ."),
    Description(
        "HUIYIN_PASSWORD_SIGN_IN",
        "all",
        "Who signs in with a password: all; or the user name of the one administrator who does, should the provider be "
        "away. Needs HUIYIN_OIDC_ISSUER.",
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


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """The identity provider, what it knows us by, and how its people are found among the accounts."""

    issuer: str
    client: str
    site: str
    secret: str = field(default="", repr=False)
    page: str = "/"
    scopes: str = "openid profile"
    claim: str | None = None
    domain: str | None = None
    timeout: float = 3
    skew: timedelta = timedelta(seconds=120)

    def __post_init__(self) -> None:
        if not (self.client and self.site):
            raise SettingsError("HUIYIN_OIDC_CLIENT and HUIYIN_OIDC_SITE are needed with HUIYIN_OIDC_ISSUER.")
        for name, address in (("ISSUER", self.issuer), ("SITE", self.site)):
            if not is_safe(address):
                raise SettingsError(f"HUIYIN_OIDC_{name} must be an address that begins with https://, not {address}.")
        if urlsplit(self.site).path:
            raise SettingsError(f"HUIYIN_OIDC_SITE must end after the host, unlike {self.site}.")
        if not self.page.startswith("/") or self.page.startswith("//"):
            raise SettingsError(f"HUIYIN_OIDC_PAGE must be a path that begins with one /, not {self.page}.")
        if "openid" not in self.scopes.split():
            raise SettingsError("HUIYIN_OIDC_SCOPES must hold openid.")
        if self.claim == "email" and not self.domain:
            raise SettingsError("HUIYIN_OIDC_DOMAIN is needed with HUIYIN_OIDC_CLAIM=email.")

    @property
    def callback(self) -> str:
        """Where the provider sends people back to."""
        return f"{self.site}/api/v1/session/oidc/callback"


def oidc(env: Env) -> OidcSettings | None:
    """The provider from the environment, where there is one; raises SettingsError, EnvError."""
    issuer = env.str("OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    return OidcSettings(
        issuer=issuer,
        client=env.str("OIDC_CLIENT", "").strip(),
        site=env.str("OIDC_SITE", "").strip().rstrip("/"),
        secret=env.str("OIDC_SECRET", ""),
        page=env.str("OIDC_PAGE", "/").strip(),
        scopes=env.str("OIDC_SCOPES", "openid profile").strip(),
        claim=env.str("OIDC_CLAIM", "").strip() or None,
        domain=env.str("OIDC_DOMAIN", "").strip().lower() or None,
        timeout=positive("OIDC_SECONDS", env.float("OIDC_SECONDS", 3)),
        skew=timedelta(seconds=natural("OIDC_SKEW_SECONDS", env.int("OIDC_SKEW_SECONDS", 120))),
    )


def password_sign_in(env: Env) -> str | None:
    """The one who signs in with a password, or nobody where all do; raises SettingsError, EnvError."""
    word = env.str("PASSWORD_SIGN_IN", "all").strip().lower()
    return None if word == "all" else word


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
