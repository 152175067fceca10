"""The gateway's own settings; a wrong one stops the start with one sentence. `DESCRIPTIONS` documents them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar
from urllib.parse import urlsplit

from environs import Env, EnvError

from kernel.settings import Description, SettingsError

DESCRIPTIONS: Final = (
    Description(
        "HUIYIN_LISTEN",
        "0.0.0.0",  # noqa: S104 - a server
        "Address that the website and the API listen on; /metrics too, which belongs behind the proxy and not outside. "
        "`huiyin up --demo` takes 127.0.0.1 unless this is set.",
    ),
    Description("HUIYIN_DEMO", "false", "Demonstration: accounts with a known password exist, and the pages say so."),
    Description("HUIYIN_BODY_LIMIT_KIB", "256", "The largest request body, in KiB."),
    Description("HUIYIN_CONNECTIONS", "1000", "Connections that are served at the same time; more wait their turn."),
    Description("HUIYIN_SOCKET_SECONDS", "30", "Seconds after which a silent connection is closed."),
    Description(
        "HUIYIN_REQUEST_SECONDS", "30", "Seconds within which a request's body has to be there, however slowly."
    ),
    Description("HUIYIN_STOP_SECONDS", "5", "Seconds that requests under way get to finish when the gateway stops."),
    Description("HUIYIN_RPC_SECONDS", "2.5", "Seconds that the gateway waits for a service's answer."),
    Description("HUIYIN_SESSION_HOURS", "8", "Hours after which a session ends."),
    Description("HUIYIN_SESSION_IDLE_MINUTES", "60", "Minutes after which an unused session ends."),
    Description(
        "HUIYIN_RATE_LIMIT",
        "60",
        "Messages, and sign-ins, that one address may send in a minute, per gateway process; off: no limit.",
    ),
    Description(
        "HUIYIN_TRUSTED_PROXIES",
        "0",
        "How many reverse proxies stand before the gateway and set X-Forwarded-For and X-Forwarded-Proto; "
        "0: these headers are ignored.",
    ),
    Description(
        "HUIYIN_CORS_ORIGINS",
        "(none)",
        "Websites whose pages may call the public API, as https://www.example.gov.cn, comma-separated.",
    ),
)


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """What the operator decides about the door."""

    listen: str = "0.0.0.0"  # noqa: S104 - a server
    demonstration: bool = False
    body_limit: int = 256 * 1024
    connections: int = 1000
    socket_timeout: float = 30
    request_timeout: float = 30
    stop_timeout: float = 5
    rpc_timeout: float = 2.5
    session: timedelta = timedelta(hours=8)
    session_idle: timedelta = timedelta(minutes=60)
    rate_limit: int | None = 60
    trusted_proxies: int = 0
    cors_origins: tuple[str, ...] = ()

    @classmethod
    def from_env(cls) -> GatewaySettings:
        """The settings of this process; raises SettingsError."""
        env = Env(prefix="HUIYIN_")
        try:
            return cls(
                listen=env.str("LISTEN", "0.0.0.0"),  # noqa: S104 - a server
                demonstration=env.bool("DEMO", False),
                body_limit=_positive("BODY_LIMIT_KIB", env.int("BODY_LIMIT_KIB", 256)) * 1024,
                connections=_positive("CONNECTIONS", env.int("CONNECTIONS", 1000)),
                socket_timeout=_positive("SOCKET_SECONDS", env.float("SOCKET_SECONDS", 30)),
                request_timeout=_positive("REQUEST_SECONDS", env.float("REQUEST_SECONDS", 30)),
                stop_timeout=_positive("STOP_SECONDS", env.float("STOP_SECONDS", 5)),
                rpc_timeout=_positive("RPC_SECONDS", env.float("RPC_SECONDS", 2.5)),
                session=timedelta(hours=_positive("SESSION_HOURS", env.float("SESSION_HOURS", 8))),
                session_idle=timedelta(
                    minutes=_positive("SESSION_IDLE_MINUTES", env.float("SESSION_IDLE_MINUTES", 60))
                ),
                rate_limit=_rate(env.str("RATE_LIMIT", "60")),
                trusted_proxies=_natural("TRUSTED_PROXIES", env.int("TRUSTED_PROXIES", 0)),
                cors_origins=tuple(map(_origin, env.list("CORS_ORIGINS", []))),
            )
        except EnvError as error:
            raise SettingsError(str(error)) from None


Number = TypeVar("Number", int, float)


def _positive(name: str, value: Number) -> Number:
    if value <= 0:
        raise SettingsError(f"HUIYIN_{name} must be more than 0, not {value}.")
    return value


def _natural(name: str, value: int) -> int:
    if value < 0:
        raise SettingsError(f"HUIYIN_{name} must not be negative, not {value}.")
    return value


def _rate(text: str) -> int | None:
    if text.strip().lower() == "off":
        return None
    if not text.strip().isdecimal():
        raise SettingsError(f"HUIYIN_RATE_LIMIT must be a number of requests per minute, or off, not {text}.")
    return _positive("RATE_LIMIT", int(text))


def _origin(text: str) -> str:
    origin = text.strip()
    parts = urlsplit(origin)
    if parts.scheme not in {"https", "http"} or not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}":
        raise SettingsError(f"HUIYIN_CORS_ORIGINS must hold addresses like https://www.example.gov.cn, not {text}.")
    return origin
