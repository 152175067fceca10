"""PostgreSQL and RabbitMQ as private daemons: own folder, own free ports, loopback only, random passwords."""

import base64
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

START_SECONDS = 120.0
STOP_SECONDS = 60.0


class ServerError(Exception):
    """A server is missing or does not start; the text says what to do."""


class Daemon(ABC):
    """One server process. It keeps its ports and data over stop, kill and start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address: dict[str, str] = {}
        self._main: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start if not running, and return once clients can use it. Raises ServerError."""
        if self._main is not None and self._main.poll() is None:
            return
        if not self.folder.exists():
            self.folder.mkdir(mode=0o711)
            self._prepare()
        self._main = self._launch()
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if self._main.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise ServerError(f"{type(self).__name__} did not start. Its last words:\n{self._last_words()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop cleanly."""
        self._end(self._stop_signal)

    def kill(self) -> None:
        """SIGKILL, as the kernel would when memory runs out."""
        self._end(signal.SIGKILL)

    def discard(self) -> None:
        """End it the fastest way that leaves no orphans, and delete its folder."""
        self._end(self._discard_signal)
        shutil.rmtree(self.folder, ignore_errors=True)

    def pause(self) -> None:
        """SIGSTOP: connections stay open and nothing answers, as with a stalled machine."""
        if self._main is not None:
            self._main.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Undo `pause`."""
        if self._main is not None:
            self._main.send_signal(signal.SIGCONT)

    _stop_signal = signal.SIGTERM
    _discard_signal = signal.SIGKILL

    @abstractmethod
    def _prepare(self) -> None:
        """Make the data folder and choose address and passwords, once."""

    @abstractmethod
    def _launch(self) -> subprocess.Popen[bytes]:
        """Start the main process."""

    @abstractmethod
    def _ready(self) -> bool:
        """Whether clients can use the server."""

    def _end(self, how: signal.Signals) -> None:
        if self._main is None:
            return
        self._main.send_signal(signal.SIGCONT)  # a paused process hears nothing but SIGKILL
        self._main.send_signal(how)
        try:
            self._main.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._main.kill()
            self._main.wait()
        self._main = None

    def _run(self, command: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start a process that the kernel kills when the keeper is gone, in a session of its own."""
        with (self.folder / "output").open("ab") as output:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env, start_new_session=True,
            )  # fmt: skip

    def _last_words(self) -> str:
        return (self.folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:]


class Postgres(Daemon):
    """A PostgreSQL cluster. As root it runs as the user `postgres`, since PostgreSQL refuses root."""

    _stop_signal = signal.SIGINT  # a "fast" shutdown: does not wait for clients
    _discard_signal = signal.SIGQUIT  # an "immediate" shutdown: no checkpoint, but the parent buries its children

    # Without fsync a commit is in the kernel's page cache when it is answered: safe when any process is killed,
    # not when power fails. synchronous_commit stays on, or killing PostgreSQL would lose answered commits.
    _SETTINGS: tuple[str, ...] = (
        "fsync=off", "full_page_writes=off", "synchronous_commit=on", "max_connections=200",
        "shared_buffers=64MB", "unix_socket_directories=", "listen_addresses=127.0.0.1", "timezone=UTC",
    )  # fmt: skip

    def _prepare(self) -> None:
        self._programs = _find(
            "initdb", "/usr/lib/postgresql/*/bin", "PostgreSQL", "postgresql", "HUIYIN_TEST_DATABASE_URL"
        )
        self._as_user = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        self._data = self.folder / "data"
        self._data.mkdir(mode=0o700)
        password = secrets.token_hex(16)
        password_file = self.folder / "password"
        password_file.write_text(password)
        if self._as_user:
            shutil.chown(self._data, "postgres", "postgres")
            shutil.chown(password_file, "postgres", "postgres")
        # A plain password over the loopback: SCRAM's thousands of hashes per connection protect nothing here.
        made = self._run(
            [*self._as_user, str(self._programs / "initdb"), "--pgdata", str(self._data), "--no-sync", "--locale=C",
             "--encoding=UTF8", "--username=tests", "--auth=password", f"--pwfile={password_file}"],
            dict(os.environ),
        )  # fmt: skip
        if made.wait() != 0:
            raise ServerError(f"initdb failed:\n{self._last_words()}")
        password_file.unlink()
        self._port = port = _free_port()
        self.address = {"url": f"postgresql+psycopg2://tests:{password}@127.0.0.1:{port}/postgres"}

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = [word for setting in self._SETTINGS for word in ("-c", setting)]
        return self._run(
            [*self._as_user, str(self._programs / "postgres"), "-D", str(self._data),
             "-p", str(self._port), *settings],
            dict(os.environ),
        )  # fmt: skip

    def _ready(self) -> bool:
        pid_file = self._data / "postmaster.pid"  # its eighth line is the state
        return pid_file.exists() and pid_file.read_text().splitlines()[7:8] == ["ready   "]


class DurablePostgres(Postgres):
    """A PostgreSQL that survives a power cut, as a city's does: for measuring."""

    _SETTINGS = (
        "fsync=on", "full_page_writes=on", "synchronous_commit=on", "max_connections=200", "shared_buffers=256MB",
        "unix_socket_directories=", "listen_addresses=127.0.0.1", "timezone=UTC",
    )  # fmt: skip


class RabbitMQ(Daemon):
    """A RabbitMQ node with its own epmd, so that neither meets those of the machine."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._names: subprocess.Popen[bytes] | None = None

    def _prepare(self) -> None:
        self._programs = _find(
            "rabbitmq-server", "/usr/lib/rabbitmq/bin", "RabbitMQ", "rabbitmq-server", "HUIYIN_TEST_AMQP_URI"
        )
        amqp, http, distribution, names = (_free_port() for _ in range(4))
        password = secrets.token_hex(16)
        self._names_port = names
        self._http, self._login = http, f"tests:{password}"
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.default = 127.0.0.1:{amqp}\n"
            f"management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {http}\n"
            "management_agent.disable_metrics_collector = true\n"
            f"default_user = tests\ndefault_pass = {password}\n"
            "disk_free_limit.absolute = 50MB\n"
        )
        (self.folder / "plugins").write_text("[rabbitmq_management].\n")
        (self.folder / "env.conf").write_text("")
        self._env = {name: value for name, value in os.environ.items() if not name.startswith(("RABBITMQ_", "ERL_"))}
        self._env |= {
            "HOME": str(self.folder),  # the Erlang cookie
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(names),
            "RABBITMQ_NODENAME": f"huiyin-{self.folder.name}@localhost",
            "RABBITMQ_DIST_PORT": str(distribution),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RUNNING_UNDER_SYSTEMD": "true",  # the script then becomes the node instead of waiting for it
        }
        self.address = {
            "uri": f"amqp://tests:{password}@127.0.0.1:{amqp}/",
            "api": f"http://tests:{password}@127.0.0.1:{http}",
        }

    def _launch(self) -> subprocess.Popen[bytes]:
        if self._names is None:
            self._names = self._run(["epmd", "-port", str(self._names_port)], self._env)
        return self._run([str(self._programs / "rabbitmq-server")], self._env)

    def _ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self._http, timeout=2)
        try:
            connection.request("GET", "/api/whoami", headers={"Authorization": basic_auth(self._login)})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _end(self, how: signal.Signals) -> None:
        super()._end(how)
        if self._names is not None:
            self._names.kill()
            self._names.wait()
            self._names = None


def basic_auth(login: str) -> str:
    """The HTTP header for `user:password`."""
    return "Basic " + base64.b64encode(login.encode()).decode()


def _find(program: str, folders: str, product: str, package: str, variable: str) -> Path:
    """The newest folder with the program. Raises ServerError with what to do."""
    found = sorted(path for path in Path("/").glob(f"{folders.lstrip('/')}/{program}") if os.access(path, os.X_OK))
    on_path = shutil.which(program)
    if not found and not on_path:
        raise ServerError(
            f"{product} is not installed here. `make test` installs it; or do it yourself with "
            f"`apt-get install {package}`; or set {variable} to a server that the tests may use."
        )
    return found[-1].parent if found else Path(str(on_path)).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
