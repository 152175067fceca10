"""`huiyin statistics`: the figures of the API, on a terminal or as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click
import orjson

from cli import options
from cli.bulletin.instant import INSTANT
from cli.verb import Noun, Verb

DAY = click.DateTime(formats=["%Y-%m-%d"])
ATTEMPTS = 5
REPORTS = {
    "completion": "办结率: of the messages accepted in a period, how many were closed, in hand and overdue.",
    "timeliness": "按期办结率 and how long it took, of the messages accepted in a period.",
    "satisfaction": "满意率: how the messages accepted in a period were rated.",
    "workload": "What was received in a period, and what became of it, with the 答复率.",
}
GROUPINGS = ("column", "jurisdiction", "agency", "kind", "field", "month")
FILTERS = {
    "column": "Only of this column; repeat it.",
    "jurisdiction": "Only columns of this city or county; repeat it.",
    "agency": "Only cases of this lead agency; repeat it.",
    "kind": "Only of this kind; repeat it.",
}
HOSTED = click.option("--hosted", type=click.Choice(("here", "elsewhere")), help="Only columns that are hosted so.")
EXITS = "Exit codes: 0 shown, 1 refused, 2 not possible as asked, 3 a service cannot be reached. "
EXITS += "What the figures mean: docs/statistics.md."


@click.group(cls=Noun)
def command() -> None:
    """Figures, each with its cohort and its cut-off: those of the API."""


def shown(command_: Callable[..., Any]) -> Callable[..., Any]:
    """When, where and in which form."""
    for option in (
        click.option("--json", "form", flag_value="json", help="As the API answers."),
        click.option("--known-at", type=INSTANT, help="Leave out what was recorded later than this."),
        click.option("--as-of", type=INSTANT, help="The cut-off, as 2019-11-13T00:00:00+08:00.  [now]"),
        options.system,
    ):
        command_ = option(command_)
    return command_


def cohort(command_: Callable[..., Any]) -> Callable[..., Any]:
    """Which messages, told apart by what."""
    command_ = click.option("--csv", "form", flag_value="csv", help="As the API gives it as a file.")(command_)
    command_ = click.option("--field", help="Only this field and those below it.")(command_)
    command_ = HOSTED(command_)
    for name, text in reversed(FILTERS.items()):
        command_ = click.option(f"--{name}", multiple=True, help=text)(command_)
    command_ = click.option("--by", type=click.Choice(GROUPINGS), help="What the rows are.  [column]")(command_)
    command_ = click.option("--to", "end", type=DAY, required=True, help="The day after the last one.")(command_)
    return click.option("--from", "begin", type=DAY, required=True, help="The first day.")(command_)


def report(name: str, text: str) -> click.Command:
    """The verb of a report."""

    def counted(form: str | None, **asked: Any) -> None:
        names = ("as_of", "known_at", "by", "field", "hosted", *FILTERS)
        said = {each: list(asked[each]) if each in FILTERS else asked[each] for each in names if asked[each]}
        days = {"from": f"{asked['begin']:%Y-%m-%d}", "to": f"{asked['end']:%Y-%m-%d}"}
        _tell(name, _answer(name, {**days, **said}, asked), form)

    counted.__doc__ = f"""{text}

    `from` and `to` are days in Asia/Shanghai, `to` not included.

    Examples:
        huiyin statistics {name} --from 2019-01-01 --to 2019-11-01 --as-of 2019-11-13T00:00:00+08:00
        huiyin statistics {name} --from 2019-01-01 --to 2020-01-01 --by month --csv > {name}.csv
    """
    return click.command(name, cls=Verb, epilog=EXITS)(cohort(shown(counted)))


@click.command(cls=Verb, epilog=EXITS)
@click.option("--column", multiple=True, help=FILTERS["column"])
@click.option("--jurisdiction", multiple=True, help=FILTERS["jurisdiction"])
@HOSTED
@shown
def indicators(form: str | None, **asked: Any) -> None:
    """Show what stands too long in each column: the oldest message without a reply, the last public reply and bulletin.

    Examples:
        huiyin statistics indicators
    """
    said = {name: asked[name] for name in ("as_of", "known_at", "column", "jurisdiction", "hosted") if asked[name]}
    answer = _answer("indicators", said, asked)
    if form == "json":
        click.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2))
        return
    _print_head(answer)
    standing = [name for row in answer["rows"][:1] for name in row if name not in ("key", "name")]
    from cli.shown import table

    table(("key", "name", *standing), [_standing_row(row, standing) for row in answer["rows"]])


def _standing_row(row: Mapping[str, Any], standing: list[str]) -> list[str]:
    return [row["key"] or "", row["name"] or "", *(_standing(row[name]) for name in standing)]


def _standing(stands: Mapping[str, Any] | None) -> str:
    if stands is None:
        return "—"
    return f"{stands['days']} days, since {_moment(stands['since'])}" + (" (too long)" if stands["is_over"] else "")


for each, said in REPORTS.items():
    command.add_command(report(each, said))
command.add_command(indicators)


def _answer(method: str, payload: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    from cli.system import SYSTEM, reach

    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    with reach(settings, SYSTEM, "statistics", make=False) as system:
        system.drive()
        return system.call("stats", method, payload, ATTEMPTS)


def _tell(name: str, answer: dict[str, Any], form: str | None) -> None:
    match form:
        case "json":
            click.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2))
        case "csv":
            from gateway.documents import figures_table

            click.echo(figures_table.csv(answer), nl=False)
        case _:
            cohort_ = answer["cohort"]
            click.echo(f"{name}, {cohort_['of']} from {cohort_['from']} to before {cohort_['to']}")
            _print_head(answer)
            _print_rows(answer)


def _print_head(answer: Mapping[str, Any]) -> None:
    known_at = "" if answer["known_at"] is None else f", known at {_moment(answer['known_at'])}"
    missing = f", {answer['missing']} events not counted yet: see huiyin doctor" if answer["missing"] else ""
    click.echo(f"as of {_moment(answer['as_of'])}{known_at}{missing}\n")


def _moment(said: str) -> str:
    from gateway.documents.words import local

    return f"{local(said):%Y-%m-%d %H:%M:%S} (Beijing time)"


def _print_rows(answer: Mapping[str, Any]) -> None:
    from cli.shown import table

    titles = [title for title, _ in _flat(answer["total"])]
    rows = [(row["key"] or "—", row["name"] or "", *_values(row)) for row in answer["rows"]]
    rows.append(("", "total", *_values(answer["total"])))
    table((answer["by"], "", *titles), rows, right=range(2, 2 + len(titles)))


def _values(figures: Mapping[str, Any]) -> list[str]:
    return ["—" if value is None else str(value) for _, value in _flat(figures)]


def _flat(figures: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Title and value of each figure; of a span each of its parts."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from ((f"{_title(part)} {_title(name)}", of) for part, of in value.items())
        elif name not in ("key", "name"):
            yield _title(name), value


def _title(name: str) -> str:
    return f"{name.removesuffix('_rate').replace('_', ' ')} %" if name.endswith("_rate") else name.replace("_", " ")
