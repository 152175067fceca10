"""Which role may call what, and which scope a role needs (domain.md, "Who uses it" and rule 8).

The gateway checks the role by this table. The scope travels in the Actor, and the service that owns the matter
checks it, since only that service knows whose matter it is.
"""

from __future__ import annotations

from typing import Final

CLERK: Final = "clerk"
DISPATCHER: Final = "dispatcher"
HANDLER: Final = "handler"
REVIEWER: Final = "reviewer"
SUPERVISOR: Final = "supervisor"
COLUMNADMIN: Final = "columnadmin"
OFFICE: Final = "office"
AUDITOR: Final = "auditor"
ADMIN: Final = "admin"

SCOPES: Final[dict[str, tuple[str, ...]]] = {
    CLERK: ("columns",),
    DISPATCHER: ("columns",),
    HANDLER: ("agencies",),
    REVIEWER: ("columns", "levels"),
    SUPERVISOR: ("columns",),
    COLUMNADMIN: ("columns",),
    OFFICE: (),
    AUDITOR: (),
    ADMIN: (),
}
"""The scope that an account of each role must be given; what is not listed does not limit the role."""

ROLES: Final = tuple(SCOPES)

_COLUMN_STAFF: Final = (CLERK, DISPATCHER, REVIEWER, SUPERVISOR)

MANAGED: Final[dict[str, tuple[str, ...]]] = {
    COLUMNADMIN: _COLUMN_STAFF,
    OFFICE: (*_COLUMN_STAFF, HANDLER, COLUMNADMIN),
    ADMIN: ROLES,
}
"""Whose accounts a role manages; a column administrator those whose columns are all the administrator's own."""

DEPUTISED_BY: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys((*_COLUMN_STAFF, COLUMNADMIN, OFFICE), (*_COLUMN_STAFF, COLUMNADMIN, OFFICE)),
    HANDLER: (HANDLER,),
    AUDITOR: (AUDITOR,),
    ADMIN: (ADMIN,),
}
"""Holders of which roles may be a role's deputy. The portal office's people stand in for each other, an agency's for
each other. Who audits does nothing else, and who administers reads no messages: so an auditor stands in for an auditor
only and an administrator for an administrator, and nobody else for either."""

_OVERSEERS: Final = (SUPERVISOR, COLUMNADMIN, OFFICE, AUDITOR)
_READERS: Final = (CLERK, DISPATCHER, HANDLER, REVIEWER, SUPERVISOR, COLUMNADMIN, OFFICE)
_MANAGERS: Final = (COLUMNADMIN, OFFICE, ADMIN)
_EVERYONE_AT_A_DESK: Final = (CLERK, DISPATCHER, HANDLER, REVIEWER, *_OVERSEERS)

PERMISSIONS: Final[dict[str, tuple[str, ...]]] = {
    "messages.list": (CLERK, DISPATCHER, *_OVERSEERS),
    "messages.read": _EVERYONE_AT_A_DESK,
    "messages.accept": (CLERK,),
    "messages.decline": (CLERK,),
    "messages.redirect": (CLERK,),
    "messages.merge": (CLERK,),
    "messages.suggestions": (CLERK, COLUMNADMIN, OFFICE, AUDITOR),
    "messages.public_text": (CLERK, COLUMNADMIN, OFFICE, AUDITOR),
    "messages.confirm_public_text": (CLERK, COLUMNADMIN, OFFICE),
    "messages.history": _EVERYONE_AT_A_DESK,
    "messages.reveal": (CLERK, DISPATCHER, HANDLER, *_OVERSEERS),
    "messages.erase": (OFFICE,),
    "queues.list": (CLERK, DISPATCHER, *_OVERSEERS),
    "advice.list": (CLERK, COLUMNADMIN, OFFICE, AUDITOR, ADMIN),
    "advice.word": (OFFICE, ADMIN),
    "cases.list": _EVERYONE_AT_A_DESK,
    "cases.read": _EVERYONE_AT_A_DESK,
    "cases.assign": (DISPATCHER, COLUMNADMIN, OFFICE),
    "cases.withdraw": (DISPATCHER, COLUMNADMIN, OFFICE),
    "cases.arrange_help": (DISPATCHER, COLUMNADMIN, OFFICE),
    "cases.ask": (HANDLER,),
    "cases.decide": (DISPATCHER, COLUMNADMIN, OFFICE),
    "cases.close": (DISPATCHER, SUPERVISOR, COLUMNADMIN, OFFICE),
    "cases.reopen": (DISPATCHER, SUPERVISOR, COLUMNADMIN, OFFICE),
    "cases.hand_over": (DISPATCHER, COLUMNADMIN, OFFICE),
    "ledger.read": (DISPATCHER, HANDLER, *_OVERSEERS),
    "figures.read": _EVERYONE_AT_A_DESK,
    "bulletins.read": _OVERSEERS,
    "bulletins.draft": (COLUMNADMIN, OFFICE),
    "bulletins.check": (SUPERVISOR, COLUMNADMIN, OFFICE),
    "bulletins.publish": (COLUMNADMIN, OFFICE),
    "urgings.send": (SUPERVISOR, COLUMNADMIN, OFFICE),
    "urgings.read": (DISPATCHER, HANDLER, *_OVERSEERS),
    "urgings.receive": (HANDLER,),
    "cases.proposal": (DISPATCHER, *_OVERSEERS),
    "replies.list": _EVERYONE_AT_A_DESK,
    "replies.read": _EVERYONE_AT_A_DESK,
    "replies.draft": (HANDLER,),
    "replies.evidence": (REVIEWER, *_OVERSEERS),
    "replies.submit": (HANDLER,),
    "replies.pass": (REVIEWER,),
    "replies.send_back": (REVIEWER,),
    "templates.read": _OVERSEERS,
    "templates.write": (COLUMNADMIN, OFFICE),
    "words.read": (*_EVERYONE_AT_A_DESK, ADMIN),
    "words.write": (OFFICE,),
    "replies.comment": (HANDLER, REVIEWER),
    "replies.correct": (HANDLER,),
    "calendar.read": (*_EVERYONE_AT_A_DESK, ADMIN),
    "calendar.amend": (OFFICE,),
    "calendar.differ": (OFFICE, AUDITOR),
    "calendar.recount": (OFFICE,),
    "notices.read": _READERS,
    "notices.confirm": _READERS,
    "notices.write": (OFFICE,),
    "notices.oversee": (OFFICE, AUDITOR),
    "deliveries.list": (OFFICE, AUDITOR, ADMIN),
    "deliveries.retry": (OFFICE, ADMIN),
    "webhooks.list": (OFFICE, AUDITOR, ADMIN),
    "webhooks.manage": (OFFICE, ADMIN),
    "rules.read": (DISPATCHER, *_OVERSEERS, ADMIN),
    "rules.draft": (COLUMNADMIN, OFFICE),
    "rules.try": (COLUMNADMIN, OFFICE),
    "rules.switch_on": (COLUMNADMIN, OFFICE),
    "columns.read": (COLUMNADMIN, OFFICE, AUDITOR, ADMIN),
    "columns.set": (COLUMNADMIN, OFFICE),
    "agencies.read": (COLUMNADMIN, OFFICE, AUDITOR, ADMIN),
    "agencies.set": (OFFICE,),
    "accounts.list": (*_MANAGERS, AUDITOR),
    "accounts.create": _MANAGERS,
    "accounts.change": _MANAGERS,
    "accounts.disable": _MANAGERS,
    "accounts.reset": _MANAGERS,
    "accounts.unlock": _MANAGERS,
    "accounts.identity": (AUDITOR, ADMIN),
    "accounts.bind": (ADMIN,),
    "sessions.list": (*_MANAGERS, AUDITOR),
    "sessions.end": _MANAGERS,
    "sign_ins.list": (AUDITOR, ADMIN),
    "deputies.list": (*_MANAGERS, AUDITOR),
    "deputies.appoint": _MANAGERS,
    "keys.list": (AUDITOR, ADMIN),
    "keys.create": (ADMIN,),
    "keys.revoke": (ADMIN,),
    "changes.read": (*_MANAGERS, AUDITOR),
}
"""Which roles may do what; whatever is not listed nobody may."""


def may(role: str, permission: str) -> bool:
    """Whether the table gives this permission to this role."""
    return role in PERMISSIONS[permission]


def permissions_of(role: str) -> list[str]:
    """Everything a role may do, for a page that shows only what works."""
    return [permission for permission, allowed in PERMISSIONS.items() if role in allowed]
