"""`huiyin bulletin show`: what a bulletin says, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from cli import options
from cli.bulletin.person import maybe_by, reached
from cli.bulletin.reading import one
from cli.verb import Verb

FIGURES = ("workload", "completion", "timeliness", "satisfaction")
NAMED = ("kinds", "fields", "agencies", "columns")


@click.command("show", cls=Verb, epilog="Exit codes: 0 shown, 1 no such bulletin, 2 not possible as asked, 3 away.")
@click.argument("bulletin", metavar="ID")
@click.option("--version", type=click.IntRange(1), help="Which published version.  [the last]")
@click.option("--json", "as_json", is_flag=True, help="The content as it was frozen: the digest is of these bytes.")
@maybe_by
@options.system
def command(bulletin: str, account: str | None, version: int | None, *, as_json: bool, **asked: Any) -> None:
    """Show what a published bulletin says; with --by the newest version, published or not.

    Examples:
        huiyin bulletin show 2019Q1-mayor
        huiyin bulletin show 2019Q1 --by li
        huiyin bulletin show 2019Q1-mayor --json | sha256sum
    """
    with reached(account, "bulletins.read", asked) as system:
        told = one(system, bulletin, version, as_staff=account is not None)
    if as_json:
        from services.stats.domain.content import written

        click.echo(written(told["content"]), nl=False)
        return
    for line in _head(told):
        click.echo(line)
    _tables(told["content"])


def _head(told: Mapping[str, Any]) -> Iterator[str]:
    from gateway.documents import bulletin_words as words

    content = told["content"]
    yield words.title(content)
    yield f"{told['bulletin']}, version {told['version']}, {told['state']}"
    yield words.cohort(content["period"])
    yield f"截止时间 {words.cut_off(content['as_of'])}"
    yield f"digest {told['digest']}"
    if content["correction"]:
        yield f"{words.PARTS['correction']}：{content['correction']['reason']}"
        for change in content["correction"]["changes"]:
            before, after = words.shown(change["before"]), words.shown(change["after"])
            yield f"  {words.place(change['path'], content)}  {before} → {after}"


def _tables(content: Mapping[str, Any]) -> None:
    from cli.shown import table
    from gateway.documents import bulletin_words as words
    from gateway.documents.bulletin_phrases import FIGURES_OF, in_order

    content = in_order(content)
    for part in FIGURES:
        click.echo(f"\n{words.PARTS[part]}")
        table(("指标", "数值"), [(name, words.shown(value)) for name, value in _flat(content[part])], right=(1,))
    for part in NAMED:
        if rows := content[part]:
            figures = FIGURES_OF[part]
            titles = (words.ROWS[part], *(words.figure(name, part) for name in figures))
            click.echo(f"\n{words.PARTS[part]}")
            shown = [(words.called(row, part), *(words.shown(row[name]) for name in figures)) for row in rows]
            table(titles, shown, right=range(1, len(titles)))
    for part, names in (("overdue", tuple(words.OF_OVERDUE)), ("trend", ("name", *FIGURES_OF["trend"]))):
        if rows := content[part]:
            click.echo(f"\n{words.PARTS[part]}")
            heads = [words.ROWS[part] if name == "name" else words.figure(name, part) for name in names]
            table(heads, [[words.shown(row[name]) for name in names] for row in rows])


def _flat(figures: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    from gateway.documents import bulletin_words as words

    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from ((f"{words.figure(name)}·{words.figure(part)}", of) for part, of in value.items())
        else:
            yield words.figure(name), value
