"""The composition root of the gateway: its database, its accounts, and everything the application is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from gateway.accounts import Accounts
from gateway.apikeys import ApiKeys
from gateway.appointments import Appointments
from gateway.captcha import Verifier
from gateway.challenge import Challenges
from gateway.choices import Choices
from gateway.deputies import Deputies
from gateway.directory import Directory
from gateway.parts import Parts
from gateway.passwords import Passwords, directly
from gateway.ports import Services
from gateway.printing import Printing
from gateway.proofs import Proofs
from gateway.ratelimit import RateLimit
from gateway.roll import Roll
from gateway.session import Door, Lifetime
from gateway.sessions import Sessions
from gateway.settings import GatewaySettings, ProofSettings
from gateway.signing import emergency
from gateway.signing.identities import Identities
from gateway.signing.oidc import OidcSignIn
from gateway.signing.provider import Provider
from gateway.signing.settings import OidcSettings
from gateway.sweep import Sweep
from gateway.trail import Trail
from gateway.uploads import Uploads
from gateway.wish import Wishes
from kernel.clock import Clock, SystemClock
from kernel.database import connect, migrate
from kernel.files import Files
from kernel.settings import Settings

NAME = "gateway"
MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(settings: Settings) -> Engine:
    """The gateway's database at its newest schema."""
    url = settings.database_url(NAME)
    migrate(MIGRATIONS, url)
    return connect(url, pool=settings.database_pool)


def open_accounts(settings: Settings, door: GatewaySettings, *, clock: Clock = SystemClock()) -> Accounts:  # noqa: B008
    """The accounts alone, for the command line. Raises DemonstrationOnly where they are another kind of home's."""
    accounts = Accounts(open_database(settings), Passwords(), clock, door.passwords, demonstration=door.demonstration)
    accounts.refuse_mixture()
    return accounts


def open_accounts_there(settings: Settings, door: GatewaySettings) -> Accounts:
    """The accounts alone, of the kind that is there: for a verb in a home that was started as a demonstration."""
    engine = open_database(settings)
    kind = _demonstration_there(engine, door)
    return Accounts(engine, Passwords(), SystemClock(), door.passwords, demonstration=kind)


def open_appointments_there(settings: Settings, door: GatewaySettings) -> Appointments:
    """The appointments of deputies alone, likewise."""
    engine = open_database(settings)
    return Appointments(engine, SystemClock(), demonstration=_demonstration_there(engine, door))


def _demonstration_there(engine: Engine, door: GatewaySettings) -> bool:
    roll = Roll(engine, SystemClock())
    roll.demonstration = door.demonstration or roll.are_a_demonstrations()
    roll.refuse_mixture()
    return roll.demonstration


def build(
    settings: Settings,
    door: GatewaySettings,
    services: Services,
    *,
    clock: Clock = SystemClock(),  # noqa: B008 - it has no state
    offload: Callable[..., Any] = directly,
    awaited: Callable[[], tuple[str, ...]] = tuple,
) -> Parts:
    """Everything but the server. `offload` runs what takes long, or waits for a disk, beside the event loop.

    `awaited` says what is still being brought in: until then the gateway is not ready.
    """
    engine = open_database(settings)
    passwords = Passwords(offload)
    wishes = Wishes(settings.master_key)
    accounts = Accounts(engine, passwords, clock, door.passwords, demonstration=door.demonstration)
    accounts.refuse_mixture()
    emergency.must_be_there(accounts, door.password_sign_in)
    entry = Door(
        Lifetime(door.session, door.session_idle),
        door.locking,
        door.passwords,
        door.password_sign_in,
    )
    sessions = Sessions(engine, passwords, wishes, clock, entry, demonstration=door.demonstration)
    return Parts(
        settings=door,
        services=services,
        engine=engine,
        accounts=accounts,
        sessions=sessions,
        deputies=Deputies(engine, sessions, clock, demonstration=door.demonstration),
        choices=Choices(engine, clock),
        trail=Trail(engine),
        sweep=Sweep(engine, clock, door.sign_ins_kept),
        keys=ApiKeys(engine, clock),
        wishes=wishes,
        messages_rate=RateLimit(door.rate_limit),
        session_rate=RateLimit(door.rate_limit),
        figures_rate=RateLimit(door.figures_limit),
        directory=Directory(),
        proofs=_proofs(settings.master_key, door.proof, clock),
        uploads=Uploads(Files.of(settings, offload), door.attachment_types, door.attachment_limit, clock, offload),
        printing=Printing(offload),
        oidc=_oidc(engine, accounts, sessions, wishes, door.oidc, clock),
        clock=clock,
        awaited=awaited,
    )


def _oidc(  # noqa: PLR0917 - what signing in by a provider is made of
    engine: Engine, accounts: Accounts, sessions: Sessions, wishes: Wishes, asked: OidcSettings | None, clock: Clock
) -> OidcSignIn | None:
    if asked is None:
        return None
    identities = Identities(engine, accounts, clock, asked.issuer)
    return OidcSignIn(engine, Provider(asked, clock), identities, sessions, wishes, clock, asked)


def _proofs(master_key: bytes, asked: ProofSettings, clock: Clock) -> Proofs:
    return Proofs(
        Challenges(master_key, asked.questions, asked.lifetime, clock),
        Verifier(asked.url, asked.secret, asked.timeout) if asked.asked == "captcha" and asked.url else None,
        needed=asked.asked != "off",
        open_when_away=asked.open_when_away,
        trap=asked.trap,
    )
