"""Health: is the process alive, does everything answer that it depends on, what does it measure."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Final

import orjson
from flask import Blueprint, Response, current_app
from sqlalchemy import text

from contracts import SERVICES
from gateway.parts import Parts, parts
from kernel.actor import SYSTEM
from kernel.context import Context
from kernel.transport import metrics

HEALTH = Blueprint("health", __name__)

PATIENCE: Final = 1.0
_FRESH: Final = timedelta(seconds=1)
_READINESS: Final = "huiyin.readiness"


@HEALTH.get("/livez")
def alive() -> Response:
    """The process serves requests."""
    return _answer({"status": "alive"}, ok=True)


@HEALTH.get("/readyz")
def ready() -> Response:
    """Everything answers: 200; otherwise 503, and what does not. One service away does not stop the others."""
    found = lately(parts())
    ok = all(one["ok"] for one in found.values())
    return _answer({"status": "ready" if ok else "degraded", "dependencies": found}, ok=ok)


@HEALTH.get("/readyz/gateway")
def gateway_ready() -> Response:
    """Whether this process should get requests at all: its own database answers, and what it began with is there."""
    found = {"database": _timed(lambda: _database(parts())), **_awaited(parts())}
    ok = all(one["ok"] for one in found.values())
    return _answer({"status": "ready" if ok else "away", "dependencies": found}, ok=ok)


@HEALTH.get("/metrics")
def measured() -> Response:
    """Prometheus' text format; keep it inside the house, at the proxy."""
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def lately(of: Parts) -> dict[str, dict[str, Any]]:
    """The dependencies as they were within the last second: asking often must not keep the services busy."""
    now = of.clock.now()
    known: tuple[datetime, dict[str, dict[str, Any]]] | None = current_app.extensions.get(_READINESS)
    if known is not None and timedelta() <= now - known[0] < _FRESH:
        return known[1]
    found = dependencies(of)
    current_app.extensions[_READINESS] = (now, found)
    return found


def dependencies(of: Parts) -> dict[str, dict[str, Any]]:
    """Each dependency: whether it answers, and in how many milliseconds."""
    checks: dict[str, Callable[[], None]] = {"database": lambda: _database(of)}
    for service in SERVICES:
        checks[service] = lambda service=service: _service(of, service)  # type: ignore[misc]
    with ThreadPoolExecutor(len(checks)) as pool:
        running = {name: pool.submit(_timed, check) for name, check in checks.items()}
        return {name: future.result() for name, future in running.items()} | _awaited(of)


def _awaited(of: Parts) -> dict[str, dict[str, Any]]:
    """What is still being brought in since the start; before it is there, lists are empty that will not be."""
    return {part: {"ok": False, "why": "loading"} for part in of.awaited()}


def _timed(check: Callable[[], None]) -> dict[str, Any]:
    started = perf_counter()
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is that it is not well
        return {"ok": False, "why": type(error).__name__}
    return {"ok": True, "milliseconds": round((perf_counter() - started) * 1000, 1)}


def _database(of: Parts) -> None:
    with of.engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def _service(of: Parts, service: str) -> None:
    answer = of.services.call(service, "health", {}, Context(SYSTEM, "health"), PATIENCE)
    if answer.get("database") != "ok":
        raise ConnectionError(service)


def _answer(body: dict[str, Any], *, ok: bool) -> Response:
    made = Response(orjson.dumps(body), status=200 if ok else 503, mimetype="application/json")
    made.headers["Cache-Control"] = "no-store"
    return made
