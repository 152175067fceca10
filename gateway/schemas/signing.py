"""Passwords, sessions of an account, and who tried to sign in."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.account import USERNAME
from gateway.fields import Matching
from gateway.schemas.shared import Listed, Page, instant, one_of
from gateway.signing.trail import OUTCOMES, WAYS


class SignInBefore(Schema):
    """The sign-in before the present session: when, from where and with what."""

    at = instant(required=True)
    address = fields.String()
    device = fields.String(metadata={"description": "Roughly: browser and system"})
    way = one_of(*WAYS)


class OwnSession(Schema):
    """A running session; the id names it, and opens nothing."""

    id = fields.String(required=True)
    since = instant()
    last_used = instant("To the minute")
    expires_at = instant("When it ends at the latest")
    way = one_of(*WAYS)
    device = fields.String(metadata={"description": "Roughly: browser and system"})
    address = fields.String()
    present = fields.Boolean(metadata={"description": "Whether it is the one that asks"})


class OwnSessions(Listed):
    """Running sessions, the newest first."""

    items = fields.List(fields.Nested(OwnSession), required=True)


class SignInsQuery(Page):
    """Whose attempts, and which."""

    username = Matching(USERNAME)
    outcome = one_of(*OUTCOMES)
    way = one_of(*WAYS)


class SignIn(Schema):
    """An attempt to sign in. What was typed as a user name is kept only where an account of that name exists."""

    id = fields.Integer(required=True)
    at = instant()
    username = fields.String(allow_none=True)
    way = one_of(*WAYS)
    outcome = one_of(*OUTCOMES)
    why = fields.String(
        allow_none=True,
        metadata={"description": "Why it failed: unknown, wrong, disabled, expired, off, unbound, taken, refused"},
    )
    address = fields.String()
    device = fields.String()


class SignIns(Listed):
    """Attempts, the newest first."""

    items = fields.List(fields.Nested(SignIn), required=True)


class PasswordPolicy(Schema):
    """What is asked of a password, as numbers for a program and as sentences for a person."""

    minimum_length = fields.Integer(required=True)
    maximum_length = fields.Integer(required=True)
    kinds = fields.Integer(metadata={"description": "How many kinds of characters it mixes at least"})
    history = fields.Integer(metadata={"description": "How many of the last passwords are not taken again"})
    days = fields.Integer(allow_none=True, metadata={"description": "After how many days it is replaced; null: never"})
    temporary_days = fields.Integer(
        allow_none=True, metadata={"description": "How many days a given password is good for; null: for ever"}
    )
    rules = fields.List(fields.String(), required=True)


class Ways(Schema):
    """How one signs in here."""

    password = one_of("all", "one", metadata={"description": "one: for a single administrator, in an emergency"})
    oidc = fields.Boolean(metadata={"description": "Whether there is an identity provider"})


class WayOut(Schema):
    """Where the browser goes next."""

    address = fields.String(required=True)


class OneTimeCode(Schema):
    """What came back in the page's address, after `#code=`."""

    code = Matching(r"^[A-Za-z0-9_-]{43}$", required=True)


class NewIdentity(Schema):
    """Who somebody is to the identity provider: its `sub`, to the letter."""

    subject = Matching(r"^[!-~]{1,255}$", required=True)


class Identity(Schema):
    """Which subject of which issuer an account is."""

    username = fields.String(required=True)
    issuer = fields.String(required=True)
    subject = fields.String(required=True)
