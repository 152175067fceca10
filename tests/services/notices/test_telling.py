"""People are told what happened: once, by whom it concerns, over real sockets, whatever is wrong on the other side."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from kernel.settings import Settings
from services.notices import handlers
from services.notices.domain.delivery import AlreadyTold
from services.notices.domain.patience import Patience
from services.notices.domain.refusals import OutOfScope
from services.notices.domain.webhook import BadWebhookAddress
from services.notices.handlers.deliveries import begin_delivery
from services.notices.settings import Folder, Sending, Smtp
from tests.services.notices import telling as t
from tests.services.notices.telling import Telling
from tests.support.mailserver import Endpoint, MailServer

pytestmark = pytest.mark.process  # servers of our own, in threads

SITE = "https://www.example.gov.cn"

Open = Callable[[Sending], Telling]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def open_(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the service on a fresh database."""
    template = None
    if request.param == "postgresql":
        template = f"{request.getfixturevalue('postgres_url')}?application_name={{service}}"
    opened: list[Telling] = []

    def open_one(sending: Sending) -> Telling:
        settings = Settings(home=tmp_path, database_url_template=template, key=b"k" * 32)
        opened.append(Telling.open(settings, sending))
        return opened[-1]

    yield open_one
    for each in opened:
        each.service.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """An endpoint that takes everything."""
    here = Endpoint()
    yield here
    here.close()


def by_mail(server: MailServer, **changed: Any) -> Sending:
    """Sends through this server."""
    smtp = Smtp("smtp", "127.0.0.1", server.port)
    return replace(Sending(site=SITE, mail=smtp, sender="huiyin@example.gov.cn", seconds=0.3), **changed)


NO_MAIL = Sending(site=SITE, plain_http=True, internal=True, seconds=0.3)


def test_an_assignment_is_told_to_the_agency_and_to_the_citizen(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.assigned)
    telling.sends()
    told = {str(message["To"]): message for message in (message_from_string(m, policy=default) for m in mail.taken)}
    assert set(told) == {"wang@example.com", "citizen@example.com"}
    text = told["wang@example.com"].get_content()
    assert all(part in text for part in (t.NUMBER, "2024-03-11", f"{SITE}/desk/messages/{t.NUMBER}"))
    assert told["wang@example.com"]["Auto-Submitted"] == "auto-generated"
    assert f"{SITE}/messages/{t.NUMBER}" in told["citizen@example.com"].get_content()
    rule = next(payload for method, payload in telling.asked if method == "recipients")
    assert (rule["roles"], rule["agencies"]) == (("handler",), ("housing",))


def test_what_is_kept_of_a_recipient_is_a_name_and_a_masked_address(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.assigned)
    telling.sends()
    kept = [each["told"] for each in telling.deliveries()]
    assert sorted(kept, key=str) == [
        [{"who": "citizen", "address": "c***@example.com"}],
        [{"who": "handler.li", "address": "w***@example.com"}],
    ]


def test_an_event_that_comes_twice_is_told_once(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.return_asked)
    telling.hears_again()
    telling.sends()
    telling.sends()
    assert len(mail.taken) == 1


def test_history_notifies_nobody_and_neither_does_what_is_caught_up_with_days_later(
    open_: Open, mail: MailServer
) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.assigned_long_ago)
    telling.later(days=3, seconds=1)
    telling.hears(t.return_asked)
    assert telling.deliveries() == []


def test_a_missed_deadline_is_told_to_the_agency_and_to_supervisors(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.missed)
    telling.sends()
    rules = [(payload["roles"], payload["columns"]) for method, payload in telling.asked if method == "recipients"]
    assert sorted(rules, key=str) == [(("handler",), None), (("supervisor",), ("mayor",))]


def test_without_a_way_out_nothing_is_queued(open_: Open) -> None:
    telling = open_(Sending())
    telling.hears(t.assigned, t.due_soon)
    assert telling.deliveries() == []


def test_e_mails_can_be_written_to_a_folder(open_: Open, tmp_path: Path) -> None:
    telling = open_(Sending(mail=Folder(tmp_path / "outbox")))
    telling.hears(t.due_soon)
    telling.sends()
    (written,) = (tmp_path / "outbox").glob("*.eml")
    assert t.NUMBER in message_from_string(written.read_text(), policy=default).get_content()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("hang", "timeout"),
        ("busy", "smtp_451"),
        ("later", "address_refused"),
        ("full", "smtp_452"),
        ("unknown", "not_authenticated"),
    ],
)
def test_a_server_that_does_not_take_it_is_asked_again_until_it_does(
    open_: Open, mail: MailServer, fault: str, reason: str
) -> None:
    telling = open_(by_mail(mail))
    mail.fault = fault
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", reason)]
    mail.fault = "none"
    telling.sends()
    assert mail.taken == []  # it is not its time yet
    telling.later(minutes=2)
    telling.sends()
    assert telling.states() == [("due_soon", "sent", None)]
    assert len(mail.taken) == 1


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


def test_a_server_that_is_not_who_it_says_is_told_nothing(
    open_: Open, mail: MailServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    certificate = self_signed(tmp_path)
    server = MailServer(certificate=certificate)
    request.addfinalizer(server.close)
    telling = open_(by_mail(mail, mail=Smtp("smtps", "127.0.0.1", server.port)))
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", "certificate_wrong")]
    assert server.taken == []


def test_after_the_last_attempt_it_is_a_dead_letter_that_a_person_can_have_tried_again(open_: Open) -> None:
    closed = MailServer()
    closed.close()
    telling = open_(by_mail(closed, patience=Patience(attempts=2)))
    telling.hears(t.due_soon)
    telling.sends()
    telling.later(hours=7)
    telling.sends()
    assert telling.states() == [("due_soon", "dead", "unreachable")]
    (dead,) = telling.deliveries(state="dead")
    assert dead["attempts"] == 2
    assert telling.act(handlers.retry_delivery, delivery=dead["delivery"])["state"] == "queued"
    telling.sends()
    assert telling.states() == [("due_soon", "failed", "unreachable")]


def test_what_was_told_is_not_tried_again(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.due_soon)
    telling.sends()
    (sent,) = telling.deliveries()
    with pytest.raises(AlreadyTold):
        telling.act(handlers.retry_delivery, delivery=sent["delivery"])


def test_an_attempt_that_ended_in_between_is_seen_and_made_again_under_the_same_id(
    open_: Open, mail: MailServer
) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.due_soon)
    (queued,) = telling.deliveries()
    telling.handle(begin_delivery, {"delivery": queued["delivery"], "attempt": 1})  # and then the process was killed
    telling.sends()
    (sent,) = telling.deliveries()
    assert (sent["state"], sent["attempts"]) == ("sent", 2)
    assert message_from_string(mail.taken[0])["Message-ID"].startswith(f"<{queued['delivery']}.")


def test_a_citizen_who_declined_is_not_told(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    telling.answers["intake"] = {**t.CONTACT, "wants": False}
    telling.hears(t.answered)
    telling.sends()
    assert mail.addressed == ["wang@example.com"]
    assert ("message_answered", "sent", None) in telling.states()


def test_while_nobody_can_say_the_addresses_it_waits(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    del telling.answers["gateway"]
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", "addresses_unknown")]


def test_a_webhook_is_told_of_what_it_asked_for_and_can_check_who_tells_it(open_: Open, endpoint: Endpoint) -> None:
    telling = open_(NO_MAIL)
    webhook = telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon, t.return_asked)
    telling.sends()
    (call,) = endpoint.calls
    said = json.loads(call.body)
    assert (said["type"], said["data"]["number"], said["data"]["date"]) == ("due_soon", t.NUMBER, "2024-03-11")
    signed = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    expected = base64.b64encode(hmac.new(b"s" * 32, signed, hashlib.sha256).digest()).decode()
    assert call.headers["webhook-signature"] == f"v1,{expected}"
    (sent,) = telling.deliveries()
    assert (sent["lane"], sent["delivery"], sent["state"]) == (webhook, call.headers["webhook-id"], "sent")


def test_only_a_webhook_that_sends_text_messages_learns_how_to_reach_the_citizen(
    open_: Open, endpoint: Endpoint
) -> None:
    telling = open_(NO_MAIL)
    telling.webhook(endpoint.url, "message_answered", request="first")
    telling.webhook(endpoint.url, "message_answered", request="second", contacts=True)
    telling.hears(t.answered)
    telling.sends()
    (call,) = endpoint.calls
    assert json.loads(call.body)["data"]["contact"]["phone"] == "13800000000"


@pytest.mark.parametrize(("statuses", "reason"), [([500, 204], "http_500"), ([302, 204], "http_302"), ([0], "timeout")])
def test_an_endpoint_that_does_not_take_it_is_told_again_and_no_other_is_turned_to(
    open_: Open, endpoint: Endpoint, statuses: list[int], reason: str
) -> None:
    endpoint.statuses = list(statuses)
    telling = open_(NO_MAIL)
    telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", reason)]
    assert [call.path for call in endpoint.calls] == ["/hook"]
    endpoint.statuses = [204]
    telling.later(minutes=2)
    telling.sends()
    assert telling.states() == [("due_soon", "sent", None)]
    assert len({call.headers["webhook-id"] for call in endpoint.calls}) == 1


def test_an_internal_address_is_not_called_unless_a_setting_allows_it(open_: Open, endpoint: Endpoint) -> None:
    telling = open_(replace(NO_MAIL, internal=False))
    telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon)
    telling.sends()
    assert (endpoint.calls, telling.states()) == ([], [("due_soon", "failed", "internal_address")])


@pytest.mark.parametrize("url", ["http://hooks.example.cn/x", "https://user:word@hooks.example.cn/", "https://:99999/"])
def test_a_webhook_begins_with_https_and_names_a_host(open_: Open, url: str) -> None:
    telling = open_(Sending())
    with pytest.raises(BadWebhookAddress):
        telling.webhook(url, "due_soon")


def test_a_webhook_that_is_off_is_told_nothing_and_what_waits_for_it_is_given_up(
    open_: Open, endpoint: Endpoint
) -> None:
    telling = open_(NO_MAIL)
    webhook = telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon)
    telling.act(handlers.disable_webhook, request="off", webhook=webhook)
    telling.sends()
    assert (endpoint.calls, telling.states()) == ([], [("due_soon", "dead", "disabled")])


def test_a_webhook_is_tried_out(open_: Open, endpoint: Endpoint) -> None:
    telling = open_(NO_MAIL)
    webhook = telling.webhook(endpoint.url, "due_soon")
    telling.act(handlers.try_webhook, request="try", webhook=webhook)
    telling.sends()
    assert [json.loads(call.body)["type"] for call in endpoint.calls] == ["test"]


def test_neither_address_nor_secret_stands_in_the_database(open_: Open, mail: MailServer, endpoint: Endpoint) -> None:
    telling = open_(by_mail(mail, plain_http=True, internal=True))
    telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.assigned, t.due_soon)
    telling.sends()
    rows = telling.service.database.look(lambda session: session.query("SELECT data FROM journal"))
    kept = str(rows)
    assert all(word not in kept for word in ("wang@", "citizen@", "13800000000", t.SECRET, endpoint.url))


def test_only_office_and_administrator_have_it_tried_again(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.due_soon)
    (queued,) = telling.deliveries(t.AUDITOR)
    with pytest.raises(OutOfScope):
        telling.act(handlers.retry_delivery, t.AUDITOR, delivery=queued["delivery"])
    with pytest.raises(OutOfScope):
        telling.deliveries(t.HANDLER)


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    now = datetime.now(UTC)
    made = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path
