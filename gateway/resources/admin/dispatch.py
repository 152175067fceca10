"""The office's dispatch rules: written, tried out, switched on; routing keeps them."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.admin.blueprint import ADMIN
from gateway.resources.citizen import titled
from gateway.schemas import dispatch as shapes


@ADMIN.operation("GET", "/dispatch-rules", staff("rules.read"), answer=shapes.RuleBook, problems=(503,))
def dispatch_rules() -> Answer:
    """The rules in force, and the draft where there is one."""
    return ask("routing", "dispatch_rules", {})


@ADMIN.operation(
    "PUT",
    "/dispatch-rules",
    staff("rules.draft"),
    body=shapes.DispatchRules,
    answer=shapes.BookStanding,
    problems=(403, 409, 503),
)
def draft_rules(body: Asked) -> Answer:
    """Write all rules anew, as a draft: those in force stay in force until it is switched on.

    A column administrator changes rules that name columns of theirs and no others.
    """
    return command("routing", "draft_rules", body)


@ADMIN.operation(
    "POST",
    "/dispatch-rules/trial",
    staff("rules.try"),
    body=shapes.TrialPage,
    answer=shapes.Trial,
    problems=(503,),
)
def try_rules(body: Asked) -> Answer:
    """What the edition written last would have done with past cases, and which of them went elsewhere in truth."""
    asked = {"from": body.pop("begin", None), "to": body.pop("end", None), **body}
    found = ask("routing", "trial", asked)
    period = {"begin": found["from"], "end": found["to"]}
    return {**found, **period, "items": titled(found["items"])}


@ADMIN.operation(
    "POST",
    "/dispatch-rules/switching-on",
    staff("rules.switch_on"),
    body=shapes.RuleSwitch,
    answer=shapes.BookStanding,
    problems=(403, 409, 503),
)
def switch_on_rules(body: Asked) -> Answer:
    """Put the draft in force. What is assigned stays as it is."""
    return command("routing", "switch_on_rules", body)
