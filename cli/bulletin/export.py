"""`huiyin bulletin export`: a bulletin as the files that are sent and archived."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cli import exits, options
from cli.bulletin.person import maybe_by, reached
from cli.bulletin.reading import one
from cli.verb import Verb

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("export", cls=Verb, epilog="Exit codes: 0 written, 1 no such bulletin, 2 not possible as asked, 3 away.")
@click.argument("bulletin", metavar="ID")
@click.option("--docx", type=FILE, metavar="FILE", help="The bulletin as a letter.")
@click.option("--xlsx", type=FILE, metavar="FILE", help="Its figures as a workbook.")
@click.option("--json", "json_", type=FILE, metavar="FILE", help="Its content as it was frozen.")
@click.option("--version", type=click.IntRange(1), help="Which published version.  [the last]")
@maybe_by
@options.system
def command(bulletin: str, account: str | None, version: int | None, **asked: Any) -> None:
    """Write a published bulletin to files; with --by the newest version, published or not.

    They are the files that the website gives out. A draft says that it is one.

    Examples:
        huiyin bulletin export 2019Q1-mayor --docx 2019Q1-mayor.docx --xlsx 2019Q1-mayor.xlsx
        huiyin bulletin export 2019Q1-mayor --docx draft.docx --by li
    """
    files = {form: asked[form] for form in ("docx", "xlsx", "json_") if asked[form] is not None}
    if not files:
        raise exits.Usage("say what to write: --docx, --xlsx or --json, each with a file.")
    with reached(account, "bulletins.read", asked) as system:
        told = one(system, bulletin, version, as_staff=account is not None)
    for form, path in files.items():
        try:
            path.write_bytes(made(form, told))
        except OSError as error:
            raise exits.Usage(f"{path} cannot be written: {error.strerror}.") from error
        click.echo(f"{path}: {told['bulletin']}, version {told['version']}, {told['state']}, digest {told['digest']}")


def made(form: str, told: dict[str, Any]) -> bytes:
    """The file."""
    match form:
        case "docx":
            from gateway.documents.bulletin_letter import bulletin_letter

            return bulletin_letter(told)
        case "xlsx":
            from gateway.documents.bulletin_sheet import bulletin_sheet

            return bulletin_sheet(told)
        case _:
            from services.stats.domain.content import written

            return written(told["content"]).encode()
