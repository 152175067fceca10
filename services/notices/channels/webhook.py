"""A webhook: JSON by POST, signed as Standard Webhooks says, to an address that is looked at before it is called.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from datetime import datetime
from urllib.parse import urlsplit

from services.notices.channels.undelivered import Undelivered

_LONGEST_ANSWER = 64 * 1024
_GONE = 410
PREFIX = "whsec_"


def signature(secret: str, id_: str, at: datetime, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256, in base64, of id, second and body, joined by dots."""
    signed = b".".join([id_.encode(), str(int(at.timestamp())).encode(), body])
    digest = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def post(url: str, secret: str, id_: str, body: bytes, at: datetime, *, seconds: float, internal: bool) -> None:
    """Have it taken: an answer of 200 to 299. No other address is turned to. Raises Undelivered."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    headers = {
        "Host": parts.netloc,
        "Content-Type": "application/json",
        "User-Agent": "huiyin",
        "webhook-id": id_,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature(secret, id_, at, body),
    }
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        address = _address(host, port, internal=internal)
        with socket.create_connection(address, seconds) as raw:
            wire = (
                ssl.create_default_context().wrap_socket(raw, server_hostname=host) if parts.scheme == "https" else raw
            )
            connection = http.client.HTTPConnection(host, port, timeout=seconds)
            connection.sock = wire
            try:
                connection.request("POST", target, body, headers)
                answer = connection.getresponse()
                answer.read(_LONGEST_ANSWER)
            finally:
                connection.close()
    except ssl.SSLError:
        raise Undelivered("certificate_wrong") from None
    except TimeoutError:
        raise Undelivered("timeout") from None
    except (OSError, http.client.HTTPException):
        raise Undelivered("unreachable") from None
    if answer.status == _GONE:
        raise Undelivered("gone", hopeless=True)
    if not 200 <= answer.status <= 299:  # noqa: PLR2004 - what HTTP calls success
        raise Undelivered(f"http_{answer.status}")


def _address(host: str, port: int, *, internal: bool) -> tuple[str, int]:
    """One address of the host, the very one that is called then; raises Undelivered where it is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    public = [address for address in addresses if ipaddress.ip_address(address.partition("%")[0]).is_global]
    if not internal and len(public) < len(addresses):
        raise Undelivered("internal_address")
    return addresses[0], port


def shown(url: str) -> str:
    """As much of an address as may be kept: its host."""
    return urlsplit(url).hostname or ""
