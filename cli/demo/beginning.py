"""The first start of a demonstration: its city and people, its year 2019, and the work of now; done once.

What tells whether it was done is in the system itself. The people are made first, and the first of them says when the
demonstration began, which everything of now is counted from. The notice to its administrators goes out last: where it
is, everything is there. A start that was interrupted goes on from the last thing recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import yaml

from cli.home import Home
from cli.progress import progress
from kernel.actor import Actor
from kernel.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.cityfile import City
    from cli.demo.journey import Step
    from cli.demo.writing import Writer
    from kernel.settings import Settings

MOST_LEVELS = 3  # as of a column whose file says nothing else
NOTICE = {
    "kind": "information",
    "title": "本演示城市的说明",
    "body": "栖川市及其区县、单位、人员和留言均为虚构。"
    "2019年的数据用于演示统计和通报，本周的留言用于演示各岗位的工作。",
}


def begin(settings: Settings, home: Home | None = None) -> None:
    """Write what a demonstration begins with, where that was not done; nothing where the city is there without it.

    `home` is held by who asks; over a database elsewhere nobody holds one.
    """
    from cli.city import DEMONSTRATION, load_accounts, load_demonstration, read
    from cli.demo import days, past

    city = read(DEMONSTRATION)
    load_accounts(settings, city)
    with writer_of(settings, people_of(city), home) as writer:
        began = writer.began()
        if began is not None and began >= days.at(date(past.YEAR, 1, 1), 0, 0):
            return  # somebody has begun it without a past, and a past cannot be put before that
        if any(one["state"] != "draft" for one in writer.call("notices", "office", "notices", {})["items"]):
            return
        if began is None:
            load_demonstration(writer.at(past.SET_UP), settings)
        steps = everything(city, first_start(settings))
        with progress("writing the demonstration's past", len(steps)) as advance:
            writer.write(steps, advance)
        announce(writer, city)
        if settings.amqp_uri is None:
            for service in writer.services.values():
                forget(service.relay)


@contextmanager
def writer_of(settings: Settings, people: Mapping[str, Actor], home: Home | None) -> Iterator[Writer]:
    """A writer over databases that are there, with a home held."""
    from cli.demo.writing import Writer

    own = Home(settings.home) if home is None else home
    writer = Writer(settings, people, own)
    try:
        writer.system.migrate()
        yield writer
    finally:
        writer.close()
        if home is None:
            own.release()


def people_of(city: City) -> dict[str, Actor]:
    """The city's accounts, as the services are told of who acts."""
    return {one.username: Actor(one.username, one.role, one.columns, one.agencies, one.levels) for one in city.accounts}


def first_start(settings: Settings) -> datetime:
    """When the first of the demonstration's people was made."""
    from cli.account import opened

    with opened(settings) as accounts:
        return min(account.created_at for account in accounts.present())


def laid_out(city: City) -> list[Step]:
    """How the replies of each column are laid out."""
    from cli.demo.journey import NOBODYS, Step
    from cli.demo.past import SET_UP

    form = {"salutation": "尊敬的网民：|*您好！", "body": "您好！您在“{column}”的留言收悉。", "closing": "",
            "signature": "{agency}\n{date}", "replaces": 0}  # fmt: skip
    return [
        Step(
            SET_UP + timedelta(minutes=5), NOBODYS, "office", "review", "write_template", {"column": one["id"], **form}
        )
        for one in city.payload["columns"]
    ]


def everything(city: City, start: datetime) -> Sequence[Step]:
    """All steps up to the first start, in their order."""
    from cli.demo import bulletins, days
    from cli.demo.composing import TEXTS, Composer
    from cli.demo.current import Current
    from cli.demo.past import Past

    texts: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    names = {each["id"]: each["name"] for part in ("columns", "agencies") for each in city.payload[part]}
    levels = {column["id"]: column.get("review_levels", MOST_LEVELS) for column in city.payload["columns"]}
    handlers = {agency: one.username for one in city.accounts if one.role == "handler" for agency in one.agencies or ()}
    composer = Composer(texts, names, "the year 2019")
    year = Past(composer, texts, levels, handlers).steps()  # first, so that it is the same whenever it begins
    own = [one["id"] for one in city.payload["columns"] if not one.get("terms", {}).get("portal")]
    year = sorted([*year, *bulletins.steps(own)], key=lambda step: step.at)
    now = Current(composer, texts, levels, handlers, start).steps()
    now = sorted([*now, *bulletins.under_way(start.astimezone(days.SHANGHAI).date())], key=lambda step: step.at)
    return [*laid_out(city), *year, *now]


def announce(writer: Writer, city: City) -> None:
    """Tell the columns' administrators what this city is."""
    readers = [one.username for one in city.accounts if one.role == "columnadmin"]
    drafted = writer.call(
        "notices", "office", "draft_notice", {**NOTICE, "roles": ["columnadmin"], "needs_receipt": True}
    )
    sent = {"notice": drafted["notice"], "text_hash": drafted["text_hash"], "recipients": readers}
    writer.call("notices", "office", "send_notice", sent)


def forget(relay: Relay) -> None:
    """Everybody in this process has heard it, and there is nobody else to publish it to."""
    while relay.step(lambda _: None, limit=5000):
        pass
