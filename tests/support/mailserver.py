"""A mail server and a webhook's endpoint of our own, on real sockets, with the faults that such things have."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

FAULTS = {
    "later": ("RCPT", "450 try again"),
    "busy": ("MAIL", "451 later"),
    "full": ("BODY", "452 no room"),
    "unknown": ("MAIL", "530 5.7.0 authentication required"),
}
"""What a server says to a command, or (BODY) once it has the e-mail, by the name of the fault."""


class MailServer:
    """Speaks enough SMTP to take e-mails. `fault`: none, hang (no greeting), keep (no answer to an e-mail), or FAULTS.

    `refused` are addresses with the codes that they get (550, or "550 5.1.1"), `addressed` all that were named; `says`
    is what it answers to a command, or (BODY) once it has the e-mail.
    """

    def __init__(self, fault: str = "none", certificate: Path | None = None, port: int = 0) -> None:
        self.fault = fault
        self.refused: dict[str, int | str] = {}
        self.says: dict[str, str] = {}
        self.addressed: list[str] = []
        self.taken: list[str] = []
        self._context = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self.kept = Event()
        self._over = Event()
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = int(self._socket.getsockname()[1])
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)  # closing alone would leave the accept that is under way
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            wire = connection if self._context is None else self._context.wrap_socket(connection, server_side=True)
            if self.fault == "hang":
                self._over.wait(60)
                return
            self._converse(wire)
        except OSError:
            return  # the other side has left
        finally:
            connection.close()

    def _converse(self, wire: socket.socket) -> None:
        lines = wire.makefile("rb")

        def say(text: str) -> None:
            wire.sendall(f"{text}\r\n".encode())

        say("220 mail.example ESMTP")
        for line in lines:
            verb = line[:4].upper().decode()
            faulty = {**self.says, **dict([FAULTS[self.fault]] if self.fault in FAULTS else [])}
            if verb == "RCPT":
                self.addressed.append(line.decode().partition("<")[2].partition(">")[0])
            if verb == "RCPT" and self.addressed[-1] in self.refused:
                say(f"{self.refused[self.addressed[-1]]} not this one")
            elif verb in faulty:
                say(faulty[verb])
            elif verb == "DATA":
                say("354 go on")
                letter = b"".join(iter(lines.readline, b".\r\n"))
                if "BODY" not in faulty:
                    self.taken.append(letter.decode())
                if self.fault == "keep":
                    self.kept.set()
                    self._over.wait(60)
                    return
                say(faulty.get("BODY", "250 taken"))
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")


@dataclass
class Call:
    """What an endpoint was told."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Endpoint:
    """A webhook's endpoint that answers with these statuses, one after the other, the last one for ever; 0: hangs."""

    statuses: list[int] = field(default_factory=lambda: [204])
    calls: list[Call] = field(default_factory=list)
    at: int = 0

    def __post_init__(self) -> None:
        endpoint = self
        self._over = Event()

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.calls.append(Call(self.path, dict(self.headers.items()), body))
                status = endpoint.statuses.pop(0) if len(endpoint.statuses) > 1 else endpoint.statuses[0]
                if status == 0:
                    endpoint._over.wait(60)
                    return
                self.send_response(status)
                if status in {301, 302, 307, 308}:
                    self.send_header("Location", f"http://127.0.0.1:{endpoint.port}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.at), Answering)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/hook"

    def close(self) -> None:
        """Listen no more."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
