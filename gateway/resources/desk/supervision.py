"""What is not done, and how the lead is pressed to do it; routing keeps both."""

from __future__ import annotations

from typing import Any

from flask import Response

from gateway.access import staff
from gateway.asking import ask, called, command
from gateway.documents import ledger_sheet, urging_letter
from gateway.documents.words import LIGHTS, STATES, URGED, local
from gateway.door import Answer, Asked
from gateway.problems import Problem, document
from gateway.resources.citizen import named, titled
from gateway.resources.desk.blueprint import ACT, DESK, LIST, READ
from gateway.schemas import supervision as shapes
from gateway.schemas.shared import Page

_TITLES_AT_ONCE = 500
_LETTER = "/cases/<number:number>/urgings/<int(max=99999):n>/letter.docx"
_RECEIPT = "/urgings/<number:number>/<int(max=99999):n>/receipt"


@DESK.operation(
    "GET", "/ledger", staff("ledger.read"), query=shapes.LedgerPage, answer=shapes.LedgerList, problems=(404, *LIST)
)
def ledger(query: Asked) -> Answer:
    """Every case that is not closed, with its light."""
    listed = ask("routing", "ledger", query)
    return {**listed, "items": named(titled(listed["items"]))}


@DESK.operation(
    "GET",
    "/ledger.xlsx",
    staff("ledger.read"),
    query=shapes.LedgerFilter,
    file=ledger_sheet.CONTENT_TYPE,
    problems=(404, *LIST),
)
def ledger_as_sheet(query: Asked) -> Response:
    """The same as a sheet, up to 5,000 cases; it says the filter and the instant for which it holds."""
    listed = ask("routing", "ledger_sheet", query)
    every = listed["items"]
    parts = [every[start : start + _TITLES_AT_ONCE] for start in range(0, len(every), _TITLES_AT_ONCE)]
    listed["items"] = [item for part in parts for item in titled(part)]
    agencies = {one["agency"]: one["name"] for one in ask("routing", "agencies", {})["items"]}
    columns = {one["column"]: one["name"] for one in ask("routing", "columns", {})["items"]}
    sheet = ledger_sheet.ledger_sheet(listed, _in_words(query, agencies, columns), agencies, columns)
    return _file(sheet, ledger_sheet.CONTENT_TYPE, f"ledger-{local(listed['as_of']):%Y%m%d-%H%M}.xlsx")


@DESK.operation(
    "GET",
    "/urging-proposals",
    staff("urgings.send"),
    query=shapes.ProposalPage,
    answer=shapes.ProposalList,
    problems=(404, *LIST),
)
def urging_proposals(query: Asked) -> Answer:
    """Whom to press next, and by what means."""
    listed = ask("routing", "urging_proposals", query)
    return {**listed, "items": named(titled(listed["items"]))}


@DESK.operation(
    "POST",
    "/cases/<number:number>/urging",
    staff("urgings.send"),
    body=shapes.Urging,
    answer=shapes.Urged,
    problems=ACT,
)
def urge(number: str, body: Asked) -> Answer:
    """Press the lead: by a reminder, an urging letter, or a criticism."""
    return command("routing", "urge", {"number": number, **body})


@DESK.operation(
    "POST", "/urgings", staff("urgings.send"), body=shapes.Selection, answer=shapes.Results, problems=(409, 422, 503)
)
def urge_several(body: Asked) -> Answer:
    """Press the leads of a selection of cases, each by itself: some may be refused."""
    done = command("routing", "urge_several", body)
    return {"results": [_told(result) for result in done["results"]]}


@DESK.operation("GET", "/cases/<number:number>/urgings", staff("urgings.read"), answer=shapes.UrgingList, problems=READ)
def urgings(number: str) -> Answer:
    """How often and by what means the lead of a case was pressed."""
    listed = ask("routing", "urgings", {"number": number})
    return {**listed, "items": named(listed["items"])}


@DESK.operation("GET", _LETTER, staff("urgings.read"), file=urging_letter.CONTENT_TYPE, problems=READ)
def letter(number: str, n: int) -> Response:
    """The letter of an urging, as it was issued."""
    told = ask("routing", "urging_letter", {"number": number, "n": n})
    text = urging_letter.urging_letter(number, told["level"], told["letter"])
    return _file(text, urging_letter.CONTENT_TYPE, f"urging-{number}-{n}.docx")


@DESK.operation("GET", "/urgings", staff("urgings.receive"), query=Page, answer=shapes.Inbox, problems=LIST)
def urging_inbox(query: Asked) -> Answer:
    """The urgings that the account's agency has got, of cases that it still has."""
    listed = ask("routing", "urging_inbox", query)
    return {**listed, "items": named(titled(listed["items"]))}


@DESK.operation("POST", _RECEIPT, staff("urgings.receive"), answer=shapes.Receipt, problems=ACT)
def confirm_urging(number: str, n: int) -> Answer:
    """Confirm that the agency has seen an urging."""
    return command("routing", "acknowledge", {"number": number, "n": n})


def _told(result: dict[str, Any]) -> dict[str, Any]:
    """A refusal with its sentence, in the reader's language."""
    if "refused" not in result:
        return result
    said = document(Problem(result["refused"], result["values"]), called)
    return {"number": result["number"], "refused": {name: said[name] for name in ("code", "title", "detail", "values")}}


def _in_words(query: Asked, agencies: dict[str, str], columns: dict[str, str]) -> str:
    """The filter as it is printed on the sheet."""
    said = {
        "栏目": columns.get(query.get("column", "")),
        "承办单位": query.get("agency") and agencies.get(query["agency"], query["agency"]),
        "状态": STATES.get(query.get("state", "")),
        "灯号": LIGHTS.get(query.get("light", "")),
        "催办": URGED.get(query.get("urged", "")),
        "受理天数不少于": query.get("age_from"),
        "受理天数不多于": query.get("age_to"),
        "办理期限不早于": query.get("due_from"),
        "办理期限不晚于": query.get("due_to"),
    }
    return "；".join(f"{name}：{value}" for name, value in said.items() if value is not None) or "无"


def _file(content: bytes, content_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=content_type, headers=headers)
