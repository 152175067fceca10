"""What one is told of by e-mail."""

from __future__ import annotations

from flask_babel import gettext

from contracts.notices import ALWAYS
from gateway.access import OWN
from gateway.asking import session
from gateway.choices import groups_of
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.people.blueprint import SESSION
from gateway.schemas import notifications as shapes
from gateway.sentences.names import NOTIFICATION_GROUPS


@SESSION.operation("GET", "/me/notifications", OWN, answer=shapes.Notifications)
def own_notifications() -> Answer:
    """What you are told of by e-mail, and at which address. It is the account's own, also while it deputises."""
    return _told_of()


@SESSION.operation(
    "PUT",
    "/me/notifications",
    OWN,
    body=shapes.NotificationChoice,
    answer=shapes.Notifications,
    problems=(409,),
)
def choose_own_notifications(body: Asked) -> Answer:
    """Be told of everything but these groups. What is urged or overdue stays, and what a role never gets is refused."""
    account = session().account
    parts().choices.choose(account.username, account.role, body["off"])
    return _told_of()


def _told_of() -> Answer:
    account = session().account
    off = parts().choices.of(account.username)
    groups = [
        {
            "group": group,
            "group_name": gettext(NOTIFICATION_GROUPS[group]),
            "always": group in ALWAYS,
            "on": group in ALWAYS or group not in off,
        }
        for group in groups_of(account.role)
    ]
    return {"email": account.email, "groups": groups}
