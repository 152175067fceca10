"""People are told what happened: once, by whom it concerns, over real sockets, whatever is wrong on the other side."""

from __future__ import annotations

from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest

from services.notices import handlers
from services.notices.domain.delivery import AlreadyTold
from services.notices.domain.patience import Patience
from services.notices.domain.refusals import OutOfScope
from services.notices.handlers.deliveries import begin_delivery
from services.notices.settings import Folder, Sending, Smtp
from tests.services.notices import telling as t
from tests.services.notices.telling import SITE, Open, by_mail
from tests.support.mailserver import Endpoint, MailServer

pytestmark = pytest.mark.process  # servers of our own, in threads


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
    (failed,) = telling.deliveries()
    assert failed["attempts"] == 3  # a number names one attempt


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
    assert ("message_answered", "unaddressed", None) in telling.states()


def test_where_nobody_has_an_address_it_is_not_called_sent_and_can_be_tried_again(
    open_: Open, mail: MailServer
) -> None:
    telling = open_(by_mail(mail))
    telling.answers["gateway"] = {"items": []}
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "unaddressed", None)]
    (nobody,) = telling.deliveries(state="unaddressed")
    assert (nobody["told"], nobody["next_at"]) == ([], None)
    telling.answers["gateway"] = t.STAFF
    telling.act(handlers.retry_delivery, delivery=nobody["delivery"])
    telling.sends()
    assert telling.states() == [("due_soon", "sent", None)]
    (sent,) = telling.deliveries()
    assert sent["attempts"] == 2


def test_while_nobody_can_say_the_addresses_it_waits(open_: Open, mail: MailServer) -> None:
    telling = open_(by_mail(mail))
    del telling.answers["gateway"]
    telling.hears(t.due_soon)
    telling.sends()
    assert telling.states() == [("due_soon", "failed", "addresses_unknown")]


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
