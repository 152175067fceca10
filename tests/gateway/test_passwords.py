"""What a password has to be, how long it is good, and which ones do not come back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.account import NewAccount
from gateway.app import create_app
from gateway.parts import Parts
from gateway.signing.rules import faults
from gateway.signing.settings import PasswordRules
from kernel.clock import FixedClock
from tests.gateway.conftest import PASSWORD

As = Callable[[str], dict[str, str]]
NAMES = ("wangmin", "王敏")
FOUR_KINDS = PasswordRules(length=8, kinds=4)


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("four words of mine", ()),
        ("我们一起去看海吧好不好", ()),
        ("Ёлка-в-лесу-родилась", ()),
        ("short", ("too_short",)),
        ("我们去看海", ("too_short",)),
        ("wangmin2019", ("own_name",)),
        ("WangMin@Huiyin", ("own_name",)),
        ("王敏王敏王敏王敏王敏", ("own_name", "well_known")),
        ("回音回音huiyin-2019", ("own_name",)),
        ("wangmin likes cold noodles", ()),
        ("password2019", ("well_known",)),
        ("P@ssw0rd2019!", ("well_known",)),
        ("woaini1314520", ("well_known",)),
        ("1234567890", ("well_known",)),
        ("9876543210", ("well_known",)),
        ("abcdefghijkl", ("well_known",)),
        ("qwertyuiop", ("well_known",)),
        ("poiuytrewq", ("well_known",)),
        ("aaaaaaaaaaaa", ("well_known",)),
        ("abc1abc1abc1", ("well_known",)),
        ("1qaz2wsx3edc", ("well_known",)),
    ],
)
def test_a_password_is_long_and_nobody_s_first_guess(password: str, found: tuple[str, ...]) -> None:
    assert faults(PasswordRules(), password, NAMES) == found


@pytest.mark.parametrize(
    ("password", "found"),
    [("Qing-quan7", ()), ("qing-quan7", ("too_few_kinds",)), ("Qingquan77", ("too_few_kinds",)), ("清泉Qq路口77", ())],
)
def test_an_office_may_ask_for_kinds_of_characters(password: str, found: tuple[str, ...]) -> None:
    assert faults(FOUR_KINDS, password, NAMES) == found


def test_an_office_adds_words_of_its_own() -> None:
    rules = PasswordRules(words=("qingquan", "清泉市"))
    assert faults(rules, "qingquan2019", NAMES) == ("own_name",)
    assert faults(rules, "清泉市清泉市2019!", NAMES) == ("own_name",)


def change(client: FlaskClient, headers: dict[str, str], new: str, present: str = PASSWORD) -> Any:
    return client.put("/api/v1/me/password", json={"present": present, "new": new}, headers=headers)


def sign_in(client: FlaskClient, password: str, username: str = "clerk") -> Any:
    return client.post("/api/v1/session", json={"username": username, "password": password})


def bearer(answer: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json['token']}"}


def test_a_refused_password_is_told_why(client: FlaskClient, as_: As) -> None:
    headers = {**as_("clerk"), "Accept-Language": "en"}
    answer = change(client, headers, "clerk2019")
    assert (answer.status_code, answer.json["code"]) == (422, "gateway.weak_password")
    assert answer.json["values"] == {"minimum": 10, "kinds": 1, "why": ["too_short", "own_name"]}
    assert "it is too short; it is made of the user name" in answer.json["detail"]
    assert client.get("/api/v1/me", headers=headers).status_code == 200


def test_the_present_password_is_no_new_one(client: FlaskClient, as_: As) -> None:
    answer = change(client, as_("clerk"), PASSWORD)
    assert (answer.status_code, answer.json["code"]) == (422, "gateway.password_reused")


def test_the_last_passwords_do_not_come_back_and_older_ones_may(build: Callable[..., Parts], clock: FixedClock) -> None:
    parts = build(passwords=PasswordRules(history=3))
    parts.accounts.add(NewAccount("clerk", "受理员", "clerk", columns=None, password=PASSWORD), by="clerk")
    client = create_app(parts).test_client()
    used = [PASSWORD]
    for new in ("the second of mine", "the third of mine", "the fourth of mine"):
        for old in used[-3:]:
            assert change(client, bearer(sign_in(client, used[-1])), old, used[-1]).json["values"] == {"history": 3}
        clock.at += timedelta(hours=1)
        assert change(client, bearer(sign_in(client, used[-1])), new, used[-1]).status_code == 204
        used.append(new)
    assert change(client, bearer(sign_in(client, used[-1])), PASSWORD, used[-1]).status_code == 204


def test_a_reset_in_between_does_not_let_an_old_password_back(client: FlaskClient, parts: Parts, as_: As) -> None:
    assert change(client, as_("clerk"), "the second of mine").status_code == 204
    given = parts.accounts.reset_password("clerk", by="admin").password or ""
    headers = bearer(sign_in(client, given))
    for old in (PASSWORD, "the second of mine", given):
        assert change(client, headers, old, given).json["code"] == "gateway.password_reused"
    assert change(client, headers, "the third of mine", given).status_code == 204


def test_a_given_password_is_good_for_fourteen_days(client: FlaskClient, parts: Parts, clock: FixedClock) -> None:
    given = parts.accounts.reset_password("clerk", by="admin").password or ""
    clock.at += timedelta(days=13, hours=23, minutes=30)
    headers = bearer(sign_in(client, given))
    clock.at += timedelta(minutes=30)
    late = sign_in(client, given)
    assert (late.status_code, late.json["code"]) == (403, "gateway.temporary_password_expired")
    assert sign_in(client, "wrong").json["code"] == "gateway.wrong_credentials"
    # who is in may still set their own
    assert change(client, headers, "my very own words", given).status_code == 204
    assert sign_in(client, "my very own words").status_code == 201


def test_a_password_that_an_administrator_chose_is_good_for_nothing_but_setting_ones_own(
    client: FlaskClient, as_: As
) -> None:
    body = {"username": "newcomer", "display_name": "新人", "role": "auditor", "password": PASSWORD}
    made = client.post("/api/v1/admin/accounts", json=body, headers=as_("admin"))
    assert made.json is not None
    assert (made.status_code, made.json["first_password"], made.json["password_is_temporary"]) == (201, None, True)
    answer = sign_in(client, PASSWORD, "newcomer")
    assert (answer.json["account"]["password_due"], answer.json["account"]["password_expires_at"]) == (
        True,
        "2019-03-21T02:15:00Z",
    )
    refused = client.get("/api/v1/admin/changes", headers=bearer(answer))
    assert (refused.status_code, (refused.json or {})["code"]) == (403, "gateway.password_change_required")
    assert change(client, bearer(answer), "my very own words").status_code == 204
    assert sign_in(client, "my very own words", "newcomer").json["account"]["password_expires_at"] is None


def test_a_password_too_old_is_replaced_before_anything_else(build: Callable[..., Parts], clock: FixedClock) -> None:
    parts = build(passwords=PasswordRules(age=timedelta(days=90)))
    parts.accounts.add(NewAccount("clerk", "受理员", "clerk", columns=None, password=PASSWORD), by="clerk")
    client = create_app(parts).test_client()
    fresh = sign_in(client, PASSWORD).json["account"]
    assert (fresh["password_due"], fresh["password_expires_at"]) == (False, "2019-06-05T02:15:00Z")
    clock.at += timedelta(days=90)
    answer = sign_in(client, PASSWORD)
    assert answer.json["account"]["password_due"] is True
    assert answer.json["account"]["password_is_temporary"] is False
    refused = client.get("/api/v1/desk/messages", headers=bearer(answer))
    assert (refused.status_code, refused.json and refused.json["code"]) == (403, "gateway.password_too_old")
    assert change(client, bearer(answer), "my very own words").status_code == 204
    again = sign_in(client, "my very own words")
    assert again.json["account"]["password_due"] is False
    assert client.get("/api/v1/desk/messages", headers=bearer(again)).status_code == 200


def test_what_is_asked_is_told_in_words_before_anybody_signs_in(build: Callable[..., Parts]) -> None:
    asked = PasswordRules(length=12, kinds=3, age=timedelta(days=90), history=1)
    client = create_app(build(passwords=asked)).test_client()
    english = client.get("/api/v1/password-policy", headers={"Accept-Language": "en"}).json or {}
    assert {name: value for name, value in english.items() if name != "rules"} == {
        "minimum_length": 12,
        "maximum_length": 256,
        "kinds": 3,
        "history": 1,
        "days": 90,
        "temporary_days": 14,
    }
    assert "It has to be replaced after 90 days." in english["rules"]
    chinese = client.get("/api/v1/password-policy").json or {}
    assert "每 90 天须更换一次。" in chinese["rules"]


def test_no_former_password_is_stored_but_as_a_hash(client: FlaskClient, parts: Parts, as_: As) -> None:
    from sqlalchemy import text

    assert change(client, as_("clerk"), "the second of mine").status_code == 204
    with parts.engine.connect() as connection:
        stored = str(connection.execute(text("SELECT * FROM former_passwords")).all())
    assert PASSWORD not in stored
    assert "$argon2id$" in stored
