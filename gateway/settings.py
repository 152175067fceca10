"""The gateway's own settings; a wrong one stops the start with one sentence. `DESCRIPTIONS` documents them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal
from urllib.parse import urlsplit

from environs import Env, EnvError

from gateway.challenge import Question
from gateway.checking import natural, one_of, positive
from gateway.inspection import TYPES
from gateway.signing import settings as signing
from gateway.signing.settings import Locking, OidcSettings, PasswordRules
from kernel.settings import Description, SettingsError

_MIB: Final = 1024 * 1024
_MOST_MIB: Final = 50

DESCRIPTIONS: Final = (
    Description(
        "HUIYIN_LISTEN",
        "0.0.0.0",  # noqa: S104 - a server
        "Address that the website and the API listen on; /metrics too, which belongs behind the proxy and not outside. "
        "`huiyin up --demo` takes 127.0.0.1 unless this is set.",
    ),
    Description("HUIYIN_DEMO", "false", "Demonstration: accounts with a known password exist, and the pages say so."),
    Description(
        "HUIYIN_DEMO_HISTORY",
        "true",
        "Whether the first start of a demonstration writes its year 2019 and the work on its desks.",
    ),
    Description("HUIYIN_BODY_LIMIT_KIB", "256", "The largest request body, in KiB."),
    Description("HUIYIN_ATTACHMENT_LIMIT_MIB", "10", "The largest file that can be attached, in MiB, 50 at most."),
    Description(
        "HUIYIN_ATTACHMENT_TYPES",
        ", ".join(TYPES),
        "Types of files that can be attached, comma-separated; a file's type is told from its content. gif is kept as "
        "png, without movement.",
    ),
    Description("HUIYIN_CONNECTIONS", "1000", "Connections that are served at the same time; more wait their turn."),
    Description("HUIYIN_SOCKET_SECONDS", "30", "Seconds after which a silent connection is closed."),
    Description(
        "HUIYIN_REQUEST_SECONDS", "30", "Seconds within which a request's body has to be there, however slowly."
    ),
    Description(
        "HUIYIN_UPLOAD_SECONDS", "120", "The same for a body that is larger than HUIYIN_BODY_LIMIT_KIB: a file."
    ),
    Description("HUIYIN_STOP_SECONDS", "5", "Seconds that requests under way get to finish when the gateway stops."),
    Description("HUIYIN_RPC_SECONDS", "2.5", "Seconds that the gateway waits for a service's answer."),
    Description("HUIYIN_SESSION_HOURS", "8", "Hours after which a session ends."),
    Description("HUIYIN_SESSION_IDLE_MINUTES", "60", "Minutes after which an unused session ends."),
    *signing.DESCRIPTIONS,
    Description(
        "HUIYIN_RATE_LIMIT",
        "60",
        "Messages and follow-up questions, and sign-ins, that one address may send in a minute, per gateway process; "
        "off: no limit.",
    ),
    Description(
        "HUIYIN_FIGURES_LIMIT",
        "120",
        "Questions about figures that one address may ask in a minute without an account, per gateway process; "
        "off: no limit.",
    ),
    Description(
        "HUIYIN_TRAP_FIELD",
        "true",
        "A message whose field `website`, which no person sees, is filled in is refused, and told why.",
    ),
    Description(
        "HUIYIN_PROOF",
        "off",
        "What a message has to prove: off: nothing; question: that the question of GET /challenge was answered; "
        "captcha: that, or a token that HUIYIN_CAPTCHA_URL finds good.",
    ),
    Description(
        "HUIYIN_PROOF_QUESTIONS",
        "(none)",
        "Questions in words, each as question=answer, with semicolons between them; a bar stands between several "
        "answers to one. Unset: small sums.",
    ),
    Description("HUIYIN_PROOF_MINUTES", "20", "Minutes for which the answer to such a question counts."),
    Description(
        "HUIYIN_CAPTCHA_URL",
        "(none)",
        "Where tokens are verified: gets a form with secret and response, answers JSON with success. Needed with "
        "HUIYIN_PROOF=captcha, and so is the secret.",
    ),
    Description("HUIYIN_CAPTCHA_SECRET", "(none)", "The secret that the verification service knows this site by."),
    Description("HUIYIN_CAPTCHA_SECONDS", "2", "Seconds that the gateway waits for the verification service."),
    Description(
        "HUIYIN_CAPTCHA_AWAY",
        "refuse",
        "When that service does not answer: refuse the message, pointing to the question, or accept it.",
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
class ProofSettings:
    """What a message has to prove, and how that is found out."""

    asked: Literal["off", "question", "captcha"] = "off"
    trap: bool = True
    questions: tuple[Question, ...] = ()
    lifetime: timedelta = timedelta(minutes=20)
    url: str | None = None
    secret: str = field(default="", repr=False)
    timeout: float = 2
    open_when_away: bool = False

    def __post_init__(self) -> None:
        if self.asked == "captcha" and not (self.url and self.secret):
            raise SettingsError("HUIYIN_CAPTCHA_URL and HUIYIN_CAPTCHA_SECRET are needed with HUIYIN_PROOF=captcha.")

    @classmethod
    def from_env(cls, env: Env) -> ProofSettings:
        """The same from the environment; raises SettingsError, EnvError."""
        return cls(
            asked=one_of("PROOF", env.str("PROOF", "off"), ("off", "question", "captcha")),
            trap=env.bool("TRAP_FIELD", True),
            questions=_questions(env.str("PROOF_QUESTIONS", "")),
            lifetime=timedelta(minutes=positive("PROOF_MINUTES", env.float("PROOF_MINUTES", 20))),
            url=_address(env.str("CAPTCHA_URL", "")),
            secret=env.str("CAPTCHA_SECRET", ""),
            timeout=positive("CAPTCHA_SECONDS", env.float("CAPTCHA_SECONDS", 2)),
            open_when_away=one_of("CAPTCHA_AWAY", env.str("CAPTCHA_AWAY", "refuse"), ("refuse", "accept")) == "accept",
        )


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """What the operator decides about the door."""

    listen: str = "0.0.0.0"  # noqa: S104 - a server
    demonstration: bool = False
    history: bool = True
    body_limit: int = 256 * 1024
    attachment_limit: int = 10 * _MIB
    attachment_types: tuple[str, ...] = TYPES
    connections: int = 1000
    socket_timeout: float = 30
    request_timeout: float = 30
    upload_timeout: float = 120
    stop_timeout: float = 5
    rpc_timeout: float = 2.5
    session: timedelta = timedelta(hours=8)
    session_idle: timedelta = timedelta(minutes=60)
    rate_limit: int | None = 60
    figures_limit: int | None = 120
    trusted_proxies: int = 0
    cors_origins: tuple[str, ...] = ()
    proof: ProofSettings = ProofSettings()
    passwords: PasswordRules = field(default_factory=PasswordRules)
    locking: Locking = field(default_factory=Locking)
    sign_ins_kept: timedelta = timedelta(days=180)
    oidc: OidcSettings | None = None
    password_sign_in: str | None = None

    def __post_init__(self) -> None:
        if self.password_sign_in is not None and self.oidc is None:
            raise SettingsError("HUIYIN_PASSWORD_SIGN_IN other than all needs HUIYIN_OIDC_ISSUER.")

    @classmethod
    def from_env(cls) -> GatewaySettings:
        """The settings of this process; raises SettingsError."""
        env = Env(prefix="HUIYIN_")
        try:
            return cls(
                listen=env.str("LISTEN", "0.0.0.0"),  # noqa: S104 - a server
                demonstration=env.bool("DEMO", False),
                history=env.bool("DEMO_HISTORY", True),
                body_limit=positive("BODY_LIMIT_KIB", env.int("BODY_LIMIT_KIB", 256)) * 1024,
                attachment_limit=_attachment_limit(env.int("ATTACHMENT_LIMIT_MIB", 10)),
                attachment_types=tuple(map(_type, env.list("ATTACHMENT_TYPES", list(TYPES)))),
                connections=positive("CONNECTIONS", env.int("CONNECTIONS", 1000)),
                socket_timeout=positive("SOCKET_SECONDS", env.float("SOCKET_SECONDS", 30)),
                request_timeout=positive("REQUEST_SECONDS", env.float("REQUEST_SECONDS", 30)),
                upload_timeout=positive("UPLOAD_SECONDS", env.float("UPLOAD_SECONDS", 120)),
                stop_timeout=positive("STOP_SECONDS", env.float("STOP_SECONDS", 5)),
                rpc_timeout=positive("RPC_SECONDS", env.float("RPC_SECONDS", 2.5)),
                session=timedelta(hours=positive("SESSION_HOURS", env.float("SESSION_HOURS", 8))),
                session_idle=timedelta(minutes=positive("SESSION_IDLE_MINUTES", env.float("SESSION_IDLE_MINUTES", 60))),
                rate_limit=_rate("RATE_LIMIT", env.str("RATE_LIMIT", "60")),
                figures_limit=_rate("FIGURES_LIMIT", env.str("FIGURES_LIMIT", "120")),
                trusted_proxies=natural("TRUSTED_PROXIES", env.int("TRUSTED_PROXIES", 0)),
                cors_origins=tuple(map(_origin, env.list("CORS_ORIGINS", []))),
                proof=ProofSettings.from_env(env),
                passwords=signing.password_rules(env),
                locking=signing.locking(env),
                oidc=signing.oidc(env),
                password_sign_in=signing.password_sign_in(env),
                sign_ins_kept=timedelta(days=positive("SIGN_INS_DAYS", env.int("SIGN_INS_DAYS", 180))),
            )
        except EnvError as error:
            raise SettingsError(str(error)) from None


def _rate(name: str, text: str) -> int | None:
    if text.strip().lower() == "off":
        return None
    if not text.strip().isdecimal():
        raise SettingsError(f"HUIYIN_{name} must be a number of requests per minute, or off, not {text}.")
    return positive(name, int(text))


def _attachment_limit(mib: int) -> int:
    if not 0 < mib <= _MOST_MIB:
        raise SettingsError(f"HUIYIN_ATTACHMENT_LIMIT_MIB must be between 1 and {_MOST_MIB}, not {mib}.")
    return mib * _MIB


def _type(text: str) -> str:
    return str(one_of("ATTACHMENT_TYPES", text, TYPES))


def _origin(text: str) -> str:
    origin = text.strip()
    parts = urlsplit(origin)
    if parts.scheme not in {"https", "http"} or not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}":
        raise SettingsError(f"HUIYIN_CORS_ORIGINS must hold addresses like https://www.example.gov.cn, not {text}.")
    return origin


def _questions(text: str) -> tuple[Question, ...]:
    found = []
    for entry in filter(None, (part.strip() for part in text.split(";"))):
        asked, _, answers = entry.rpartition("=")
        known = tuple(filter(None, (answer.strip() for answer in answers.split("|"))))
        if not asked.strip() or not known:
            raise SettingsError(f"HUIYIN_PROOF_QUESTIONS must hold question=answer|another answer, not {entry}.")
        found.append(Question(asked.strip(), known))
    return tuple(found)


def _address(text: str) -> str | None:
    url = text.strip()
    if not url:
        return None
    if urlsplit(url).scheme not in {"https", "http"} or not urlsplit(url).hostname:
        raise SettingsError(f"HUIYIN_CAPTCHA_URL must be an address like https://verify.example.cn/check, not {text}.")
    return url
