"""How a text goes out: the agency drafts and submits it, reviewers pass it or send it back; and is corrected later.

The same for replies, for answers to follow-up questions and for interim replies; review keeps them all, by `part`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from marshmallow import Schema

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked, View
from gateway.resources.desk.blueprint import ACT, DESK, READ
from gateway.schemas import replies as texts
from gateway.schemas import reviewing as acts
from gateway.schemas.shared import Page


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps: where, with what, and what review calls it."""

    method: str
    path: str
    permission: str
    body: type[Schema] | None
    command: str


STEPS: Final = (
    Step("PUT", "draft", "replies.draft", acts.Draft, "save_draft"),
    Step("POST", "submission", "replies.submit", acts.Submission, "submit"),
    Step("POST", "pass", "replies.pass", acts.Pass, "pass_reply"),
    Step("POST", "send-back", "replies.send_back", acts.SendBack, "send_back"),
    Step("POST", "drafts/<int(max=999999):draft>/restoration", "replies.draft", acts.Restoration, "restore"),
    Step("POST", "withdrawal", "replies.submit", None, "withdraw"),
    Step("POST", "pass-withdrawal", "replies.pass", acts.PassTakenBack, "take_pass_back"),
    Step("POST", "comments", "replies.comment", acts.Comment, "comment"),
    Step("POST", "correction", "replies.correct", acts.Correction, "open_correction"),
    Step("POST", "correction/withdrawal", "replies.correct", None, "give_up_correction"),
)

ALIKE: Final = {
    "restore": ("restore_{}_draft", "Take up an old draft again, text and files, as the newest one."),
    "withdraw": ("withdraw_{}", "Take the draft out of review again, as long as no level has decided about it."),
    "take_pass_back": ("take_{}_pass_back", "Take one's own pass back, as long as no level above has decided."),
    "comment": ("comment_{}", "Say something about the draft without deciding. Only staff read it."),
    "open_correction": (
        "correct_{}",
        "Correct what was published last: its next version passes every level, and the case stays closed.",
    ),
    "give_up_correction": ("give_up_{}_correction", "Leave what was published as it is."),
}
"""What the steps that are the same for every part are called, and what they do."""


def drafting(path: str, called: str, part: Mapping[str, str], named: Mapping[str, tuple[str, str]]) -> None:
    """Declare the steps of a part under `path`; `named` gives each its name in the contract, and what it does.

    `called` is the part in the names of those that are alike.
    """
    for step in STEPS:
        where = f"{path}/<number:number>/{step.path}"
        declare = DESK.operation(
            step.method,
            where,
            staff(step.permission),
            body=step.body,
            answer=texts.ReplyStanding,
            problems=ACT,
        )
        name, does = named.get(step.path) or ALIKE[step.command]
        declare(_view(step, part, name.format(called), does))
    _reading(path, called, part)


LISTS: Final = {
    "drafts": (texts.DraftList, "Every version of the draft: who, when, and what became of it."),
    "versions": (texts.VersionList, "Every version that was published, with its text, also what was corrected since."),
    "corrections": (texts.CorrectionList, "Every correction that was opened, why, and how it ended."),
}
"""What can be read of a text beside the newest: review calls it so, too."""


def _reading(path: str, called: str, part: Mapping[str, str]) -> None:
    """The lists behind a text, and one draft."""

    def shown(number: str, draft: int) -> Answer:
        return ask("review", "draft", {"number": number, **part, "draft": draft})

    may = staff("replies.read")
    for name, (answer, does) in LISTS.items():
        declare = DESK.operation(
            "GET", f"{path}/<number:number>/{name}", may, query=Page, answer=answer, problems=(404, 422, 503)
        )
        declare(_list(name, part, f"{called}_{name}", does))
    one = f"{path}/<number:number>/drafts/<int(max=999999):draft>"
    shown.__name__, shown.__doc__ = f"{called}_draft", "One version of the draft with its text and what was said of it."
    DESK.operation("GET", one, may, answer=texts.OneDraft, problems=READ)(shown)


def _list(listed: str, part: Mapping[str, str], name: str, does: str) -> View:
    def view(number: str, query: Asked) -> Answer:
        return ask("review", listed, {"number": number, **part, **query})

    view.__name__, view.__doc__ = name, does
    return view


def _view(step: Step, part: Mapping[str, str], name: str, does: str) -> View:
    def view(number: str, body: Asked | None = None, **where: int) -> Answer:
        return command("review", step.command, {"number": number, **part, **where, **(body or {})})

    view.__name__, view.__doc__ = name, does
    return view
