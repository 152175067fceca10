"""Sessions, accounts and API keys; health and events."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.account import EMAIL, USERNAME
from gateway.fields import Code, Letters, Matching, Text, Whole, items
from gateway.roles import ROLES
from gateway.schemas.shared import LIMIT, SOURCES, Listed, day, instant, one_of
from gateway.schemas.signing import SignInBefore


class Credentials(Schema):
    """User name and password."""

    username = Text(least=1, most=64, required=True)
    password = fields.String(required=True, validate=Letters(max=256))


class Principal(Schema):
    """In whose name a deputy acts."""

    username = fields.String(required=True)
    display_name = fields.String()


class Deputised(Principal):
    """For whom the person may act today, and until which day."""

    role = fields.String()
    until = day()


class Me(Schema):
    """The signed-in account."""

    username = fields.String(required=True)
    display_name = fields.String()
    email = fields.String(allow_none=True)
    role = fields.String()
    role_name = fields.String()
    columns = fields.List(fields.String(), allow_none=True, metadata={"description": "null: all"})
    agencies = fields.List(fields.String(), allow_none=True, metadata={"description": "null: all"})
    levels = fields.List(fields.Integer(), allow_none=True, metadata={"description": "null: all"})
    permissions = fields.List(fields.String(), metadata={"description": "What the role may do"})
    on_behalf_of = fields.Nested(
        Principal, allow_none=True, metadata={"description": "Whom this session deputises: role and scope are theirs"}
    )
    may_act_for = fields.List(fields.Nested(Deputised), metadata={"description": "With POST /session/deputising"})
    password_is_temporary = fields.Boolean(
        metadata={"description": "The password must be changed with PUT /me/password before anything else"}
    )
    password_due = fields.Boolean(
        metadata={"description": "Temporary, or older than the office allows: it must be changed before anything else"}
    )
    password_set_at = instant()
    password_expires_at = instant("null: the password does not get too old", allow_none=True)
    expires_at = instant("When the session ends at the latest")
    last_sign_in = fields.Nested(SignInBefore, allow_none=True)
    failed_sign_ins = fields.Integer(
        metadata={"description": "Attempts under this user name that failed, or met a lock, since that sign-in"}
    )


class SignedIn(Schema):
    """A session: send the token as `Authorization: Bearer …`."""

    token = fields.String(required=True)
    expires_at = instant(required=True)
    account = fields.Nested(Me, required=True)


class PasswordChange(Schema):
    """One's own password."""

    present = fields.String(required=True, validate=Letters(max=256))
    new = Text(least=1, most=256, required=True)


class AccountFields(Schema):
    """An account; a scope of null means all."""

    username = fields.String(required=True)
    display_name = fields.String()
    email = fields.String(allow_none=True)
    role = fields.String()
    columns = fields.List(fields.String(), allow_none=True)
    agencies = fields.List(fields.String(), allow_none=True)
    levels = fields.List(fields.Integer(), allow_none=True)
    password_is_temporary = fields.Boolean()
    password_set_at = instant()
    demonstration = fields.Boolean()
    created_at = instant()
    disabled_at = instant(allow_none=True)


class AccountList(Listed):
    """Accounts by user name."""

    items = fields.List(fields.Nested(AccountFields), required=True)


class AccountSeen(AccountFields):
    """An account, and whether failed sign-ins have locked it."""

    locked_until = instant("Until when signing in is blocked from somewhere; null: it is not", allow_none=True)


class AccountUnlocked(AccountSeen):
    """An account that nothing is held against any more."""

    was_locked = fields.Boolean(required=True)


class NewAccountFields(Schema):
    """A new account; the scope its role needs must be given, null for all. No password: one is made up."""

    username = Matching(USERNAME, required=True)
    display_name = Text(least=1, most=60, required=True)
    role = one_of(*ROLES, required=True)
    columns = items(Code(), most=500, allow_none=True, load_default=tuple)
    agencies = items(Code(), most=500, allow_none=True, load_default=tuple)
    levels = items(Whole(least=1, most=9), most=9, allow_none=True, load_default=tuple)
    password = Text(least=1, most=256, metadata={"description": "For the first sign-in; left out: one is made up"})
    email = Matching(EMAIL, allow_none=True, metadata={"description": "Where notices go"})


class AccountChanges(Schema):
    """What becomes different of an account; what is left out stays, a scope of null means all."""

    display_name = Text(least=1, most=60)
    email = Matching(EMAIL, allow_none=True, metadata={"description": "Where notices go; null: nowhere"})
    columns = items(Code(), most=500, least=1, allow_none=True)
    agencies = items(Code(), most=500, least=1, allow_none=True)
    levels = items(Whole(least=1, most=9), most=9, least=1, allow_none=True)


class MadeAccount(AccountFields):
    """The new account, and its first password where one was made up: hand it over, it is stored nowhere."""

    first_password = fields.String(allow_none=True)


class KeyFields(Schema):
    """An API key, without the key."""

    id = fields.Integer(required=True)
    name = fields.String()
    created_at = instant()
    created_by = fields.String()
    revoked_at = instant(allow_none=True)


class KeyList(Listed):
    """API keys in the order they were made."""

    items = fields.List(fields.Nested(KeyFields), required=True)


class NewKey(Schema):
    """Which system the key is for."""

    name = Text(least=1, most=60, required=True)


class MadeKey(Schema):
    """The key, shown once: send it as `X-API-Key`."""

    id = fields.Integer(required=True)
    name = fields.String()
    key = fields.String(required=True)


class EventsQuery(Schema):
    """Whose events, after which position."""

    source = one_of(*SOURCES, required=True)
    after = Whole(least=0, most=10**15 - 1, load_default=0)
    limit = Whole(least=1, most=LIMIT, load_default=100)


class Events(Schema):
    """Public events (CloudEvents 1.0) in the order they happened, without gaps; `head` is the newest position."""

    events = fields.List(fields.Dict(), required=True)
    next = fields.Integer(required=True, metadata={"description": "`after` for the next call"})
    head = fields.Integer(required=True)
