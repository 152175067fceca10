"""E-mail: written to one person at a time, handed to a mail server, or put into a folder."""

from __future__ import annotations

import re
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
_NO_SUCH_ADDRESS = frozenset({550, 553})  # RFC 5321, 4.2.3; where nothing more is said
_ENHANCED = re.compile(rb"5\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
_ADDRESS = b"1"
_OF_THE_SENDER = frozenset({b"7", b"8"})  # among those of addresses
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
        ((code, said),) = error.recipients.values()  # an e-mail is to one person
        raise _refused(code, said) from None
    except smtplib.SMTPAuthenticationError:
        raise Undelivered("not_authenticated") from None
    except smtplib.SMTPDataError as error:  # the address was taken: it is the e-mail, or the server, and may pass
        raise AddressRefused(f"smtp_{error.smtp_code}") from None
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


def _refused(code: int, said: bytes) -> Undelivered:
    """What it means that an address was refused: only one that nobody has is refused for good.

    A relay that is closed to us, a blocked host, a full mailbox: these are put right, and nobody is told of it.
    """
    if code in _NOT_AUTHENTICATED:
        return Undelivered("not_authenticated")
    if code < _REFUSED_FOR_GOOD:
        return AddressRefused("address_refused")
    enhanced = _ENHANCED.match(said)
    if enhanced is None:
        unknown, whole = code in _NO_SUCH_ADDRESS, str(code)
    else:
        subject, detail = enhanced.groups()
        unknown, whole = subject == _ADDRESS and detail not in _OF_THE_SENDER, enhanced[0].decode()
    return AddressRefused("address_refused" if unknown else f"smtp_{code}", hopeless=unknown, code=whole)
