"""Whether a person writes: a field that stays empty, a question in words, a verification service."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.challenge import Question, plain
from gateway.parts import Parts
from gateway.settings import ProofSettings
from kernel.clock import FixedClock
from kernel.errors import Refused
from tests.gateway.fake_services import FakeServices
from tests.gateway.test_citizen import MESSAGE
from tests.gateway.verify_service import VerifyServer, verify_server

Building = Callable[..., Parts]
ASKING = ProofSettings(asked="question")
CAPITAL = Question("中国的首都是哪座城市？", ("北京", "北京市"))


@pytest.fixture
def asking(build: Building) -> FlaskClient:
    """A website that asks a small sum."""
    return create_app(build(proof=ASKING)).test_client()


@pytest.fixture
def service() -> Iterator[VerifyServer]:
    with verify_server() as server:
        yield server


def verifying(build: Building, service: VerifyServer, **changes: Any) -> FlaskClient:
    """A website that takes the service's tokens too."""
    proof = ProofSettings(asked="captcha", url=service.url, secret="shared", timeout=0.3, **changes)
    return create_app(build(proof=proof)).test_client()


def solved(client: FlaskClient) -> dict[str, str]:
    """The answer of a person who reads the question."""
    asked = client.get("/api/v1/challenge", headers={"Accept-Language": "en"}).json or {}
    found = re.fullmatch(r"What is (\d+) plus (\d+)\?", asked["question"])
    assert found is not None
    return {"token": asked["token"], "answer": str(int(found[1]) + int(found[2]))}


def sent(client: FlaskClient, proof: dict[str, str] | None = None, **rest: Any) -> tuple[int, str | None]:
    """Status and code of a message."""
    body = {**MESSAGE, **rest.pop("changes", {}), **({} if proof is None else {"proof": proof})}
    answer = client.post("/api/v1/messages", json=body, **rest)
    return answer.status_code, (answer.json or {}).get("code")


def test_the_field_that_stays_empty_is_refused_plainly_where_it_is_not(
    client: FlaskClient, services: FakeServices
) -> None:
    answer = client.post("/api/v1/messages", json={**MESSAGE, "website": "https://spam.example"})
    assert (answer.status_code, (answer.json or {})["code"]) == (422, "gateway.trap_filled")
    assert "website" in (answer.json or {})["detail"]
    assert services.calls == []
    for empty in ("", " ", None):
        assert sent(client, changes={"website": empty}) == (201, None)
    assert "website" not in services.calls[-1][2]


def test_the_trap_can_be_taken_away(build: Building) -> None:
    client = create_app(build(proof=ProofSettings(trap=False))).test_client()
    assert sent(client, changes={"website": "https://example.cn"}) == (201, None)


def test_where_nothing_is_asked_nothing_is_needed(client: FlaskClient, services: FakeServices) -> None:
    assert client.get("/api/v1/challenge").json == {"needed": False, "captcha": False}
    assert sent(client) == (201, None)
    assert sent(client, {"captcha": "any"}) == (201, None)
    assert "proof" not in services.calls[-1][2]


def test_who_answers_the_question_writes_and_who_does_not_is_asked_to(asking: FlaskClient) -> None:
    assert sent(asking) == (422, "gateway.proof_needed")
    assert sent(asking, {"captcha": "good"}) == (422, "gateway.proof_needed")
    assert sent(asking, {**solved(asking), "answer": "1000"}) == (422, "gateway.proof_wrong")
    assert sent(asking, solved(asking)) == (201, None)


def test_the_question_is_in_the_readers_language(asking: FlaskClient) -> None:
    assert re.fullmatch(r"\d+ 加 \d+ 等于多少？", (asking.get("/api/v1/challenge").json or {})["question"])


def test_an_answer_counts_for_one_message_and_for_its_repetitions(asking: FlaskClient) -> None:
    proof, key = solved(asking), {"Idempotency-Key": "6f1d1d0e-3c8e-4a52-9f64-2f7f0c1f1a11"}
    assert sent(asking, proof, headers=key) == (201, None)
    assert sent(asking, proof, headers=key) == (201, None)
    assert sent(asking, proof) == (422, "gateway.proof_used")
    assert sent(asking, proof, headers=key, changes={"title": "另一件事"}) == (422, "kernel.request_reused")
    assert sent(asking, proof) == (422, "gateway.proof_used")


def test_an_answer_stays_good_while_the_message_is_refused_for_something_else(
    asking: FlaskClient, services: FakeServices
) -> None:
    proof = solved(asking)
    services.refuse_next = Refused("intake.text_too_long", {"field": "title", "limit": 30, "length": 31})
    assert sent(asking, proof) == (422, "intake.text_too_long")
    assert sent(asking, proof) == (201, None)


def test_an_answer_comes_in_time(asking: FlaskClient, clock: FixedClock) -> None:
    proof = solved(asking)
    clock.at += ASKING.lifetime + timedelta(seconds=1)
    assert sent(asking, proof) == (422, "gateway.proof_expired")


@pytest.mark.parametrize("token", ["", "x", "x.y", "e30=.00", "。.。"])
def test_a_token_that_was_never_given_out_is_no_proof(asking: FlaskClient, token: str) -> None:
    assert sent(asking, {"token": token, "answer": "7"})[1] in {"gateway.proof_wrong", "gateway.proof_needed"}


def test_a_token_is_not_given_another_question(asking: FlaskClient) -> None:
    proof = solved(asking)
    body, _, mac = proof["token"].partition(".")
    assert sent(asking, {**proof, "token": f"{body[:-4]}AAAA.{mac}"}) == (422, "gateway.proof_wrong")


def test_the_office_asks_its_own_questions(build: Building) -> None:
    client = create_app(build(proof=ProofSettings(asked="question", questions=(CAPITAL,)))).test_client()
    for answer, status in (("上海", 422), (" 北京。", 201), ("北京市", 201)):
        asked = client.get("/api/v1/challenge").json or {}
        assert asked["question"] == CAPITAL.text
        assert sent(client, {"token": asked["token"], "answer": answer})[0] == status


def test_a_question_that_is_asked_no_more_has_expired(build: Building) -> None:
    client = create_app(build(proof=ProofSettings(asked="question", questions=(CAPITAL,)))).test_client()
    token = (client.get("/api/v1/challenge").json or {})["token"]
    later = create_app(build(proof=ASKING)).test_client()
    assert sent(later, {"token": token, "answer": "北京"}) == (422, "gateway.proof_expired")


def test_any_process_of_the_gateway_checks_what_another_one_asked(build: Building, asking: FlaskClient) -> None:
    other = create_app(build(proof=ASKING)).test_client()
    assert sent(other, solved(asking)) == (201, None)


def test_width_case_and_a_full_stop_do_not_matter() -> None:
    assert plain(" ＡＢ１２。") == "ab12"


@pytest.mark.process
def test_a_token_that_the_service_finds_good_is_a_proof_and_so_is_the_question(
    build: Building, service: VerifyServer, services: FakeServices
) -> None:
    client = verifying(build, service)
    assert (client.get("/api/v1/challenge").json or {})["captcha"] is True
    assert sent(client) == (422, "gateway.proof_needed")
    assert sent(client, {"captcha": "bad"}) == (422, "gateway.captcha_refused")
    services.refuse_next = Refused("intake.text_blank", {"field": "title"})
    assert sent(client, {"captcha": "good"})[0] == 422
    assert sent(client, {"captcha": "good"}) == (201, None)
    assert sent(client, {"captcha": "good"}) == (422, "gateway.proof_used")
    assert sent(client, solved(client)) == (201, None)
    assert service.asked == [{"secret": "shared", "response": "bad"}, {"secret": "shared", "response": "good"}]


@pytest.mark.process
@pytest.mark.parametrize("mood", ["silent", "broken", "failing"])
def test_a_service_that_does_not_answer_holds_up_nobody_longer_than_it_may(
    build: Building, service: VerifyServer, mood: str
) -> None:
    service.mood = mood
    closed = verifying(build, service)
    assert sent(closed, {"captcha": "good"}) == (503, "gateway.captcha_away")
    assert sent(closed, solved(closed)) == (201, None)
    opened = verifying(build, service, open_when_away=True)
    assert sent(opened, {"captcha": "good"}) == (201, None)
    assert sent(opened) == (422, "gateway.proof_needed")


@pytest.mark.process
def test_a_service_that_is_not_there_is_away(build: Building) -> None:
    with verify_server() as gone:
        pass
    assert sent(verifying(build, gone), {"captcha": "good"}) == (503, "gateway.captcha_away")
