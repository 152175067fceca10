"""The keeper: a process that starts PostgreSQL and RabbitMQ for a test run, and never outlives it.

A test run starts the keeper and holds its standard input open. When that pipe closes, for whatever reason (the
run ended, Ctrl-C, SIGKILL), the keeper stops every server, removes its folder and ends. Should the keeper itself
be killed, the kernel kills the servers with it (`setpriv --pdeathsig`).

Test processes ask over a Unix socket, one JSON line each way: `{"do": "start", "kind": "rabbitmq", "name": "a"}`
is answered by `{"address": {…}}`, or by `{"error": "a sentence"}`. The keeper serves one request at a time, so a
server that two workers ask for at once is started once.
"""

import json
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.daemons import Daemon, DurablePostgres, Postgres, RabbitMQ, ServerError

KINDS: dict[str, type[Daemon]] = {"postgres": Postgres, "durable-postgres": DurablePostgres, "rabbitmq": RabbitMQ}


class Keeper:
    """The servers of one test run, by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._daemons: dict[str, Daemon] = {}

    def answer(self, request: dict[str, str]) -> dict[str, object]:
        """Do what one request asks; a failure becomes a sentence for the test that asked."""
        try:
            daemon = self._daemon(request["kind"], request["name"])
            match request["do"]:
                case "start":
                    daemon.start()
                case "stop":
                    daemon.stop()
                case "kill":
                    daemon.kill()
                case "pause":
                    daemon.pause()
                case "resume":
                    daemon.resume()
                case "remove":
                    self._remove(request["name"])
                case other:
                    return {"error": f"The keeper cannot {other!r}."}
        except ServerError as error:
            return {"error": str(error)}
        return {"address": daemon.address}

    def close(self) -> None:
        """Stop everything, fast: nothing in these servers is worth a clean shutdown."""
        for name in list(self._daemons):
            self._remove(name)

    def _daemon(self, kind: str, name: str) -> Daemon:
        if name not in self._daemons:
            self._daemons[name] = KINDS[kind](self._folder / name)
        return self._daemons[name]

    def _remove(self, name: str) -> None:
        self._daemons.pop(name).discard()


def serve(keeper: Keeper, listener: socket.socket, lifeline: int) -> None:
    """Answer requests until the lifeline closes."""
    with selectors.DefaultSelector() as selector:
        selector.register(lifeline, selectors.EVENT_READ)
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj == lifeline:
                    if not os.read(lifeline, 1):
                        return
                elif key.fileobj is listener:
                    connection, _ = listener.accept()
                    selector.register(connection, selectors.EVENT_READ, connection.makefile("rw", encoding="utf-8"))
                elif not _exchange(keeper, key.data):
                    selector.unregister(key.fileobj)
                    key.data.close()


def _exchange(keeper: Keeper, stream: TextIO) -> bool:
    """Read one request and answer it; false when the asker has gone."""
    try:
        line = stream.readline()
        if line:
            stream.write(json.dumps(keeper.answer(json.loads(line))) + "\n")
            stream.flush()
    except OSError:
        return False
    return bool(line)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A short-named folder (a Unix socket's path has 108 bytes) that another user's server may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-tests-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Announce the socket's path on standard output, serve, tidy up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the tests; the lifeline then ends the keeper
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with temporary_folder() as folder, socket.socket(socket.AF_UNIX) as listener:
        keeper = Keeper(folder)
        listener.bind(str(folder / "keeper"))
        listener.listen()
        sys.stdout.write(f"{folder / 'keeper'}\n")
        sys.stdout.close()
        try:
            serve(keeper, listener, sys.stdin.fileno())
        finally:
            keeper.close()


if __name__ == "__main__":
    main()
