"""A wrong setting stops the start with one sentence."""

from datetime import timedelta

import pytest

from gateway.challenge import Question
from gateway.settings import DESCRIPTIONS, GatewaySettings
from gateway.signing.settings import Locking, OidcSettings, PasswordRules
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
        ("HUIYIN_FIGURES_LIMIT", "OFF", "figures_limit", None),
        ("HUIYIN_FIGURES_LIMIT", "7", "figures_limit", 7),
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
        ("HUIYIN_FIGURES_LIMIT", "-1"),
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


OIDC = {
    "HUIYIN_OIDC_ISSUER": "https://id.example.gov.cn",
    "HUIYIN_OIDC_CLIENT": "board",
    "HUIYIN_OIDC_SITE": "https://board.example.gov.cn/",
}


def test_what_an_inspection_asks_of_passwords_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {"LENGTH": "12", "KINDS": "3", "DAYS": "90", "HISTORY": "8", "TEMPORARY_DAYS": "off", "WORDS": "清泉, QQ"}
    for name, value in chosen.items():
        monkeypatch.setenv(f"HUIYIN_PASSWORD_{name}", value)
    words = ("huiyin", "回音", "清泉", "qq")
    assert GatewaySettings.from_env().passwords == PasswordRules(12, 3, words, timedelta(days=90), 8, None)


def test_locks_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {"FAILURES": "3", "ACCOUNT_FAILURES": "off", "ADDRESS_FAILURES": "9", "WINDOW_MINUTES": "5"}
    for name, value in {**chosen, "MINUTES": "30", "LONGEST_MINUTES": "120"}.items():
        monkeypatch.setenv(f"HUIYIN_LOCK_{name}", value)
    minutes = (timedelta(minutes=5), timedelta(minutes=30), timedelta(minutes=120))
    assert GatewaySettings.from_env().locking == Locking(3, None, 9, *minutes)


def test_a_provider_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**OIDC, "HUIYIN_PASSWORD_SIGN_IN": "Root"}.items():
        monkeypatch.setenv(name, value)
    found = GatewaySettings.from_env()
    site = "https://board.example.gov.cn"
    assert found.oidc == OidcSettings("https://id.example.gov.cn", "board", site)
    assert found.oidc.callback == f"{site}/api/v1/session/oidc/callback"
    assert found.password_sign_in == "root"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUIYIN_PASSWORD_LENGTH", "7"),
        ("HUIYIN_PASSWORD_LENGTH", "65"),
        ("HUIYIN_PASSWORD_KINDS", "5"),
        ("HUIYIN_PASSWORD_DAYS", "0"),
        ("HUIYIN_PASSWORD_DAYS", "soon"),
        ("HUIYIN_PASSWORD_HISTORY", "-1"),
        ("HUIYIN_LOCK_FAILURES", "0"),
        ("HUIYIN_LOCK_LONGEST_MINUTES", "1"),
        ("HUIYIN_SIGN_INS_DAYS", "0"),
        ("HUIYIN_OIDC_ISSUER", "http://id.example.gov.cn"),
        ("HUIYIN_OIDC_CLIENT", ""),
        ("HUIYIN_OIDC_SITE", "https://board.example.gov.cn/desk"),
        ("HUIYIN_OIDC_SITE", ""),
        ("HUIYIN_OIDC_PAGE", "//elsewhere.cn"),
        ("HUIYIN_OIDC_SCOPES", "profile"),
        ("HUIYIN_OIDC_CLAIM", "email"),
        ("HUIYIN_OIDC_SECONDS", "0"),
    ],
)
def test_a_wrong_setting_of_signing_in_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for known, good in OIDC.items():
        monkeypatch.setenv(known, good)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=r"HUIYIN_(PASSWORD|LOCK|SIGN|OIDC)"):
        GatewaySettings.from_env()


def test_passwords_cannot_be_off_without_another_way_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_PASSWORD_SIGN_IN", "root")
    with pytest.raises(SettingsError, match="HUIYIN_OIDC_ISSUER"):
        GatewaySettings.from_env()
