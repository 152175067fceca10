"""A wrong setting stops the start with one sentence."""

from datetime import timedelta

import pytest

from gateway.challenge import Question
from gateway.settings import DESCRIPTIONS, GatewaySettings
from kernel.settings import SettingsError


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for description in DESCRIPTIONS:
        monkeypatch.delenv(description.name, raising=False)


def test_nothing_needs_to_be_set() -> None:
    assert GatewaySettings.from_env() == GatewaySettings()


@pytest.mark.parametrize(
    ("name", "value", "field", "meant"),
    [
        ("HUIYIN_RATE_LIMIT", "off", "rate_limit", None),
        ("HUIYIN_RATE_LIMIT", "5", "rate_limit", 5),
        ("HUIYIN_DEMO", "1", "demonstration", True),
        ("HUIYIN_BODY_LIMIT_KIB", "1", "body_limit", 1024),
        ("HUIYIN_TRUSTED_PROXIES", "2", "trusted_proxies", 2),
        ("HUIYIN_CORS_ORIGINS", "https://a.cn, http://b.cn:8000", "cors_origins", ("https://a.cn", "http://b.cn:8000")),
    ],
)
def test_each_setting_means_what_its_description_says(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, meant: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(GatewaySettings.from_env(), field) == meant


@pytest.mark.parametrize(
    ("name", "value", "field", "meant"),
    [
        ("HUIYIN_TRAP_FIELD", "false", "trap", False),
        ("HUIYIN_PROOF", "question", "asked", "question"),
        (
            "HUIYIN_PROOF_QUESTIONS",
            "首都是哪里？=北京|北京市; 1+1=?=2",
            "questions",
            (Question("首都是哪里？", ("北京", "北京市")), Question("1+1=?", ("2",))),
        ),
        ("HUIYIN_PROOF_MINUTES", "5", "lifetime", timedelta(minutes=5)),
        ("HUIYIN_CAPTCHA_URL", "https://verify.example.cn/check", "url", "https://verify.example.cn/check"),
        ("HUIYIN_CAPTCHA_SECONDS", "0.5", "timeout", 0.5),
        ("HUIYIN_CAPTCHA_AWAY", "accept", "open_when_away", True),
    ],
)
def test_each_setting_of_what_is_to_be_proved_means_what_its_description_says(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, meant: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(GatewaySettings.from_env().proof, field) == meant


def test_the_secret_of_the_verification_service_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_PROOF", "captcha")
    monkeypatch.setenv("HUIYIN_CAPTCHA_URL", "https://verify.example.cn/check")
    with pytest.raises(SettingsError, match="HUIYIN_CAPTCHA_SECRET"):
        GatewaySettings.from_env()
    monkeypatch.setenv("HUIYIN_CAPTCHA_SECRET", "hidden")
    assert "hidden" not in repr(GatewaySettings.from_env())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUIYIN_RATE_LIMIT", "many"),
        ("HUIYIN_RATE_LIMIT", "0"),
        ("HUIYIN_BODY_LIMIT_KIB", "-1"),
        ("HUIYIN_BODY_LIMIT_KIB", "big"),
        ("HUIYIN_SESSION_HOURS", "0"),
        ("HUIYIN_TRUSTED_PROXIES", "-1"),
        ("HUIYIN_CORS_ORIGINS", "*"),
        ("HUIYIN_CORS_ORIGINS", "https://a.cn/path"),
        ("HUIYIN_DEMO", "perhaps"),
        ("HUIYIN_PROOF", "maybe"),
        ("HUIYIN_PROOF", "captcha"),
        ("HUIYIN_PROOF_QUESTIONS", "what?"),
        ("HUIYIN_PROOF_QUESTIONS", "what?=|"),
        ("HUIYIN_PROOF_MINUTES", "0"),
        ("HUIYIN_CAPTCHA_URL", "verify.example.cn"),
        ("HUIYIN_CAPTCHA_SECONDS", "0"),
        ("HUIYIN_CAPTCHA_AWAY", "open"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        GatewaySettings.from_env()
