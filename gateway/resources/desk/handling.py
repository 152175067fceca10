"""What becomes of a case beyond its assignment; routing keeps it."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import command
from gateway.door import Answer, Asked
from gateway.resources.desk.blueprint import ACT, DESK
from gateway.schemas import cases as shapes


@DESK.operation(
    "POST",
    "/cases/<number:number>/assignment-withdrawal",
    staff("cases.withdraw"),
    body=shapes.Withdrawal,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def withdraw_assignment(number: str, body: Asked) -> Answer:
    """Take a wrong assignment back; the case waits for another agency."""
    return command("routing", "withdraw_assignment", {"number": number, **body})


@DESK.operation(
    "POST",
    "/cases/<number:number>/co-agencies",
    staff("cases.arrange_help"),
    body=shapes.Helpers,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def arrange_help(number: str, body: Asked) -> Answer:
    """Add co-agencies to a case that an agency has, or withdraw some."""
    return command("routing", "arrange_help", {"number": number, **body})


@DESK.operation(
    "POST",
    "/cases/<number:number>/return",
    staff("cases.ask"),
    body=shapes.Return,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def ask_return(number: str, body: Asked) -> Answer:
    """Say that the case is not this agency's, within the column's working days after the assignment."""
    return command("routing", "ask_return", {"number": number, **body})


@DESK.operation(
    "POST",
    "/cases/<number:number>/return-decision",
    staff("cases.decide"),
    body=shapes.ReturnDecision,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def decide_return(number: str, body: Asked) -> Answer:
    """Agree to a return, so that the case waits for another agency, or refuse it with a reason."""
    return command("routing", "decide_return", {"number": number, **body})


@DESK.operation(
    "POST",
    "/cases/<number:number>/extension",
    staff("cases.ask"),
    body=shapes.ExtensionRequest,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def ask_extension(number: str, body: Asked) -> Answer:
    """Ask for a later deadline, before the one in force has passed."""
    return command("routing", "ask_extension", {"number": number, **body})


@DESK.operation(
    "POST",
    "/cases/<number:number>/extension-decision",
    staff("cases.decide"),
    body=shapes.ExtensionDecision,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def decide_extension(number: str, body: Asked) -> Answer:
    """Grant the extension that was asked for, which the citizen is told, or refuse it with a reason."""
    return command("routing", "decide_extension", {"number": number, **body})


@DESK.operation(
    "POST",
    "/cases/<number:number>/closing",
    staff("cases.close"),
    body=shapes.Closing,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def close(number: str, body: Asked) -> Answer:
    """Close a case without a reply, for a reason."""
    return command("routing", "close", {"number": number, **body})


@DESK.operation(
    "POST",
    "/cases/<number:number>/reopening",
    staff("cases.reopen"),
    body=shapes.Reopening,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def reopen(number: str, body: Asked) -> Answer:
    """Handle a matter once more: the citizen is dissatisfied, a mistake was found, or it was handed back."""
    return command("routing", "reopen", {"number": number, **body})


@DESK.operation(
    "POST",
    "/cases/<number:number>/handover",
    staff("cases.hand_over"),
    body=shapes.Handover,
    answer=shapes.CaseStanding,
    problems=ACT,
)
def hand_over(number: str, body: Asked) -> Answer:
    """Hand an accepted matter to the petition system or the 12345 hotline, under the receipt number given there."""
    return command("routing", "hand_over", {"number": number, **body})
