"""The real server on a real socket: limits, slow and rude clients, a stop that loses nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parents[2]
SLOW = "/api/v1/statistics/completion?from=2019-01-01&to=2019-02-01"


class Server:
    """The gateway as a process of its own."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.gateway.serve", str(home)],
            cwd=ROOT,
            env={
                **os.environ,
                "HUIYIN_LISTEN": "127.0.0.1",
                "HUIYIN_RATE_LIMIT": "off",
                "HUIYIN_FIGURES_LIMIT": "off",
                "HUIYIN_SOCKET_SECONDS": "2",
                "HUIYIN_REQUEST_SECONDS": "3",
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"

    def open(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("served"))
    yield running
    assert running.stop() == 0


def everything(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    received = b""
    while block := connection.recv(65536):
        received += block
    return received


def test_it_serves(server: Server) -> None:
    assert requests.get(f"{server.url}/api/v1/columns", timeout=60).status_code == 200
    answer = requests.post(f"{server.url}/api/v1/session", json={"username": "a", "password": "b"}, timeout=60)
    assert answer.status_code == 401


def test_one_connection_serves_many_requests(server: Server) -> None:
    with server.open() as connection:
        for _ in range(3):
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("chunked", [False, True])
def test_ten_megabytes_are_refused_and_the_sender_learns_it(server: Server, chunked: bool) -> None:
    body = b'{"body": "' + b"a" * 10_000_000 + b'"}'
    headers = {"Content-Type": "application/json"}
    data = iter([body[:5_000_000], body[5_000_000:]]) if chunked else body
    answer = requests.post(f"{server.url}/api/v1/messages", data=data, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (413, "gateway.too_large")


def test_a_chunked_body_is_read_like_any_other(server: Server) -> None:
    body = json.dumps({"column": "mayor", "kind": "request", "title": "路灯", "body": "不亮"}).encode()
    headers = {"Content-Type": "application/json"}
    answer = requests.post(
        f"{server.url}/api/v1/messages", data=iter([body[:7], body[7:]]), headers=headers, timeout=60
    )
    assert answer.status_code == 201


def test_an_announced_gigabyte_is_answered_without_waiting_for_it(server: Server) -> None:
    with server.open() as connection:
        connection.sendall(
            b"POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 1000000000\r\n\r\n{"
        )
        assert connection.recv(65536).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET /livez HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n", b"400"),
        (b"GET /livez HTTP/1.1\r\n" + b"".join(b"X%d: a\r\n" % n for n in range(200)) + b"\r\n", b"431"),
        (b"NONSENSE /livez HTTP/1.1\r\nHost: x\r\n\r\n", b"405"),
        (b"POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST /api/v1/messages HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", b"400"),
        (
            b"POST /api/v1/messages HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz",
            b"400",
        ),
    ],
)
def test_what_is_no_request_is_refused_and_the_connection_closed(server: Server, head: bytes, status: bytes) -> None:
    with server.open() as connection:
        connection.sendall(head)
        connection.shutdown(socket.SHUT_WR)
        answer = everything(connection)
    assert answer.split(b" ")[1] == status


@pytest.mark.parametrize("sent", [b"", b"GET /livez HT", b"GET /livez HTTP/1.1\r\nHost:"])
def test_a_silent_connection_is_closed(server: Server, sent: bytes) -> None:
    with server.open() as connection:
        connection.sendall(sent)
        assert everything(connection) == b""


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_trickles_is_cut_off(server: Server, chunked: bool) -> None:
    """Each byte comes in time for the socket, all of them together never would."""
    length = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 200"
    piece = b"1\r\n{\r\n" if chunked else b"{"
    head = b"POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + length + b"\r\n\r\n"
    started = time.monotonic()
    with server.open() as connection:
        connection.sendall(head)
        connection.settimeout(0.5)
        answer = b""
        while not answer and time.monotonic() - started < 15:
            connection.sendall(piece)
            with suppress(TimeoutError):
                answer = connection.recv(65536)
    assert answer.split(b" ")[1] == b"400"
    assert time.monotonic() - started < 6


def test_a_smuggled_second_request_is_not_served(server: Server) -> None:
    with server.open() as connection:
        connection.sendall(
            b"POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n"
            b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        assert everything(connection).count(b"HTTP/1.1 ") == 1


def test_a_slow_answer_holds_nobody_up(server: Server) -> None:
    slow = threading.Thread(target=requests.get, args=(server.url + SLOW,), kwargs={"timeout": 60})
    slow.start()
    started = time.perf_counter()
    assert requests.get(f"{server.url}/livez", timeout=60).status_code == 200
    assert time.perf_counter() - started < 0.5
    slow.join()


def test_hashing_a_password_holds_nobody_up(server: Server) -> None:
    def sign_in() -> None:
        requests.post(f"{server.url}/api/v1/session", json={"username": "nobody", "password": "x"}, timeout=60)

    waiting = [threading.Thread(target=sign_in) for _ in range(4)]
    for thread in waiting:
        thread.start()
    assert requests.get(f"{server.url}/livez", timeout=60).status_code == 200
    for thread in waiting:
        thread.join()


def test_a_stop_lets_a_request_under_way_finish(tmp_path: Path) -> None:
    server = Server(tmp_path)
    with server.open() as idle, server.open() as busy:
        busy.sendall(f"GET {SLOW} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        requests.get(f"{server.url}/livez", timeout=60)
        server.process.send_signal(signal.SIGTERM)
        assert busy.recv(65536).startswith(b"HTTP/1.1 200 OK")
        assert idle.recv(1) == b""
    assert server.stop() == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{server.url}/livez", timeout=60)
