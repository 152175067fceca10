"""Every operation of the API, and what it is asked with when the wrong person asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["public", "own", "list", "figure", "matter", "person", "appointment", "notice", "column", "office"]
"""Whom an operation is about: everyone; oneself; whatever is in scope; a figure, which is everyone's, with its
messages, which are the scope's; one message; one account; one appointment of a deputy; one notice; one column; or the
office as a whole, which has no scope but the role."""

HASH = "0" * 64
PERIOD = "from=2019-01-01&to=2030-01-01"
DAYS = {"begin": "2024-03-01", "end": "2024-03-08"}


@dataclass(frozen=True, slots=True)
class Operation:
    """How an operation is tried: a body that its schema takes, a query, headers."""

    kind: Kind
    body: Any = None
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def _all(kind: Kind, *names: str) -> dict[str, Operation]:
    return dict.fromkeys(names, Operation(kind))


_VERSIONED = {"If-Match": '"1"'}
_DRAFT, _SENT_BACK = {"text": "外人所拟", "based_on": 0}, {"level": 1, "comments": "外人的意见"}

_TEMPLATE = {"salutation": "您好", "body": "", "closing": "", "signature": ""}

PUBLIC = _all(
    "public",
    "GET /columns",
    "GET /fields",
    "GET /agencies",
    "POST /messages",
    "GET /challenge",
    "GET /messages/{number}",
    "POST /messages/{number}/withdrawal",
    "POST /messages/{number}/evaluation",
    "POST /messages/{number}/follow-ups",
    "POST /messages/{number}/erasure-request",
    "GET /published",
    "GET /published/{number}",
    "GET /statistics/completion",
    "GET /statistics/completion.csv",
    "GET /statistics/timeliness",
    "GET /statistics/timeliness.csv",
    "GET /statistics/satisfaction",
    "GET /statistics/satisfaction.csv",
    "GET /statistics/workload",
    "GET /statistics/workload.csv",
    "GET /statistics/indicators",
    "GET /statistics/messages",
    "GET /bulletins",
    "GET /bulletins/{bulletin}",
    "GET /bulletins/{bulletin}.docx",
    "GET /bulletins/{bulletin}.xlsx",
    "GET /password-policy",
    "GET /session/oidc",
    "GET /session/oidc/callback",
    "GET /session/ways",
    "POST /session/oidc",
    "POST /messages/{number}/attachments",
    "GET /messages/{number}/attachments",
    "GET /messages/{number}/attachments/{attachment}",
    "DELETE /messages/{number}/attachments/{attachment}",
    "GET /published/{number}/attachments",
    "GET /published/{number}/attachments/{attachment}",
    "GET /events",
    "PUT /messages/{number}/notifications",
    "GET /messages/{number}/reply-attachments/{attachment}",
    "GET /published/{number}/reply-attachments/{attachment}",
    "POST /session",
)

OWN = {
    **_all(
        "own",
        "DELETE /session",
        "GET /me",
        "PUT /me/password",
        "GET /me/deputies",
        "GET /me/sessions",
        "DELETE /me/sessions",
        "DELETE /me/sessions/{session_id}",
    ),
    "GET /me/notifications": Operation("own"),
    "PUT /me/notifications": Operation("own", {"off": []}),
    "POST /session/deputising": Operation("own", {"principal": "a.clerk"}),
    "POST /me/deputies": Operation("own", {"deputy": "a.clerk", **DAYS}),
    "POST /me/deputies/{appointment}/revocation": Operation("appointment"),
}

LISTS = {
    **_all(
        "list",
        "GET /desk/messages",
        "GET /desk/queues",
        "GET /desk/reply-queues",
        "GET /desk/notices",
        "GET /desk/bulletins",
        "GET /admin/notices",
        "GET /desk/cases",
        "GET /desk/ledger",
        "GET /desk/ledger.xlsx",
        "GET /desk/replies",
        "GET /desk/urgings",
        "GET /admin/accounts",
        "GET /admin/deputies",
        "GET /admin/changes",
        "GET /admin/columns",
        "GET /admin/agencies",
        "GET /admin/keys",
        "GET /admin/advice",
        "GET /admin/sign-ins",
        "GET /admin/word-lists",
        "GET /admin/dispatch-rules",
        "GET /admin/calendar",
        "GET /admin/calendar/diff",
        "GET /admin/reply-templates",
        "GET /admin/deliveries",
        "GET /admin/webhooks",
    ),
    "GET /desk/urging-proposals": Operation("list", query="level=reminder"),
    "GET /desk/bulletins/due": Operation("list", query="from=2023-10-01&to=2024-01-01"),
    "POST /admin/dispatch-rules/trial": Operation("list", {}),
}

FIGURES = {
    "GET /desk/statistics/messages": Operation("figure", query=f"figure=received&{PERIOD}"),
    "GET /desk/statistics/messages.xlsx": Operation("figure", query=f"figure=received&{PERIOD}"),
}

MATTERS = {
    **_all(
        "matter",
        "GET /desk/messages/{number}",
        "GET /desk/messages/{number}/suggestions",
        "GET /desk/messages/{number}/public-text",
        "GET /desk/messages/{number}/history",
        "GET /desk/messages/{number}/attachments",
        "GET /desk/messages/{number}/attachments/{attachment}",
        "POST /desk/messages/{number}/erasure",
        "GET /desk/cases/{number}",
        "GET /desk/cases/{number}/proposal",
        "GET /desk/cases/{number}/deadline",
        "GET /desk/cases/{number}/urgings",
        "GET /desk/cases/{number}/urgings/{n}/letter.docx",
        "POST /desk/urgings/{number}/{n}/receipt",
        "GET /desk/replies/{number}",
        "GET /desk/replies/{number}/difference",
        "GET /desk/replies/{number}/evidence",
        "GET /desk/replies/{number}/evidence.docx",
        "GET /desk/replies/{number}/template",
        "GET /desk/interim-replies/{number}",
        "GET /desk/follow-ups/{number}",
    ),
    "POST /desk/messages/{number}/acceptance": Operation("matter", {"urgency": "ordinary", "complexity": "ordinary"}),
    "POST /desk/messages/{number}/decline": Operation("matter", {"reason": "unclear"}),
    "POST /desk/messages/{number}/redirection": Operation("matter", {"where": "别处"}),
    "POST /desk/messages/{number}/merge": Operation("matter", {"into": "{number}"}),
    "POST /desk/messages/{number}/public-text": Operation("matter", {"title": "题", "body": "文", "basis": HASH}),
    "POST /desk/messages/{number}/public-text/withdrawal": Operation("matter", {"reason": "外人的理由"}),
    "POST /desk/messages/{number}/attachments/{attachment}/publication": Operation("matter", {"public": True}),
    "POST /desk/messages/{number}/reveal": Operation("matter", {"fields": ["name"], "reason": "好奇"}),
    "POST /desk/messages/{number}/erasure-refusal": Operation("matter", {"why": "外人的理由"}),
    "POST /desk/cases/{number}/assignment": Operation("matter", {"lead": "transport"}),
    "POST /desk/cases/{number}/assignment-withdrawal": Operation("matter", {"reason": "误转"}),
    "POST /desk/cases/{number}/co-agencies": Operation("matter", {"add": ["transport"]}),
    "POST /desk/cases/{number}/return": Operation("matter", {"reason": "不属我局"}),
    "POST /desk/cases/{number}/return-decision": Operation("matter", {"agreed": True}),
    "POST /desk/cases/{number}/extension": Operation("matter", {"until": "2024-03-14", "reason": "等待配件"}),
    "POST /desk/cases/{number}/extension-decision": Operation("matter", {"granted": True}),
    "POST /desk/cases/{number}/closing": Operation("matter", {"reason": "settled", "note": "已解决"}),
    "POST /desk/cases/{number}/reopening": Operation("matter", {"reason": "dissatisfied"}),
    "POST /desk/cases/{number}/handover": Operation(
        "matter", {"system": "hotline", "reason": "热线事项", "receipt": "12345-1"}
    ),
    "POST /desk/cases/{number}/urging": Operation("matter", {"level": "reminder"}),
    "POST /desk/urgings": Operation("matter", {"numbers": ["{number}"], "level": "reminder"}),
    **{
        f"{method} /desk/{part}/{{number}}/{act}": Operation("matter", body)
        for part in ("replies", "interim-replies", "follow-ups")
        for method, act, body in (
            ("PUT", "draft", _DRAFT),
            ("POST", "submission", {"text_hash": HASH}),
            ("POST", "pass", {"level": 1, "text_hash": HASH}),
            ("POST", "send-back", _SENT_BACK),
            ("GET", "drafts", None),
            ("GET", "drafts/{draft}", None),
            ("GET", "versions", None),
            ("GET", "corrections", None),
            ("POST", "drafts/{draft}/restoration", {"based_on": 0}),
            ("POST", "comments", {"comments": "外人的话"}),
            ("POST", "correction", {"reason": "wording", "words": "外人的话"}),
            ("POST", "correction/withdrawal", None),
            ("POST", "pass-withdrawal", {"level": 1}),
            ("POST", "withdrawal", None),
            ("POST", "attachments", None),
            ("GET", "attachments/{attachment}", None),
            ("DELETE", "attachments/{attachment}", None),
        )
    },
}

ADMINISTRATION = {
    "GET /admin/accounts/{username}": Operation("person"),
    "PUT /admin/accounts/{username}": Operation("person", {"display_name": "外人所改"}),
    "POST /admin/accounts/{username}/disabling": Operation("person"),
    "POST /admin/accounts/{username}/enabling": Operation("person"),
    "POST /admin/accounts/{username}/password-reset": Operation("person"),
    "POST /admin/accounts/{username}/unlocking": Operation("person"),
    "GET /admin/accounts/{username}/sessions": Operation("person"),
    "GET /admin/accounts/{username}/identity": Operation("person"),
    "PUT /admin/accounts/{username}/identity": Operation("person", {"subject": "somebody"}),
    "DELETE /admin/accounts/{username}/identity": Operation("person"),
    "DELETE /admin/accounts/{username}/sessions": Operation("person"),
    "POST /admin/accounts": Operation(
        "office", {"username": "b.new", "display_name": "新", "role": "clerk", "columns": ["mayor"]}
    ),
    "POST /admin/deputies": Operation("person", {"principal": "{username}", "deputy": "b.clerk", **DAYS}),
    "POST /admin/deputies/{appointment}/revocation": Operation("appointment"),
    "GET /admin/columns/{column}": Operation("column"),
    "PUT /admin/columns/{column}": Operation("column", {"review_levels": 1}, headers=_VERSIONED),
    "GET /admin/agencies/{agency}": Operation("office"),
    "PUT /admin/agencies/{agency}": Operation("office", {"name": "外人所改"}, headers=_VERSIONED),
    "POST /admin/keys": Operation("office", {"name": "外人的钥匙"}),
    "DELETE /admin/keys/{key_id}": Operation("office"),
    "PUT /admin/advice/{reason}": Operation("office", {"text": "外人的建议"}),
    "GET /desk/notices/{notice}": Operation("notice"),
    "POST /desk/notices/{notice}/receipt": Operation("notice", {"version": 1}),
    "POST /admin/notices": Operation("office", {"kind": "guidance", "title": "外人的通知", "body": "正文"}),
    "POST /admin/notices/recipients": Operation("office", {"roles": ["clerk"]}),
    "GET /admin/notices/{notice}": Operation("office"),
    "GET /admin/notices/{notice}/readers": Operation("office"),
    "GET /admin/notices/{notice}/readers.xlsx": Operation("office"),
    "PUT /admin/notices/{notice}/draft": Operation("office", {"kind": "guidance", "title": "题", "body": "正文"}),
    "POST /admin/notices/{notice}/sending": Operation("office", {"text_hash": HASH}),
    "POST /admin/notices/{notice}/correction": Operation("office", {"title": "题", "body": "正文", "version": 1}),
    "POST /admin/notices/{notice}/withdrawal": Operation("office", {"reason": "外人的理由"}),
    "POST /admin/notices/{notice}/reminder": Operation("office"),
    "GET /admin/word-lists/{words}": Operation("office"),
    "GET /admin/word-lists/{words}/words": Operation("office"),
    "PUT /admin/word-lists/{words}": Operation("office", {"name": "外人的词表", "severity": "stop"}),
    "POST /admin/word-lists/{words}/editions": Operation("office", {"entries": [], "replaces": 0}),
    "POST /admin/word-lists/{words}/imports": Operation("office", {"form": "txt", "content": "eA==", "replaces": 0}),
    "POST /admin/word-lists/{words}/switching-on": Operation("office", {"version": 1}),
    "POST /admin/word-lists/{words}/retirement": Operation("office"),
    "GET /desk/bulletins/{bulletin}": Operation("column"),
    "GET /desk/bulletins/{bulletin}.docx": Operation("column"),
    "GET /desk/bulletins/{bulletin}.xlsx": Operation("column"),
    "POST /desk/bulletins": Operation("column", {"column": "mayor", "from": "2023-10-01", "to": "2024-01-01"}),
    "POST /desk/bulletins/{bulletin}/check": Operation("column", {"digest": HASH}),
    "POST /desk/bulletins/{bulletin}/return": Operation("column", {"digest": HASH, "reason": "外人的理由"}),
    "POST /desk/bulletins/{bulletin}/publication": Operation("column", {"digest": HASH}),
    "GET /admin/reply-templates/{column}": Operation("column"),
    "GET /admin/reply-templates/{column}/editions": Operation("column"),
    "PUT /admin/reply-templates/{column}": Operation("column", {**_TEMPLATE, "replaces": 0}),
    "POST /admin/webhooks": Operation(
        "office", {"name": "外人", "url": "https://hooks.example.cn/", "kinds": ["closed"]}
    ),
    "POST /admin/webhooks/{webhook}/test": Operation("office"),
    "POST /admin/webhooks/{webhook}/enabling": Operation("office"),
    "POST /admin/webhooks/{webhook}/disabling": Operation("office"),
    "POST /admin/deliveries/{delivery}/retry": Operation("office"),
    "PUT /admin/dispatch-rules": Operation("office", {"rules": [], "replaces": 0}),
    "POST /admin/dispatch-rules/switching-on": Operation("office", {"version": 0}),
    "POST /admin/calendar/amendments": Operation("office", {"announced": [2030], "reason": "通知"}),
    "POST /admin/calendar/diff/application": Operation("office", {"calendar": "?"}),
}

OPERATIONS: dict[str, Operation] = {**PUBLIC, **OWN, **LISTS, **FIGURES, **MATTERS, **ADMINISTRATION}
