"""`huiyin words`: the word lists that replies are proofread by."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options
from cli.verb import Noun, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.system import System

BUILTIN = Path(__file__).parent / "words" / "builtin.yaml"
SEVERITIES = ("stop", "warning")
FORMS = {".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".txt": "text"}
BATCH = 200
HEAD = ("错误写法", "正确写法", "说明", "例外")


@click.group(cls=Noun)
def command() -> None:
    """Words that are found in drafts: lists with editions, one of them in force."""


@command.command(
    cls=Verb,
    epilog="Exit codes: 0 loaded, 1 refused, 2 the file cannot be read as words, 3 a service cannot be reached. "
    "What a file holds: docs/proofreading.md.",
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "list_", metavar="CODE", help="Which list: lower-case letters, digits, hyphens.")
@click.option("--name", help="What a new list is called.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="What the words of a new list do to a text.")
@click.option("--column", "columns", multiple=True, metavar="CODE", help="A new list counts only there; repeat it.")
@click.option("--draft", is_flag=True, help="Do not put the new edition in force.")
@click.option("--builtin", is_flag=True, help="The lists that come with Huiyin, where they are not there yet.")
@options.system
def load(file: Path | None, list_: str | None, *, builtin: bool, draft: bool, **asked: Any) -> None:
    """Load a table or a text of words (.csv, .xlsx, .txt) as the new edition of a list, and put it in force.

    A list that is not there yet is made, and needs --name and --severity. What was added, changed and removed is said.
    Loading the same file again changes nothing. With --builtin no file is named, and lists that the office has already
    stay as they are.

    Examples:
        huiyin words load --builtin
        huiyin words load names.csv --list state-names --name 国家机构名称 --severity stop
        huiyin words load local.xlsx --list local --draft
    """
    from cli.system import SYSTEM, reach

    if builtin == (file is not None):
        raise exits.Usage("name a file, or ask for --builtin, and not both.")
    arrangement = {"name": asked.pop("name"), "severity": asked.pop("severity"), "columns": asked.pop("columns")}
    entries = [] if file is None else read(file)
    if file is not None:
        must_be_code(list_)
    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    with reach(settings, SYSTEM, "words load") as system:
        if file is None:
            for made in load_builtin(system):
                click.echo(f"{made['list']}: version {made['version']}, {made['words']} words, in force")
            return
        assert list_ is not None
        click.echo("\n".join(_load(system, list_, entries, arrangement, draft=draft)))


def _load(
    system: System, list_: str, entries: list[dict[str, Any]], arrangement: dict[str, Any], *, draft: bool
) -> Iterator[str]:
    """Make the list where it is new, write the edition, put it in force; what was done, for a person."""
    there = lists(system).get(list_)
    if there is None:
        if not (arrangement["name"] and arrangement["severity"]):
            raise exits.Usage(f"there is no list {list_} yet: say what it is with --name and --severity.")
        columns = list(arrangement["columns"]) or None
        system.call("review", "arrange_words", {"list": list_, **arrangement, "columns": columns})
    replaces = 0 if there is None else there["newest"]
    made = system.call("review", "revise_words", {"list": list_, "entries": entries, "replaces": replaces})
    yield f"{list_}: version {made['version']}, {made['words']} words"
    for what in ("added", "changed", "removed", "doubled"):
        if made[what]["count"]:
            named = "、".join(made[what]["words"])
            more = " …" if made[what]["count"] > len(made[what]["words"]) else ""
            yield f"{made[what]['count']} {what}: {named}{more}"
    if not draft:
        made = system.call("review", "switch_on_words", {"list": list_, "version": made["version"]})
    yield "nothing in force" if made["on"] is None else f"in force: version {made['on']}"


@command.command(cls=Verb, epilog="Exit codes: 0 shown, 1 no such list, 2 there is no journal here, 3 not reachable.")
@click.argument("list_", metavar="[LIST]", required=False)
@options.system
def show(list_: str | None, **asked: Any) -> None:
    """Show the word lists, or one of them with its editions.

    Examples:
        huiyin words show
        huiyin words show typos
    """
    with _reached(asked) as system:
        if list_ is not None:
            click.echo("\n".join(_shown(system.call("review", "word_list", {"list": list_}))))
            return
        for row in lists(system).values():
            click.echo(_line(row))


@command.command(cls=Verb, epilog="Exit codes: 0 written, 1 no such list, 2 there is no journal here, 3 not reachable.")
@click.argument("list_", metavar="LIST")
@click.option("--version", type=int, help="Which edition: the one in force, or else the newest.")
@options.system
def export(list_: str, *, version: int | None, **asked: Any) -> None:
    """Write the words of an edition as CSV, which `huiyin words load` reads again.

    Examples:
        huiyin words export typos > typos.csv
    """
    with _reached(asked) as system:
        entries = list(words(system, list_, version))
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(HEAD)
    for entry in entries:
        right = "是" if entry["right"] else ""
        table.writerow((entry["word"], entry["suggestion"] or "", entry["note"] or "", right))
    click.echo(written.getvalue(), nl=False)


def load_builtin(system: System) -> Iterator[dict[str, Any]]:
    """Make those lists of the project that are not there yet, or hold no words yet, and put them in force."""
    import yaml

    there = lists(system)
    for said in yaml.safe_load(BUILTIN.read_text(encoding="utf-8")):
        code = said["list"]
        if code in there and there[code]["newest"]:
            continue
        arrangement = {"list": code, "name": said["name"], "severity": said["severity"]}
        system.call("review", "arrange_words", arrangement)
        entries = entries_of(said)
        made = system.call("review", "revise_words", {"list": code, "entries": entries, "replaces": 0})
        system.call("review", "switch_on_words", {"list": code, "version": made["version"]})
        yield made


def entries_of(said: dict[str, Any]) -> list[dict[str, Any]]:
    """A list of the project's file as the service takes it."""
    wrong = [{"word": word, "suggestion": instead or None} for word, instead in said["words"].items()]
    return [*wrong, *({"word": word, "right": True} for word in said.get("right", ()))]


def read(file: Path) -> list[dict[str, Any]]:
    """The entries of a file; raises Usage."""
    from gateway.documents.word_table import WordTableError
    from gateway.documents.word_table import read as read_table

    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise exits.Usage(f"{file} is none of {', '.join(FORMS)}.")
    try:
        return read_table(file.read_bytes(), form)
    except WordTableError as error:
        raise exits.Usage(f"{file} cannot be loaded: {error}") from error
    except OSError as error:
        raise exits.Usage(f"{file} cannot be read: {error.strerror}.") from error


def must_be_code(list_: str | None) -> None:
    """The list is named by a code; raises Usage."""
    from contracts.words import CODE

    if list_ is None or not CODE.admits(list_):
        raise exits.Usage("--list CODE is needed: a lower-case letter, then letters, digits, dots, hyphens.")


def lists(system: System) -> dict[str, dict[str, Any]]:
    """Every list, by code."""
    found: dict[str, dict[str, Any]] = {}
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        page = system.call("review", "word_lists", {"after": page["next"] or None, "limit": BATCH})
        found |= {row["list"]: row for row in page["items"]}
    return found


def words(system: System, list_: str, version: int | None) -> Iterator[dict[str, Any]]:
    """Every word of an edition."""
    page: dict[str, Any] = {"next": "", "version": version}
    while page["next"] is not None:
        asked = {"list": list_, "version": page["version"], "after": page["next"] or None, "limit": BATCH}
        page = system.call("review", "words", asked)
        yield from page["items"]


def _shown(found: dict[str, Any]) -> Iterator[str]:
    """A list for a person."""
    yield _line(found)
    for edition in found["editions"]:
        in_force = "  in force" if edition["version"] == found["on"] else ""
        written = f"{edition['written_at'][:10]}, {edition['written_by']}"
        yield f"version {edition['version']}: {edition['words']} words, {written}{in_force}"


def _line(row: dict[str, Any]) -> str:
    where = "" if row["columns"] is None else f"  in {', '.join(row['columns'])}"
    force = "at rest" if row["on"] is None else f"version {row['on']} in force, {row['on_words']} words"
    return f"{row['list']:16} {row['severity']:8} {force}  {row['name']}{where}"


def _reached(asked: dict[str, Any]) -> Any:
    from cli.system import SYSTEM, reach

    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    return reach(settings, SYSTEM, "words", make=False)
