"""One figure through every door: API, CSV, workbook, letter, command line and page say the same, to the digit."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import urllib3
from docx import Document
from openpyxl import load_workbook

from tests.cli import tables
from tests.support.cluster import Cluster
from tests.support.embedded import Embedded
from tests.support.walk import Door

pytestmark = [pytest.mark.process]

CITY = """
demonstration: true
city: 栖川市
agencies:
  - {id: city-government, name: 栖川市人民政府办公室, level: city}
columns:
  - {id: every-door, name: 各门信箱, jurisdiction: 栖川市, leader: 市长, office: city-government}
"""
BULLETIN = "2019Q2-every-door"
AS_OF = "2020-01-01T00:00:00+08:00"
COHORT = ("from=2019-04-01&to=2019-07-01", f"as_of={AS_OF.replace('+', '%2B')}", "column=every-door")
ASKED = "&".join(COHORT)
FIGURES = ("accepted", "closed", "completion_rate")
CALLED = {"accepted": "受理", "closed": "办结", "completion_rate": "办结率（%）"}
OURS = {"accepted": "7", "closed": "5", "completion_rate": "71.43"}
"""Counted by hand: seven messages of April were accepted in a column of their own, five replied to and so closed."""

Figures = dict[str, str]


def history(path: Path) -> Path:
    """Seven messages, five with a reply."""
    replies = ("您好！第{}号路灯已经修复，感谢您的监督与支持。", "2019/5/9 9:49:10")
    rows = []
    for n in range(1, 8):
        replied = (replies[0].format(n), replies[1]) if n <= 5 else (None, None)
        asked = f"第{n}号路灯已经三天不亮，请安排检修。"
        rows.append((n, f"UU{n}", f"第{n}号路灯不亮", f"2019/4/{10 + n} 16:03:40", asked, *replied))
    return tables.spreadsheet(path, rows)


def said(system: Embedded | Cluster, *arguments: str) -> str:
    """What a command line that is done prints."""
    done = system.huiyin(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def got(system: Embedded | Cluster, path: str) -> bytes:
    """What anyone gets."""
    answer = urllib3.request("GET", f"{system.url}{path}", timeout=30, retries=False)
    assert answer.status == 200, answer.data.decode(errors="replace")[:500]
    return answer.data


def of_json(told: Mapping[str, Any]) -> Figures:
    """The figures of an answer."""
    return {name: str(told[name]) for name in FIGURES}


def of_csv(file: bytes) -> Figures:
    """The figures of the total."""
    titles, *_, total = csv.reader(StringIO(file.decode("utf-8-sig")))
    return {name: total[titles.index(called)] for name, called in CALLED.items()}


def of_workbook(file: bytes) -> Figures:
    """The figures of the whole."""
    sheet = load_workbook(BytesIO(file)).worksheets[0]
    values = {row[1]: row[2] for row in sheet.iter_rows(values_only=True) if row[0] == "受理与办结"}
    return {name: str(values[called]) for name, called in CALLED.items()}


def of_letter(file: bytes) -> Figures:
    """The figures of the table of what was accepted and closed."""
    for table in Document(BytesIO(file)).tables:
        titles, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        if titles[:1] == ["受理"] and len(rows) == 1:
            return {name: rows[0][titles.index(called)] for name, called in CALLED.items()}
    raise AssertionError("there is no such table in the letter")


def of_page(page: bytes, section: str) -> Figures:
    """The figures that are listed in a section, names and values side by side."""
    text = page.decode()
    part = text[text.index(f'aria-labelledby="{section}"') :].split("</section>")[0]
    listed = dict(re.findall(r"<dt>([^<]*)</dt>\s*<dd>\s*([^<\s]*)", part))
    return {name: listed[called] for name, called in CALLED.items()}


def of_table(page: bytes, name: str) -> Figures:
    """The figures of a table's total."""
    text = page.decode()
    table = text[text.index(f'id="{name}-caption"') :].split("</table>")[0]
    heads = re.findall(r'<th scope="col">([^<]*)</th>', table)[1:]
    total = re.findall(r"<td>([^<]*)</td>", table.split("<tfoot>")[1])
    return {name: total[heads.index(called)] for name, called in CALLED.items()}


def of_terminal(printed: str) -> Figures:
    """The figures of a table's last row."""
    total = next(line.split() for line in printed.splitlines() if line.split()[:1] == ["total"])
    titles = ("accepted", "handed_over", "closed", "in_hand", "overdue", "completion_rate")
    found = dict(zip(titles, total[1:], strict=True))
    return {name: found[name] for name in FIGURES}


def of_show(printed: str) -> Figures:
    """The figures of the part of a bulletin that tells what was accepted and closed."""
    part = printed.split("\n受理与办结\n")[1].split("\n\n", maxsplit=1)[0]
    values = {cells[0]: cells[1] for line in part.splitlines() if len(cells := line.split()) == 2}
    return {name: values[called] for name, called in CALLED.items()}


def at(content: Any, pointer: str) -> Any:
    """What stands at a JSON pointer."""
    for key in pointer.split("/")[1:]:
        content = content[int(key)] if isinstance(content, list) else content[key]
    return content


def doors(system: Embedded | Cluster, folder: Path) -> dict[str, Figures]:
    """The same figures by every way out, statistics first, then the bulletin."""
    days = ("--from", "2019-04-01", "--to", "2019-07-01", "--as-of", AS_OF, "--column", "every-door")
    api, one = "/api/v1", f"/api/v1/bulletins/{BULLETIN}"
    letter, workbook = folder / "letter.docx", folder / "workbook.xlsx"
    said(system, "bulletin", "export", BULLETIN, "--docx", str(letter), "--xlsx", str(workbook))
    return {
        "api": of_json(json.loads(got(system, f"{api}/statistics/completion?{ASKED}"))["total"]),
        "csv": of_csv(got(system, f"{api}/statistics/completion.csv?{ASKED}")),
        "terminal": of_terminal(said(system, "statistics", "completion", *days)),
        "terminal, csv": of_csv(said(system, "statistics", "completion", *days, "--csv").encode()),
        "page": of_table(got(system, f"/statistics?{ASKED}"), "completion"),
        "bulletin": of_json(json.loads(got(system, one))["content"]["completion"]),
        "bulletin, listed": of_json(json.loads(got(system, f"{api}/bulletins?column=every-door"))["items"][0]),
        "letter": of_letter(got(system, f"{one}.docx")),
        "workbook": of_workbook(got(system, f"{one}.xlsx")),
        "letter, exported": of_letter(letter.read_bytes()),
        "workbook, exported": of_workbook(workbook.read_bytes()),
        "bulletin on a terminal": of_show(said(system, "bulletin", "show", BULLETIN)),
        "bulletin as a page": of_page(got(system, f"/bulletins/{BULLETIN}"), "completion"),
    }


def test_every_door_says_the_same_to_the_digit(system: Embedded | Cluster, tmp_path: Path) -> None:
    city, past, left = tmp_path / "city.yaml", history(tmp_path / "past.xlsx"), tmp_path / "left.csv"
    city.write_text(CITY, "utf-8")
    said(system, "city", "load", str(city))
    said(system, "import", str(past), "--column", "every-door", "--report", str(left))
    quarter = ("2019Q2", "--column", "every-door")
    said(system, "bulletin", "draft", *quarter, "--as-of", AS_OF, "--by", "office")
    said(system, "bulletin", "check", *quarter, "--by", "supervisor")
    said(system, "bulletin", "publish", *quarter, "--by", "office")
    found = doors(system, tmp_path)
    assert found == dict.fromkeys(found, OURS)

    told = json.loads(got(system, f"/api/v1/bulletins/{BULLETIN}"))
    shown = said(system, "bulletin", "show", BULLETIN, "--json")
    assert sha256(shown.encode()).hexdigest() == told["digest"]
    behind = json.loads(got(system, told["links"]["/completion/closed"]))
    assert (behind["counted"], behind["as_of"]) == (5, told["content"]["as_of"])
    assert said(system, "bulletin", "verify", BULLETIN).splitlines()[-1] == "bulletins: 1, versions: 1, wrong: 0"

    door = Door(system.url, "huiyin-demo")
    door.sign_in("admin", "auditor")
    desk = door.call("GET", f"/desk/bulletins/{BULLETIN}", account="auditor")
    figures = {pointer: at(desk["content"], pointer) for pointer in desk["links"]}
    lists = {pointer: link.removeprefix("/api/v1") for pointer, link in desk["links"].items()}
    assert {pointer: door.call("GET", link, account="auditor")["counted"] for pointer, link in lists.items()} == figures
    key = door.call("POST", "/admin/keys", {"name": "archive"}, account="admin")["key"]
    feed = door.call("GET", "/events?source=stats", headers={"X-API-Key": key})
    assert {event["data"]["bulletin"]: event["data"]["digest"] for event in feed["events"]}[BULLETIN] == told["digest"]
