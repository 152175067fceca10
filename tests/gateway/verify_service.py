"""A verification service on a port of its own: the token `good` is good, once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs


class VerifyServer(HTTPServer):
    """What it was asked, and what it says: `broken` is no JSON, `failing` a status of 500, `silent` nothing at all."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Verifying)
        self.asked: list[dict[str, str]] = []
        self.mood = ""
        self.over = Event()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}/verify?site=1"


class Verifying(BaseHTTPRequestHandler):
    """One request."""

    server: VerifyServer

    def do_POST(self) -> None:
        """Verify a token."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = {name: values[0] for name, values in form.items()}
        before = list(self.server.asked)
        self.server.asked.append(asked)
        if self.server.mood == "silent":
            self.server.over.wait(10)
            return
        good = asked.get("secret") == "shared" and asked.get("response") == "good" and asked not in before
        body = b"<html>" if self.server.mood == "broken" else json.dumps({"success": good}).encode()
        self.send_response(500 if self.server.mood == "failing" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def verify_server() -> Iterator[VerifyServer]:
    """The service, as long as it is needed."""
    server = VerifyServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join(10)
        server.server_close()
