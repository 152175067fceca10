"""Raw pgbench as the limit of what PostgreSQL commits."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = """\\set id random(1, 1000000000)
INSERT INTO raw_rows (stream, version, type, data, metadata, digest)
VALUES ('case-' || :id, 2, 'routing.assigned.v1', '{data}', '{metadata}', '{digest}');
"""
TABLE = """
CREATE TABLE raw_rows (
    position bigserial PRIMARY KEY, stream text, version int, type text, data text, metadata text, digest text
)
"""


def pgbench() -> str:
    """The path of PostgreSQL's own load program."""
    found = shutil.which("pgbench") or next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))), None)
    if found is None:
        raise SystemExit("pgbench is missing: install Debian's package postgresql")
    return str(found)


def raw_commits_per_second(url: str, data_bytes: int, seconds: int, clients: int = 16) -> float:
    """Rows of the same size inserted and committed one by one by `clients` pgbench clients."""
    parts = urlsplit(url)
    address = ["-h", parts.hostname or "127.0.0.1", "-p", str(parts.port), "-U", parts.username or "postgres"]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "insert.sql"
        script.write_text(SCRIPT.format(data="x" * data_bytes, metadata="y" * 150, digest="0" * 64))
        done = subprocess.run(
            [
                pgbench(), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds),
                "-f", str(script), *address, parts.path.lstrip("/"),
            ],
            capture_output=True, text=True, check=True, timeout=seconds + 60,
            env={"PGPASSWORD": parts.password or "", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
    found = re.search(r"tps = ([0-9.]+) \(without", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout)
    return float(found.group(1))
