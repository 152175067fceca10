"""What a mail server refuses: for good, for now, or because it does not know who asks."""

from __future__ import annotations

import pytest

from services.notices import handlers
from tests.services.notices import telling as t
from tests.services.notices.telling import Open, by_mail
from tests.support.mailserver import MailServer

pytestmark = pytest.mark.process  # servers of our own, in threads


@pytest.mark.parametrize(("fault", "reason"), [("refuse", "address_refused"), ("reject", "smtp_554")])
def test_what_is_refused_for_good_is_a_dead_letter_at_once(
    open_: Open, mail: MailServer, fault: str, reason: str
) -> None:
    telling = open_(by_mail(mail))
    mail.fault = fault
    telling.hears(t.due_soon)
    telling.sends()
    (dead,) = telling.deliveries()
    assert (dead["state"], dead["reason"], dead["attempts"], dead["next_at"]) == ("dead", reason, 1, None)
    telling.later(hours=7)
    telling.sends()
    assert mail.addressed == ["wang@example.com"]


def test_one_address_that_is_refused_for_good_keeps_no_other_from_being_told_and_is_not_tried_again(
    open_: Open, mail: MailServer
) -> None:
    telling = open_(by_mail(mail))
    telling.answers["gateway"] = {"items": [{"account": who, "email": f"{who}@example.com"} for who in ("a", "b", "c")]}
    mail.refused = {"a@example.com": 550, "b@example.com": 450}
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", "address_refused")]
    mail.refused = {}
    telling.later(minutes=2)
    telling.sends()
    (dead,) = telling.deliveries()
    assert (dead["state"], dead["reason"]) == ("dead", "address_refused")
    assert [one["who"] for one in dead["told"]] == ["c", "b"]
    assert mail.addressed == [f"{who}@example.com" for who in ("a", "b", "c", "b")]
    telling.act(handlers.retry_delivery, delivery=dead["delivery"])  # once the address was put right
    telling.sends()
    assert mail.addressed[-1] == "a@example.com"
    assert telling.states() == [("due_soon", "sent", None)]


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_that_the_server_does_not_know_us_is_no_fault_of_the_address(
    open_: Open, mail: MailServer, command: str
) -> None:
    telling = open_(by_mail(mail))
    mail.says = {command: "530 5.7.0 authentication required"}
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", "not_authenticated")]
