"""What was told is kept: through a SIGKILL between an attempt and its record, and through a rebuild from zero."""

from __future__ import annotations

import signal
import subprocess
import sys
from email import message_from_string
from typing import Any

import pytest
from sqlalchemy import select

from kernel.actor import SYSTEM
from kernel.context import Context
from kernel.rebuild import rebuild
from services.notices import handlers, tables
from tests.services.notices import telling as t
from tests.services.notices.telling import Open, Telling, by_mail
from tests.support.mailserver import Endpoint, MailServer

pytestmark = pytest.mark.process


def models(telling: Telling) -> dict[str, list[dict[str, Any]]]:
    """Every row of every read model of notices."""
    reading = telling.service.store.reading(Context(SYSTEM, "looking"))
    return {
        table.name: [dict(row) for row in reading.rows(select(table).order_by(*table.primary_key))]
        for table in tables.metadata.sorted_tables
    }


@pytest.mark.fault
def test_a_sender_that_is_killed_between_the_attempt_and_its_record_sends_again_under_the_same_id(
    open_: Open, mail: MailServer, request: pytest.FixtureRequest
) -> None:
    telling = open_(by_mail(mail))
    telling.hears(t.due_soon)
    mail.fault = "keep"  # it has the e-mail, and the sender waits for the word that it was taken
    settings = telling.service.settings
    template = settings.database_url_template or "-"
    module = "tests.services.notices.sending"
    command = [sys.executable, "-m", module, str(settings.home), template, str(mail.port)]
    process = subprocess.Popen(command)
    request.addfinalizer(process.kill)
    assert mail.kept.wait(60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    (seen,) = telling.deliveries()
    assert (seen["state"], seen["attempts"], seen["told"]) == ("queued", 1, [])
    mail.fault = "none"
    telling.sends()
    (sent,) = telling.deliveries()
    assert (sent["state"], sent["attempts"]) == ("sent", 2)
    first, second = (message_from_string(letter)["Message-ID"] for letter in mail.taken)
    assert first == second
    telling.sends()
    assert len(mail.taken) == 2


def test_a_rebuild_writes_to_nobody_and_leaves_what_was_there(
    open_: Open, mail: MailServer, endpoint: Endpoint
) -> None:
    telling = open_(by_mail(mail, plain_http=True, internal=True))
    webhook = telling.webhook(endpoint.url, "due_soon", "return_asked")
    telling.hears(t.assigned, t.due_soon)
    telling.sends()
    mail.fault = "busy"
    telling.hears(t.missed)
    telling.sends()
    telling.act(handlers.disable_webhook, request="off", webhook=webhook)
    before, told = models(telling), (len(mail.taken), len(endpoint.calls))
    assert {row["state"] for row in before["deliveries"]} == {"sent", "failed"}
    mail.fault = "none"
    rebuild(telling.service, telling.fetch)
    telling.sends()  # what was put off is not due yet
    assert models(telling) == before
    assert (len(mail.taken), len(endpoint.calls)) == told


def test_a_mail_server_that_is_away_delays_no_webhook(open_: Open, mail: MailServer, endpoint: Endpoint) -> None:
    mail.fault = "hang"
    telling = open_(by_mail(mail, plain_http=True, internal=True))
    telling.webhook(endpoint.url, "due_soon")
    telling.hears(t.due_soon)
    telling.sends()
    assert sorted((each["state"], each["reason"]) for each in telling.deliveries()) == [
        ("failed", "timeout"),
        ("sent", None),
    ]
