"""A contact that has sent enough for today is told so, and until when."""

from flask.testing import FlaskClient

from kernel.errors import Refused
from tests.gateway.fake_services import FakeServices
from tests.gateway.test_citizen import MESSAGE


def test_a_contact_that_has_sent_enough_is_told_when_to_write_again(
    client: FlaskClient, services: FakeServices
) -> None:
    for language, said in (
        ("zh-CN", "同一个电话每天最多提交 3 条留言，请明天再来。"),
        ("en", "Messages from one phone in a day: 3 at most. Please write again tomorrow."),
    ):
        services.refuse_next = Refused(
            "intake.contact_limit_reached", {"field": "phone", "limit": 3, "seconds": 53_876}
        )
        answer = client.post("/api/v1/messages", json=MESSAGE, headers={"Accept-Language": language})
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "53876")
        assert (answer.json or {})["detail"] == said
