"""Settings: a wrong one stops the start with one sentence."""

from __future__ import annotations

import base64
import json
import logging
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import structlog

from kernel import logs
from kernel.database import migrate
from kernel.service import Service
from kernel.settings import DESCRIPTIONS, Settings, SettingsError
from tests.kernel import library

KEY = base64.b64encode(bytes(range(32))).decode()
CLUSTER = {
    "HUIYIN_AMQP_URI": "amqp://guest:guest@localhost:5672/",
    "HUIYIN_DATABASE_URL": "postgresql://u:p@db/huiyin_{service}",
    "HUIYIN_MASTER_KEY": KEY,
}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for description in DESCRIPTIONS:
        monkeypatch.delenv(description.name, raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_nothing_set_is_a_complete_embedded_installation(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings.from_env()
    assert (settings.port, settings.is_cluster, settings.log_json) == (8080, False, False)
    assert settings.database_url("intake") == f"sqlite:///{tmp_path}/var/intake.db"


def test_a_cluster_is_rabbitmq_and_postgresql(env: pytest.MonkeyPatch) -> None:
    for name, value in CLUSTER.items():
        env.setenv(name, value)
    settings = Settings.from_env()
    assert (settings.is_cluster, settings.log_json, settings.master_key) == (True, True, bytes(range(32)))
    assert settings.database_url("intake") == "postgresql+psycopg2://u:p@db/huiyin_intake"
    assert KEY not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUIYIN_PORT", "http"),
        ("HUIYIN_PORT", "70000"),
        ("HUIYIN_AMQP_URI", "localhost"),
        ("HUIYIN_DATABASE_URL", "mysql://db/{service}"),
        ("HUIYIN_DATABASE_URL", "postgresql://db/huiyin"),
        ("HUIYIN_MASTER_KEY", "too short"),
        ("HUIYIN_MASTER_KEY", base64.b64encode(b"short").decode()),
        ("HUIYIN_LOG_LEVEL", "LOUD"),
        ("HUIYIN_LOG_FORMAT", "xml"),
        ("HUIYIN_DATABASE_POOL", "1"),
        ("HUIYIN_CACHE", "-1"),
        ("HUIYIN_CONTACT_LIMIT", "0"),
        ("HUIYIN_CONTACT_LIMIT", "few"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(env: pytest.MonkeyPatch, name: str, value: str) -> None:
    env.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Settings.from_env()
    sentence = str(caught.value)
    assert name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("missing", ["HUIYIN_DATABASE_URL", "HUIYIN_MASTER_KEY"])
def test_a_cluster_needs_its_database_and_its_key(env: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in CLUSTER.items():
        if name != missing:
            env.setenv(name, value)
    with pytest.raises(SettingsError, match=missing):
        Settings.from_env()


def test_services_over_rabbitmq_do_not_share_an_sqlite_file(env: pytest.MonkeyPatch) -> None:
    for name, value in {**CLUSTER, "HUIYIN_DATABASE_URL": "sqlite:////data/{service}.db"}.items():
        env.setenv(name, value)
    with pytest.raises(SettingsError, match=r"HUIYIN_DATABASE_URL must be PostgreSQL"):
        Settings.from_env()


def test_no_new_key_is_made_beside_a_database_of_a_lost_one(tmp_path: Path) -> None:
    migrate(library.MIGRATIONS, Settings(home=tmp_path).database_url("empty"))
    Settings(home=tmp_path).master_key.hex()
    service = Service(library.LIBRARY, Settings(home=tmp_path))
    service.migrate()
    service.close()
    (tmp_path / "master.key").unlink()
    with pytest.raises(SettingsError, match=r"master\.key is missing, but library\.db"):
        _ = Settings(home=tmp_path).master_key
    assert not (tmp_path / "master.key").exists()


def test_the_embedded_master_key_is_made_once_and_only_the_owner_can_read_it(tmp_path: Path) -> None:
    key = Settings(home=tmp_path / "home").master_key
    path = tmp_path / "home" / "master.key"
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Settings(home=tmp_path / "home").master_key == key
    assert [each.name for each in (tmp_path / "home").iterdir()] == ["master.key"]


def test_processes_that_start_at_once_use_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: Settings(home=tmp_path).master_key, range(8)))
    assert len(keys) == 1


def test_a_broken_key_file_is_told_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_text("AAAA\n")
    with pytest.raises(SettingsError, match=r"master\.key"):
        _ = Settings(home=tmp_path).master_key
    assert (tmp_path / "master.key").read_text() == "AAAA\n"


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="HUIYIN_HOME"):
        Settings(home=tmp_path / "file" / "var").database_url("intake")


@pytest.fixture
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.usefixtures("_logging_as_before")
def test_log_lines_are_json_objects_ours_and_others_alike(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True, level="INFO")
    logs.get("kernel.x").info("relay.published", events=3)
    logging.getLogger("other").warning("careful %s", "now")
    logs.get("kernel.x").debug("not shown")
    ours, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["events"], ours["level"], ours["logger"]) == ("relay.published", 3, "info", "kernel.x")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("careful now", "warning", "other")


@pytest.mark.usefixtures("_logging_as_before")
def test_log_lines_for_a_person_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=False, level="INFO")
    logs.get("kernel.y").info("relay.published", events=3)
    assert "relay.published" in capsys.readouterr().err
