"""Settings from the environment; a wrong one stops the start with one sentence.

`DESCRIPTIONS` lists every variable with its default and meaning; docs/settings.md is written from it.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from environs import Env, EnvError

KEY_BYTES = 32
LEAST_POOL = 2  # one for the writer, one for queries
_LAST_PORT = 65535


class SettingsError(Exception):
    """A setting that cannot be used; the message is one sentence for the person who starts the program."""


class Description(NamedTuple):
    """One variable, as documentation."""

    name: str
    default: str
    meaning: str


DESCRIPTIONS = (
    Description(
        "HUIYIN_HOME", "./var", "Folder of the embedded mode: one SQLite file per service, and the master key."
    ),
    Description("HUIYIN_PORT", "8080", "Port of the gateway's website and API, 0 for any free one."),
    Description(
        "HUIYIN_AMQP_URI",
        "(none)",
        "RabbitMQ, as amqp://user:password@host:5672/vhost. Unset: the broker is in the process (embedded mode).",
    ),
    Description(
        "HUIYIN_DATABASE_URL",
        "(none)",
        "PostgreSQL, as postgresql://user:password@host/huiyin_{service}; {service} becomes the service's name. "
        "Unset: SQLite files in HUIYIN_HOME. Needed with HUIYIN_AMQP_URI, where it cannot be SQLite.",
    ),
    Description(
        "HUIYIN_MASTER_KEY",
        "(made once)",
        "32 bytes in base64: wraps the keys of sealed texts and derives query codes. Whoever loses it loses the sealed "
        "texts. It cannot be changed yet: a database keeps to the key it was begun with, and a service does not start "
        "with another. Unset in embedded mode: made once and kept in HUIYIN_HOME/master.key (mode 0600); back it up "
        "with the databases. Needed with HUIYIN_AMQP_URI.",
    ),
    Description(
        "HUIYIN_FILES",
        "(HUIYIN_HOME)/files",
        "Where attachments are kept, sealed: a folder, or s3://bucket/prefix (with the extra `s3`). Needed with "
        "HUIYIN_AMQP_URI by gateway, intake and review, the same for all: a bucket, or a folder that every "
        "machine has mounted.",
    ),
    Description(
        "HUIYIN_FILES_OPTIONS",
        "(none)",
        "For s3://, as JSON: endpoint_url, region_name, aws_access_key_id, aws_secret_access_key, addressing_style. "
        "What is not given comes from where AWS's own tools look.",
    ),
    Description("HUIYIN_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Description("HUIYIN_LOG_FORMAT", "text, json in cluster mode", "How log lines look: text or json."),
    Description(
        "HUIYIN_METRICS_PORT",
        "(none)",
        "Port on which a service's process answers /metrics, /healthz and /readyz; the gateway has its own.",
    ),
    Description(
        "HUIYIN_DATABASE_POOL",
        "10",
        "Database connections that one process of a service pools at most, 2 or more. On PostgreSQL its relay holds "
        "one beside them; a start and a rebuild take one more while they last.",
    ),
    Description(
        "HUIYIN_CONTACT_LIMIT",
        "off",
        "Messages that one phone number, and one e-mail address, may send in a Shanghai day; off: any number. Counted "
        "by intake, over all its processes, under a keyed hash that is another one each day.",
    ),
    Description("HUIYIN_CACHE", "20000", "Stream states that one process of a service keeps in memory."),
)


def _new_key() -> bytes:
    return os.urandom(KEY_BYTES)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides. `Settings(home=folder)` is a complete embedded installation."""

    home: Path = field(default_factory=lambda: Path("var"))
    port: int = 8080
    amqp_uri: str | None = None
    database_url_template: str | None = None
    key: bytes | None = field(default=None, repr=False)
    log_level: str = "INFO"
    log_format: str | None = None
    database_pool: int = 10
    cache: int = 20_000
    contact_limit: int | None = None
    files: str | None = None
    files_options: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.port <= _LAST_PORT:
            raise SettingsError(f"HUIYIN_PORT must be between 0 and 65535, not {self.port}.")
        if self.amqp_uri is not None and not self.amqp_uri.startswith(("amqp://", "amqps://")):
            raise SettingsError("HUIYIN_AMQP_URI must begin with amqp:// or amqps://.")
        if self.database_url_template is not None:
            _check_template(self.database_url_template)
        if self.is_cluster and self.database_url_template is None:
            raise SettingsError("HUIYIN_DATABASE_URL is needed with HUIYIN_AMQP_URI.")
        if self.is_cluster and self.key is None:
            raise SettingsError("HUIYIN_MASTER_KEY is needed with HUIYIN_AMQP_URI: 32 random bytes in base64.")
        if self.key is not None and len(self.key) != KEY_BYTES:
            raise SettingsError(f"HUIYIN_MASTER_KEY must be {KEY_BYTES} bytes in base64, not {len(self.key)}.")
        if self.log_level not in logging.getLevelNamesMapping():
            raise SettingsError(f"HUIYIN_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not {self.log_level}.")
        if self.log_format not in {None, "text", "json"}:
            raise SettingsError(f"HUIYIN_LOG_FORMAT must be text or json, not {self.log_format}.")
        if self.database_pool < LEAST_POOL:
            raise SettingsError(f"HUIYIN_DATABASE_POOL must be at least {LEAST_POOL}, not {self.database_pool}.")
        if self.cache < 1:
            raise SettingsError("HUIYIN_CACHE must be at least 1.")
        if self.contact_limit is not None and self.contact_limit < 1:
            raise SettingsError(f"HUIYIN_CONTACT_LIMIT must be at least 1, or off, not {self.contact_limit}.")
        _check_files(self.files or "")
        _check_options(self.files_options)

    @classmethod
    def from_env(cls) -> Settings:
        """The settings of this process; raises SettingsError."""
        env = Env(prefix="HUIYIN_")
        try:
            settings = cls(
                home=Path(env.str("HOME", "./var")),
                port=env.int("PORT", 8080),
                amqp_uri=env.str("AMQP_URI", "") or None,
                database_url_template=env.str("DATABASE_URL", "") or None,
                key=_decoded_key(env.str("MASTER_KEY", "")),
                log_level=env.str("LOG_LEVEL", "INFO").upper(),
                log_format=env.str("LOG_FORMAT", "") or None,
                database_pool=env.int("DATABASE_POOL", 10),
                cache=env.int("CACHE", 20_000),
                contact_limit=_limit(env.str("CONTACT_LIMIT", "off")),
                files=env.str("FILES", "").strip() or None,
                files_options=env.str("FILES_OPTIONS", "").strip(),
            )
        except EnvError as error:
            raise SettingsError(str(error)) from None
        if settings.is_cluster and (settings.database_url_template or "").startswith("sqlite"):
            raise SettingsError(
                "HUIYIN_DATABASE_URL must be PostgreSQL with HUIYIN_AMQP_URI: an SQLite file belongs to one process."
            )
        return settings

    @property
    def is_cluster(self) -> bool:
        """Whether services run as processes of their own over RabbitMQ."""
        return self.amqp_uri is not None

    @property
    def log_json(self) -> bool:
        """Whether log lines are JSON."""
        return self.is_cluster if self.log_format is None else self.log_format == "json"

    @property
    def master_key(self) -> bytes:
        """The master key; in embedded mode made once and kept in the home folder. Raises SettingsError."""
        return self.key if self.key is not None else _kept_key(self.home)

    @property
    def files_address(self) -> str:
        """Where attachments are kept. Raises SettingsError in a cluster that was not told."""
        if self.files is None and self.is_cluster:
            raise SettingsError("HUIYIN_FILES is needed with HUIYIN_AMQP_URI: s3://bucket/prefix, or a shared folder.")
        return self.files or str((self.home / "files").absolute())

    def database_url(self, service: str) -> str:
        """The SQLAlchemy URL of a service's database; makes the home folder where the database is a file in it."""
        if self.database_url_template is None:
            _make_home(self.home)
            return f"sqlite:///{(self.home / service).absolute()}.db"
        url = self.database_url_template.replace("{service}", service)
        scheme, rest = url.split("://", 1)
        return f"postgresql+psycopg2://{rest}" if scheme in {"postgres", "postgresql"} else url


def _check_template(template: str) -> None:
    scheme = template.split("://", 1)[0]
    if "://" not in template or scheme not in {"postgres", "postgresql", "postgresql+psycopg2", "sqlite"}:
        raise SettingsError("HUIYIN_DATABASE_URL must begin with postgresql:// or sqlite://.")
    if "{service}" not in template:
        raise SettingsError("HUIYIN_DATABASE_URL must hold {service}, so that each service has a database of its own.")


def _check_files(address: str) -> None:
    scheme, separator, rest = address.partition("://")
    if separator and (scheme != "s3" or not rest.split("/")[0]):
        raise SettingsError(f"HUIYIN_FILES must be a folder or s3://bucket/prefix, not {address}.")


def _check_options(text: str) -> None:
    try:
        options = json.loads(text or "{}")
    except ValueError:
        options = None
    if not isinstance(options, dict) or not all(isinstance(value, str) for value in options.values()):
        raise SettingsError('HUIYIN_FILES_OPTIONS must be JSON like {"endpoint_url": "https://s3.example.cn"}.')


def _limit(text: str) -> int | None:
    if text.strip().lower() == "off":
        return None
    if not text.strip().isdecimal():
        raise SettingsError(f"HUIYIN_CONTACT_LIMIT must be a number of messages a day, or off, not {text}.")
    return int(text)


def _decoded_key(text: str) -> bytes | None:
    if not text:
        return None
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise SettingsError("HUIYIN_MASTER_KEY must be base64.") from None


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"HUIYIN_HOME cannot be used: {error}.") from None


def _refuse_a_second_key(home: Path, path: Path) -> None:
    """A new key opens nothing of what is there. Raises SettingsError where a database was begun under a lost one."""
    for database in sorted(home.glob("*.db")):
        if _was_begun(database) and not path.exists():  # unless another process has just made both
            raise SettingsError(
                f"{path} is missing, but {database.name} was begun with it: put the file back, or set "
                "HUIYIN_MASTER_KEY to what it held."
            )


def _was_begun(database: Path) -> bool:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for table in ("master_key_seal", "vault_keys"):
            with suppress(sqlite3.Error):  # no such table: the gateway's, or one from before there were marks
                if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None:  # noqa: S608 - of two
                    return True
    return False


def _kept_key(home: Path) -> bytes:
    """The key file's content; several processes that start at once end with the same one."""
    _make_home(home)
    path = home / "master.key"
    try:
        if not path.exists():
            _refuse_a_second_key(home, path)
            draft = home / f"master.key.{os.getpid()}.{os.urandom(4).hex()}"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(base64.b64encode(_new_key()).decode() + "\n")
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, path)
            except FileExistsError:
                pass  # another process was first: its key is the one
            finally:
                draft.unlink()
        key = _decoded_key(path.read_text().strip())
    except OSError as error:
        raise SettingsError(f"{path} cannot be used: {error}.") from None
    if key is None or len(key) != KEY_BYTES:
        raise SettingsError(f"{path} must hold {KEY_BYTES} bytes in base64.")
    return key
