"""`huiyin import`: what an office already has becomes history."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import exits, options
from cli.progress import progress
from cli.verb import Verb

if TYPE_CHECKING:
    from cli.importing.mapping import Mapping
    from cli.importing.rows import Entry, Fault
    from cli.system import System


@click.command(
    cls=Verb,
    epilog="Exit codes: 0 every row was taken; 1 rows were left out (see the report), or the services had not "
    "followed in time; 2 the file, the mapping, the report, the column or the agency cannot be used, nothing was "
    "recorded; 3 a service cannot be reached, run it again; 130 interrupted, run it again. "
    "All about it: docs/import.md.",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", required=True, help="The column (its id) that the messages were written to.")
@click.option("--agency", help="Who answered, where the table does not say.  [the column's office]")
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML file: which header of the table is what.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Where rows that were left out are listed (.csv, .xlsx)."
)
@click.option(
    "--wait", default=300.0, show_default=True, help="Seconds to wait until everything is closed and counted."
)
@options.system
def command(**asked: Any) -> int:
    """Import a table (.xlsx or .csv) of past messages with their replies.

    Each row is recorded as the history it was, at its original times: submitted, accepted, assigned, replied,
    published, closed. A row without a reply becomes an open case. It can be interrupted and run again: nothing is
    recorded twice.

    Examples:
        huiyin import past.xlsx --column mayor
        huiyin import past.csv --column mayor --mapping map.yaml --report left-out.xlsx
    """
    job = Job(**{name: asked[name] for name in ("file", "column", "agency", "mapping", "report", "wait")})
    job.check_report()
    job.read()
    settings = options.settings(home=asked["home"], broker=asked["broker"], database=asked["database"])
    from cli.system import IMPORT, reach

    with reach(settings, IMPORT, "import") as system:
        office = job.prepared(system)
        try:
            job.hand_over(system, office)
            left = job.followed(system)
            counts = job.counted(system)
        finally:
            job.write_report()
    for line in job.told(counts, left):
        click.echo(line)
    return exits.FOUND if job.faults or left else exits.OK


@dataclass
class Job:
    """One run of the command."""

    file: Path
    column: str
    agency: str | None
    mapping: Path | None
    report: Path | None
    wait: float
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    taken: list[Entry] = field(default_factory=list)

    def check_report(self) -> None:
        """Whether the report can be written, before anything is recorded; raises Usage."""
        if self.report is not None and self.report.suffix.lower() not in {".csv", ".xlsx"}:
            raise exits.Usage(f"--report is a .csv or .xlsx file, not {self.report}.")
        path = self._report_path()
        if path.exists() and self.file.exists() and path.samefile(self.file):
            raise exits.Usage(f"--report {path} is the table itself; name another file.")
        folder = path.parent
        fits = (path.is_file() and os.access(path, os.W_OK)) if path.exists() else os.access(folder, os.W_OK | os.X_OK)
        if not (folder.is_dir() and fits):
            raise exits.Usage(f"the report {path} cannot be written; name another file with --report.")

    def _report_path(self) -> Path:
        return self.report or Path(f"{self.file.stem}-导入报告.csv")

    def read(self) -> None:
        """Read the whole table before anything is recorded; raises Usage."""
        from cli.importing import rows, table
        from cli.importing.mapping import MappingError

        try:
            mapping = self._mapping()
            raws = table.read(self.file, mapping)
        except (MappingError, table.TableError) as error:
            raise exits.Usage(str(error)) from error
        for found in rows.entries(raws, mapping, datetime.now(UTC)):
            if isinstance(found, rows.Fault):
                self.faults.append(found)
            else:
                self.entries.append(found)

    def _mapping(self) -> Mapping:
        from cli.importing.mapping import Mapping, load

        return load(self.mapping) if self.mapping else Mapping()

    def prepared(self, system: System) -> str:
        """The agency for rows that name none; rows that name an unknown one are left out. Raises Usage."""
        from cli.importing.rows import Fault
        from cli.importing.sentences import reason

        columns = {one["column"]: one for one in system.call("routing", "columns", {})["items"]}
        if self.column not in columns:
            there = ", ".join(columns) or "none: load a city file first (huiyin city load)"
            raise exits.Usage(f"there is no column {self.column}. Columns: {there}.")
        agencies = {one["agency"] for one in system.call("routing", "agencies", {})["items"]}
        if self.agency is not None and self.agency not in agencies:
            raise exits.Usage(f"there is no agency {self.agency}. Agencies: {', '.join(sorted(agencies))}.")
        code = "routing.unknown_agency"
        known: list[Entry] = []
        unknown: list[Entry] = []
        for entry in self.entries:
            (known if entry.agency is None or entry.agency in agencies else unknown).append(entry)
        self.entries = known
        self.faults += [Fault(entry.row, entry.reference, code, reason(code)) for entry in unknown]
        office: str = self.agency or columns[self.column]["office"]
        return office

    def hand_over(self, system: System, office: str) -> None:
        """Record all entries."""
        from cli.importing.load import load

        with progress("importing", len(self.entries)) as advance:
            for batch, faults in load(system, self.column, office, self.entries):
                refused = {fault.reference for fault in faults}
                self.taken += [entry for entry in batch if entry.reference not in refused]
                self.faults += faults
                advance(len(batch))

    def followed(self, system: System) -> int:
        """How many events are still on their way after the time that was given for them."""
        from cli.system import follow

        with progress("following", None) as advance:
            return follow(system, self.wait, advance)

    def counted(self, system: System) -> dict[str, Any]:
        """The counts of the column over the days of the imported messages, as of now; {} without messages."""
        if not self.entries:
            return {}
        from cli.importing.cleaning import SHANGHAI

        days = [entry.accepted_at.astimezone(SHANGHAI).date() for entry in self.entries]
        period = {"from": min(days).isoformat(), "to": (max(days) + timedelta(days=1)).isoformat()}
        asked = {**period, "as_of": datetime.now(SHANGHAI).isoformat(timespec="seconds"), "by": "column"}
        return system.call("stats", "completion", asked)

    def write_report(self) -> None:
        """Write down what was left out and what should be looked at, if there is anything."""
        from cli.importing import report

        remarks = report.remarks(self.faults, self.taken)
        if not remarks:
            self.report = None
            return
        self.report = self._report_path()
        try:
            report.write(self.report, remarks)
        except OSError as error:
            raise exits.Found(f"the report cannot be written: {error}") from error

    def told(self, counts: dict[str, Any], left: int) -> list[str]:
        """The summary."""
        taken = len(self.taken)
        noted = sum(bool(entry.notes) for entry in self.taken)
        replied = sum(entry.reply is not None for entry in self.taken)
        lines = [
            f"taken     {taken} rows: {replied} with reply, {taken - replied} open; {noted} to look at again",
            f"left out  {len(self.faults)} rows",
        ]
        if self.report is not None:
            lines.append(f"report    {self.report}")
        if left:
            lines.append(f"following {left} events are still on their way; see huiyin doctor")
        if counts:
            lines += self.figures(counts)
        return lines

    def figures(self, counts: dict[str, Any]) -> list[str]:
        """The column's counts, with the cohort and the cut-off beside them."""
        row = next((row for row in counts["rows"] if row["key"] == self.column), None)
        if row is None:
            return []
        rate = "—" if row["completion_rate"] is None else f"{row['completion_rate']}%"
        from cli.importing.cleaning import SHANGHAI

        cohort = counts["cohort"]
        as_of = datetime.fromisoformat(counts["as_of"]).astimezone(SHANGHAI).isoformat(sep=" ", timespec="seconds")
        return [
            f"counted   {self.column}: {row['accepted']} accepted, {row['closed']} closed, completion rate {rate}",
            f"          accepted from {cohort['from']} to before {cohort['to']}, as of {as_of}",
        ]
