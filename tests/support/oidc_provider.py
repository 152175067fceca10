"""A small OpenID provider on a port of its own: discovery, keys, tokens by RS256, and what can go wrong with them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from kernel.clock import Clock

CLIENT = "huiyin-board"
SECRET = "s p:e/c+ial"


@cache
def key(name: str) -> RSAKey:
    """One key a name, for all tests: making them takes a while."""
    return RSAKey.generate_key(2048, {"kid": name, "alg": "RS256", "use": "sig"})


@dataclass
class Person:
    """Who signs in at the provider."""

    subject: str
    claims: dict[str, Any] = field(default_factory=dict)


class OidcProvider(ThreadingHTTPServer):
    """What it was asked, and its mood: "" is a good one, the others are named where they matter below.

    `failing_tokens`: so many times it fails, after so many seconds. `names_itself`: in the way back (RFC 9207).
    """

    daemon_threads = True

    def __init__(self, clock: Clock) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.clock = clock
        self.mood = ""
        self.failing_tokens = 0
        self.failing_after = 0.0
        self.names_itself = False
        self.key = "first"
        self.asked: list[str] = []
        self.codes: dict[str, tuple[dict[str, str], Person]] = {}
        self.over = Event()

    @property
    def issuer(self) -> str:
        """Its name, and where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    def sign_in(self, address: str, person: Person) -> dict[str, str]:
        """What the browser brings back when this person signs in at this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.issuer}/authorize?")
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = f"code-{len(self.codes)}"
        self.codes[code] = (asked, person)
        named = {"iss": self.issuer} if self.names_itself else {}
        return {"code": code, "state": asked["state"], "session_state": "of-the-provider", **named}

    def document(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": "https://somebody.else.example" if self.mood == "another issuer" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": "http://192.0.2.9/token" if self.mood == "in the clear" else f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            **({"authorization_response_iss_parameter_supported": True} if self.names_itself else {}),
        }

    def keys(self) -> dict[str, Any]:
        """Its public key, and one of a kind that nobody here knows."""
        public = key(self.key).as_dict(private=False)
        return {"keys": [{"kty": "unheard-of", "kid": "x"}, dict(public)]}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The tokens for a code that is redeemed as it was asked for."""
        asked, person = self.codes.pop(form.get("code", ""), ({}, Person("")))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        right = (
            base64.b64decode(authorization.removeprefix("Basic ")).decode() == f"{CLIENT}:s%20p%3Ae%2Fc%2Bial"
            and asked.get("redirect_uri") == form.get("redirect_uri")
            and asked.get("code_challenge") == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        )
        if not right:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "access", "token_type": "Bearer", "id_token": self._signed(asked, person)}

    def _signed(self, asked: dict[str, str], person: Person) -> str:
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": person.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **person.claims,
            **FAULTS.get(self.mood, lambda _: {})(now),
        }
        match self.mood:
            case "unsigned":
                parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
                return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
            case "signed by the shared secret":
                return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("0123456789abcdef" * 4))
            case "signed by another's key":
                return jwt.encode({"alg": "RS256", "kid": self.key}, claims, key("stolen"))
            case _:
                return jwt.encode({"alg": "RS256", "kid": self.key}, claims, key(self.key))


FAULTS: dict[str, Any] = {
    "wrong nonce": lambda _: {"nonce": "another"},
    "wrong audience": lambda _: {"aud": "somebody-else"},
    "for several, by another": lambda _: {"aud": [CLIENT, "other"], "azp": "other"},
    "wrong issuer": lambda _: {"iss": "https://somebody.else.example"},
    "expired": lambda now: {"exp": now - 121},
    "from tomorrow": lambda now: {"iat": now + 86400, "nbf": now + 86400},
    "nobody": lambda _: {"sub": None},
}


class Answering(BaseHTTPRequestHandler):
    """One request."""

    server: OidcProvider

    def do_GET(self) -> None:
        """Discovery and keys."""
        found = {"/.well-known/openid-configuration": self.server.document, "/jwks": self.server.keys}.get(self.path)
        self._answer(200 if found else 404, found() if found else {})

    def do_POST(self) -> None:
        """Tokens."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.server.failing_tokens > 0:
            self.server.failing_tokens -= 1
            self.server.over.wait(self.server.failing_after)
            self._answer(503, {})
            return
        only = {name: values[0] for name, values in form.items()}
        self._answer(*self.server.token(only, self.headers.get("Authorization", "")))

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self.server.asked.append(self.path)
        if self.server.mood == "hanging":
            self.server.over.wait(10)
            return
        if self.server.mood.startswith("slow"):
            self._drip()
            return
        said = b"<html>" if self.server.mood == "broken" else json.dumps(body).encode()
        self.send_response({"failing": 500, "elsewhere": 302}.get(self.server.mood, status))
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _drip(self) -> None:
        """Something always comes, and it never ends."""
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            if self.server.mood == "slow body":
                self.wfile.write(b"Content-Length: 100000\r\n\r\n")
            while not self.server.over.wait(0.1):
                self.wfile.write(b"x: y\r\n" if self.server.mood == "slow headers" else b" ")

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def oidc_provider(clock: Clock) -> Iterator[OidcProvider]:
    """The provider, as long as it is needed."""
    server = OidcProvider(clock)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join(10)
        server.server_close()
