"""What a process tells its keeper over HTTP, on `HUIYIN_METRICS_PORT`: `/metrics`, `/healthz` and `/readyz`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import orjson
from environs import Env, EnvError
from eventlet import wsgi

from kernel.settings import SettingsError
from kernel.transport import health, metrics


def port() -> int | None:
    """The port to serve on, none when `HUIYIN_METRICS_PORT` is unset. Raises SettingsError."""
    try:
        number: int | None = Env(prefix="HUIYIN_").int("METRICS_PORT", None)
    except EnvError:
        raise SettingsError("HUIYIN_METRICS_PORT must be a port number.") from None
    if number is not None and not 0 < number < 2**16:
        raise SettingsError(f"HUIYIN_METRICS_PORT must be between 1 and 65535, not {number}.")
    return number


def start(number: int) -> None:
    """Serve beside the services, on every address. Raises SettingsError when the port is taken."""
    try:
        # for the keeper, which is another machine
        listener = eventlet.listen(("0.0.0.0", number), reuse_port=False)  # noqa: S104
    except OSError as error:
        raise SettingsError(f"HUIYIN_METRICS_PORT {number} cannot be used: {error}.") from None
    eventlet.spawn(wsgi.server, listener, application, log_output=False)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """`/readyz` is 503 while something this process depends on is away; `/healthz` is 200 as long as it answers."""
    match environ["PATH_INFO"]:
        case "/metrics":
            status, kind, body = "200 OK", metrics.CONTENT_TYPE, metrics.exposition()
        case "/healthz":
            status, kind, body = "200 OK", "application/json", b'{"alive":true}'
        case "/readyz":
            ready = health.ready()
            status = "200 OK" if ready else "503 Service Unavailable"
            kind, body = "application/json", orjson.dumps({"ready": ready, "connections": health.view()})
        case _:
            status, kind, body = "404 Not Found", "application/json", b"{}"
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
