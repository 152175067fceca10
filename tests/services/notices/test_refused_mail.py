"""What a mail server refuses: for good, for now, or because it does not know who asks."""

from __future__ import annotations

import pytest

from services.notices import handlers
from tests.services.notices import telling as t
from tests.services.notices.telling import Open, by_mail
from tests.support.mailserver import MailServer

pytestmark = pytest.mark.process  # servers of our own, in threads


@pytest.mark.parametrize(
    "says",
    [
        "550 no such person",
        "553 no such person",
        "550 5.1.1 no such person",
        "554 5.1.1 no such person",
        "551 5.1.6 gone",
        "553 5.1.2 no such host",
        "556 5.1.10 takes no mail",
    ],
)
def test_an_address_that_nobody_has_is_a_dead_letter_at_once(open_: Open, mail: MailServer, says: str) -> None:
    telling = open_(by_mail(mail))
    mail.says = {"RCPT": says}
    telling.hears(t.due_soon)
    telling.sends()
    (dead,) = telling.deliveries()
    assert (dead["state"], dead["reason"], dead["attempts"], dead["next_at"]) == ("dead", "address_refused", 1, None)
    telling.later(hours=7)
    telling.sends()
    assert mail.addressed == ["wang@example.com"]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("RCPT", "554 5.7.1 relay access denied"),
        ("RCPT", "550 5.7.1 relaying denied"),
        ("RCPT", "554 service unavailable; client host blocked"),
        ("RCPT", "550 5.7.26 not authenticated by SPF"),
        ("RCPT", "552 mailbox full"),
        ("RCPT", "552 5.2.2 mailbox full"),
        ("RCPT", "550 5.2.1 mailbox disabled"),
        ("RCPT", "553 5.1.8 sender's domain not found"),
        ("BODY", "550 5.1.1 not this"),
        ("BODY", "552 too large"),
        ("BODY", "554 not this"),
    ],
)
def test_what_is_no_fault_of_the_address_is_put_off_until_it_is_put_right(
    open_: Open, mail: MailServer, command: str, says: str
) -> None:
    telling = open_(by_mail(mail))
    mail.says = {command: says}
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", f"smtp_{says[:3]}")]
    mail.says = {}
    telling.later(minutes=2)
    telling.sends()
    assert telling.states() == [("due_soon", "sent", None)]


def test_different_addresses_that_are_refused_alike_are_put_off_too(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    telling.answers["gateway"] = {"items": [{"account": who, "email": f"{who}@example.com"} for who in ("a", "b", "c")]}
    mail.refused = {"a@example.com": "550 5.1.1", "b@example.com": 550, "c@example.com": 550}
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", "address_refused")]
    mail.refused = {}
    telling.later(minutes=2)
    telling.sends()
    (dead,) = telling.deliveries()
    assert (dead["state"], [one["who"] for one in dead["told"]]) == ("dead", ["b", "c"])
    assert mail.addressed.count("a@example.com") == 1  # another answer than the others got: it was the address


def test_one_address_of_two_people_is_one_address(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    shared = ("desk@example.com", "Desk@example.com")
    telling.answers["gateway"] = {"items": [{"account": f"p{n}", "email": each} for n, each in enumerate(shared)]}
    mail.says = {"RCPT": "550 no such person"}
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "dead", "address_refused")]


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
