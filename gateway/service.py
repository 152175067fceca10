"""The gateway as a nameko service: one extension that serves the application, nothing else."""

from __future__ import annotations

import sys
from typing import Any

import eventlet
from nameko.extensions import DependencyProvider

from gateway import wiring
from gateway.accounts import Accounts
from gateway.app import create_app
from gateway.parts import Parts
from gateway.recipients import recipients
from gateway.server import WebServer
from gateway.settings import GatewaySettings
from gateway.sweep import EVERY, PAUSE
from kernel import logs
from kernel.context import Context
from kernel.service import Answer
from kernel.settings import Settings
from kernel.transport import answers, health
from kernel.transport.aside import aside
from kernel.transport.client import Client
from kernel.transport.rpc import CONTEXT, query
from kernel.transport.wired import FIRST_PAUSE, LONGEST_PAUSE, SETTINGS

log = logs.get(__name__)

_DATABASE = "gateway.database"
_WELCOME = """
────────────────────────────────────────────────────────────────
  First start. The administrator's account has been made:

      user name  {username}
      password   {password}

  It is shown only now and stored nowhere; it must be changed at
  the first sign-in.
────────────────────────────────────────────────────────────────
"""


class Web(DependencyProvider):
    """Builds the application once its database answers, and serves it for as long as the container runs."""

    client: Client
    server: WebServer
    parts: Parts

    def setup(self) -> None:
        """Build everything; wait for the database as long as it takes. Raises SettingsError."""
        settings: Settings = self.container.config[SETTINGS]
        door = GatewaySettings.from_env()
        self.client = Client(self.container.config["AMQP_URI"], wiring.NAME)
        self.parts = self._build(settings, door)
        self.server = WebServer(create_app(self.parts), door, settings.port)
        if not door.demonstration:
            welcome(self.parts.accounts)

    def start(self) -> None:
        """Take requests."""
        self.client.start(self.container.spawn_managed_thread)
        self.server.start(self.container.spawn_managed_thread)
        self.container.spawn_managed_thread(self._keep_tidy)
        log.info("listening", port=self.server.port)

    def stop(self) -> None:
        """Finish what is under way."""
        self.server.stop()
        self.client.stop()
        self.parts.engine.dispose()
        health.forget(_DATABASE)

    def get_dependency(self, worker_ctx: Any) -> Parts:  # noqa: ARG002 - nameko's signature
        """What the application is made of."""
        return self.parts

    def _keep_tidy(self) -> None:
        """Clear out what was kept long enough, for as long as the container runs."""
        sweep = self.parts.sweep
        while True:
            try:
                swept = sweep.once()
            except Exception as error:
                if not answers.is_outage(error):
                    raise
                log.warning("nothing was cleared out", service=wiring.NAME, error=type(error).__qualname__)
                eventlet.sleep(EVERY)
            else:
                eventlet.sleep(PAUSE if sweep.was_full(swept) else EVERY)

    def _build(self, settings: Settings, door: GatewaySettings) -> Parts:
        pause = FIRST_PAUSE
        while True:
            try:
                parts = wiring.build(settings, door, self.client, offload=aside, awaited=health.loading)
            except Exception as error:
                if not answers.is_outage(error):
                    raise
                health.report(_DATABASE, "away")
                log.warning("waiting for the database", service=wiring.NAME, error=type(error).__qualname__)
                eventlet.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                health.report(_DATABASE, "connected")
                return parts


def welcome(accounts: Accounts) -> None:
    """Where there is no administrator yet: make one, if there is a terminal to show the password on, else say how."""
    if sys.stdout.isatty():
        if made := accounts.first_administrator():
            print(_WELCOME.format(username=made.account.username, password=made.password), flush=True)  # noqa: T201 - shown once, never logged
    elif not accounts.has_administrator():
        log.warning("there is no administrator yet", mend="huiyin account add NAME --role admin")


class Caller(DependencyProvider):
    """On whose behalf another part of the house calls."""

    def get_dependency(self, worker_ctx: Any) -> Context:
        """Who asks."""
        context: Context = worker_ctx.data[CONTEXT]
        return context


class GatewayService:
    """The only door; and the one who knows where its people can be written to."""

    name = wiring.NAME
    web = Web()
    caller = Caller()

    @query
    def recipients(self, payload: dict[str, Any]) -> Answer:
        """See gateway.recipients."""
        without = self.web.choices.without(payload["kind"])
        return recipients(self.caller.actor, self.web.accounts.present(), payload, without)
