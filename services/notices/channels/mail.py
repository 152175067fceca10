"""E-mail: written to one person at a time, handed to a mail server, or put into a folder."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TypeVar

from services.notices.channels.undelivered import AddressRefused, Undelivered
from services.notices.channels.wording import Words
from services.notices.settings import Folder, Smtp

_REFUSED_FOR_GOOD = 500
_NOT_AUTHENTICATED = frozenset({530, 534, 535, 538})  # RFC 4954, 6: said to any command, and the server's matter

T = TypeVar("T")


def written(words: Words, sender: str, to: str, id_: str, at: datetime) -> EmailMessage:
    """The e-mail; its Message-ID is the same whenever this is told to this person, so that a second copy is known."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, words.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{id_}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words.text)
    return mail


def into_folder(folder: Folder, mail: EmailMessage) -> None:
    """A file of its own, named by the Message-ID; raises Undelivered."""
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        (folder.path / f"{name}.eml").write_bytes(mail.as_bytes())
    except OSError:
        raise Undelivered("folder_unusable") from None


class Server:
    """One connection to a mail server, for all that one delivery says. Raises Undelivered."""

    def __init__(self, smtp: Smtp, sender: str, seconds: float) -> None:
        self._sender = sender
        self._connection = _sound(lambda: _connected(smtp, sender, seconds))

    def hand(self, mail: EmailMessage) -> None:
        """The server has taken it."""
        _sound(lambda: self._connection.send_message(mail, from_addr=self._sender))

    def close(self) -> None:
        """Say goodbye; whoever does not answer is left."""
        with suppress(OSError, smtplib.SMTPException):
            self._connection.quit()
        self._connection.close()


def _connected(smtp: Smtp, sender: str, seconds: float) -> smtplib.SMTP:
    name = sender.rpartition("@")[2]
    connection: smtplib.SMTP
    if smtp.security == "smtps":
        context = ssl.create_default_context()
        connection = smtplib.SMTP_SSL(smtp.host, smtp.port, name, timeout=seconds, context=context)
    else:
        connection = smtplib.SMTP(smtp.host, smtp.port, name, timeout=seconds)
    try:
        if smtp.security == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if smtp.user:
            connection.login(smtp.user, smtp.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _sound(call: Callable[[], T]) -> T:
    """What a call to the server answers, or Undelivered with one word for what is wrong."""
    try:
        return call()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if not _NOT_AUTHENTICATED.isdisjoint(codes):
            raise Undelivered("not_authenticated") from None
        raise AddressRefused("address_refused", hopeless=min(codes) >= _REFUSED_FOR_GOOD) from None
    except smtplib.SMTPAuthenticationError:
        raise Undelivered("not_authenticated") from None
    except smtplib.SMTPDataError as error:  # of an e-mail to one person, after the address was taken
        raise AddressRefused(f"smtp_{error.smtp_code}", hopeless=error.smtp_code >= _REFUSED_FOR_GOOD) from None
    except smtplib.SMTPResponseException as error:
        if error.smtp_code in _NOT_AUTHENTICATED:
            raise Undelivered("not_authenticated") from None
        raise Undelivered(f"smtp_{error.smtp_code}") from None
    except smtplib.SMTPException as error:
        late = isinstance(error.__context__, TimeoutError)  # smtplib calls silence a disconnection
        raise Undelivered("timeout" if late else "server_left") from None
    except ssl.SSLError:
        raise Undelivered("certificate_wrong") from None
    except TimeoutError:
        raise Undelivered("timeout") from None
    except OSError:
        raise Undelivered("unreachable") from None
