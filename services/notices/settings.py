"""How people are told: by which mail server, in which language, how often it is tried. A wrong setting stops the start.

`DESCRIPTIONS` documents them. Where no mail server is named no e-mail is queued, and nothing waits for one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from environs import Env, EnvError

from kernel.settings import Description, Settings, SettingsError
from services.notices.domain.patience import Patience

DESCRIPTIONS: Final = (
    Description(
        "HUIYIN_SITE_URL",
        "http://127.0.0.1:8080",
        "Address of the city's website as people reach it; no path. Links in notifications begin with it, and lead "
        "to /messages/{number}, /desk/messages/{number} and /desk/notices/{number}: pages that the website provides.",
    ),
    Description("HUIYIN_NOTIFICATION_LANGUAGE", "zh", "Language of notifications: zh or en."),
    Description(
        "HUIYIN_NOTIFICATION_DAYS",
        "3",
        "Days after which nobody is told any more of something that happened: what is caught up with later, or "
        "imported, notifies nobody.",
    ),
    Description(
        "HUIYIN_NOTIFICATION_ATTEMPTS",
        "12",
        "How often a notification is tried before it becomes a dead letter: 1, 2, 4 … minutes apart, at most 6 hours, "
        "which is about a day for 12.",
    ),
    Description(
        "HUIYIN_NOTIFICATION_SECONDS",
        "10",
        "Seconds that a mail server or a webhook gets for each step; thrice for all.",
    ),
    Description(
        "HUIYIN_SMTP_URL",
        "(none)",
        "Mail server: smtps://user:password@host:465 (TLS), smtp+starttls://user:password@host:587 (TLS or nothing), "
        "or smtp://host:25 (no TLS). Unset: no e-mail is sent, and none is queued.",
    ),
    Description("HUIYIN_MAIL_FROM", "(none)", "Sender of e-mails, as name@example.gov.cn. Needed for e-mail."),
    Description(
        "HUIYIN_MAIL_FOLDER",
        "(none); in a demonstration HUIYIN_HOME/outbox",
        "Folder that e-mails are written to instead of being sent, a file each; for trying out.",
    ),
    Description(
        "HUIYIN_WEBHOOK_HTTP", "false", "Whether a webhook may begin with http://, where anyone on the way can read it."
    ),
    Description(
        "HUIYIN_WEBHOOK_INTERNAL",
        "false",
        "Whether a webhook may lead to an address that is not public: this machine, or a private network.",
    ),
)

_PORTS: Final = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server."""

    security: Literal["smtps", "smtp+starttls", "smtp"]
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Folder:
    """Where e-mails are written to instead."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sending:
    """What the operator decides about telling people."""

    site: str = "http://127.0.0.1:8080"
    language: str = "zh"
    mail: Smtp | Folder | None = None
    sender: str = "huiyin@localhost"
    plain_http: bool = False
    internal: bool = False
    age: timedelta = timedelta(days=3)
    patience: Patience = field(default_factory=Patience)
    seconds: float = 10.0

    @classmethod
    def from_env(cls, settings: Settings) -> Sending:
        """The settings of this process; raises SettingsError."""
        env = Env(prefix="HUIYIN_")
        try:
            folder = env.str("MAIL_FOLDER", "").strip()
            if not folder and env.bool("DEMO", False):
                folder = str(settings.home / "outbox")
            smtp, sender = env.str("SMTP_URL", "").strip(), env.str("MAIL_FROM", "").strip()
            return cls(
                site=_site(env.str("SITE_URL", "http://127.0.0.1:8080")),
                language=_language(env.str("NOTIFICATION_LANGUAGE", "zh")),
                mail=_mail(smtp) if smtp else Folder(Path(folder)) if folder else None,
                sender=_sender(sender, needed=bool(smtp)),
                plain_http=env.bool("WEBHOOK_HTTP", False),
                internal=env.bool("WEBHOOK_INTERNAL", False),
                age=timedelta(days=_positive("DAYS", env.float("NOTIFICATION_DAYS", 3))),
                patience=Patience(attempts=int(_positive("ATTEMPTS", env.int("NOTIFICATION_ATTEMPTS", 12)))),
                seconds=_positive("SECONDS", env.float("NOTIFICATION_SECONDS", 10)),
            )
        except EnvError as error:
            raise SettingsError(str(error)) from None


def _positive(name: str, value: float) -> float:
    if value <= 0:
        raise SettingsError(f"HUIYIN_NOTIFICATION_{name} must be more than 0, not {value}.")
    return value


def _site(text: str) -> str:
    site = text.strip().rstrip("/")
    parts = urlsplit(site)
    if parts.scheme not in {"https", "http"} or not parts.netloc or site != f"{parts.scheme}://{parts.netloc}":
        raise SettingsError(f"HUIYIN_SITE_URL must be an address like https://www.example.gov.cn, not {text}.")
    return site


def _language(text: str) -> str:
    if text not in {"zh", "en"}:
        raise SettingsError(f"HUIYIN_NOTIFICATION_LANGUAGE must be zh or en, not {text}.")
    return text


def _sender(text: str, *, needed: bool) -> str:
    if not text and not needed:
        return "huiyin@localhost"
    name, _, domain = text.partition("@")
    if not name or not domain or not text.isascii() or any(sign in text for sign in ' \r\n<>,;"'):
        raise SettingsError("HUIYIN_MAIL_FROM must be an address like huiyin@example.gov.cn where e-mail is sent.")
    return text


def _mail(text: str) -> Smtp:
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in _PORTS or not parts.hostname or port == -1 or parts.path not in {"", "/"}:
        raise SettingsError("HUIYIN_SMTP_URL must be like smtps://user:password@mail.example.gov.cn:465.")
    security: Literal["smtps", "smtp+starttls", "smtp"] = parts.scheme  # type: ignore[assignment] # one of _PORTS
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Smtp(security, parts.hostname, port or _PORTS[security], user, password)
