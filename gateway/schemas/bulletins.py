"""Bulletins: the frozen figures of a column, or of the whole city, for a period."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields

from gateway.fields import Code, Day, Hash, Instant, Matching, Text, Whole
from gateway.schemas.bulletin_content import BulletinContent, BulletinPeriod, BulletinScope, Frozen
from gateway.schemas.shared import Listed, Page, instant, one_of
from gateway.schemas.statistics import count, rate, said
from gateway.sentences import N_

STATES: Final = ("drafted", "sent_back", "checked", "published")
PERIOD: Final = r"^([0-9]{4}(Q[1-4]|H[12]|-(0[1-9]|1[0-2]))?|[0-9]{8}-[0-9]{8})$"
PERIOD_WRONG: Final = N_("A period is written as 2019Q1, 2019-03, 2019H1, 2019 or 20190101-20190215.")
_STATES_SAID: Final = (
    "drafted: computed, nobody has checked it; sent_back: somebody found something wrong; "
    "checked: somebody else than who drafted it agrees; published: everyone reads it"
)


# questions


class BulletinPage(Page):
    """A part of the list, of one column or of one period if wanted."""

    column = Code(metadata=said("Only bulletins of this column"))
    period = Matching(
        PERIOD,
        PERIOD_WRONG,
        metadata={**said("Only those of this period; a year: of all that begin in it"), "example": "2019Q1"},
    )


class DeskBulletinPage(BulletinPage):
    """The same for staff, with those that are not published."""

    state = one_of(*STATES, metadata=said(f"Only those in this state. {_STATES_SAID}"))


class BulletinVersionQuery(Schema):
    """Which version."""

    version = Whole(least=1, most=10**6, metadata=said("Which one, from 1; the last one when it is left out"))


class PeriodAsked(Schema):
    """Of which period."""

    begin = Day(data_key="from", required=True, metadata=said("The first day of the period, Asia/Shanghai"))
    end = Day(data_key="to", required=True, metadata=said("The day after its last one"))


class DueQuery(PeriodAsked):
    """Of which period, and which columns there are."""

    as_of = Instant(metadata=said("The cut-off: as of when a column is one of the city's own portal; left out: now"))


class NewBulletin(PeriodAsked):
    """A bulletin to be computed, or computed anew as long as it is not published."""

    column = Code(
        load_default=None, allow_none=True, metadata=said("The column that it is of; null: it is of the whole city")
    )
    as_of = Instant(
        metadata=said("The cut-off: what had happened by then; left out: now, of a correction that of the bulletin")
    )
    reason = Text(
        least=1, most=500, metadata=said("Why the published one is corrected: needed then, and only then; all read it")
    )


class LookedAt(Schema):
    """What was looked at."""

    digest = Hash(required=True, metadata=said("Digest of the content that was looked at: no other is decided about"))


class SendingBack(LookedAt):
    """What was looked at, and what is wrong with it."""

    reason = Text(least=1, most=500, required=True, metadata=said("What is wrong; staff read it"))


# answers


class Due(Schema):
    """A bulletin that there should be."""

    bulletin = fields.String(required=True, metadata={**said("What it is known by"), "example": "2019Q1-mayor"})
    column = fields.String(required=True, allow_none=True, metadata=said("Code of the column; null: the whole city"))
    name = fields.String(required=True, allow_none=True, metadata=said("The column's name"))
    state = one_of(
        "absent", *STATES, required=True, metadata=said(f"How far it is. absent: nobody has drafted it; {_STATES_SAID}")
    )
    version = fields.Integer(required=True, allow_none=True, metadata=said("Its newest version; null: there is none"))
    digest = fields.String(
        required=True, allow_none=True, metadata=said("Digest of that version's content; null: there is none")
    )


class DueList(Schema):
    """The bulletins of a period: one for each column of the city's own portal in scope, and one for the city."""

    period = fields.String(required=True, metadata={**said("The period's name"), "example": "2019Q1"})
    items = fields.List(fields.Nested(Due), required=True, metadata=said("The columns, and the whole city at the end"))


class BulletinDone(Schema):
    """Where a bulletin stands now."""

    bulletin = fields.String(required=True, metadata={**said("What it is known by"), "example": "2019Q1-mayor"})
    version = fields.Integer(required=True, metadata=said("Which version of it, from 1"))
    state = one_of(*STATES, required=True, metadata=said(f"How far it is. {_STATES_SAID}"))
    digest = fields.String(required=True, metadata=said("SHA-256 of its content"))
    as_of = instant("The cut-off of its figures", required=True)


class BulletinLine(Schema):
    """A bulletin in a list."""

    bulletin = fields.String(required=True, metadata={**said("What it is known by"), "example": "2019Q1-mayor"})
    scope = fields.Nested(BulletinScope, required=True, metadata=said("Which messages it is about"))
    period = fields.Nested(BulletinPeriod, required=True, metadata=said("Which period it is about"))
    as_of = instant("The cut-off: what had happened by then", required=True)
    version = fields.Integer(required=True, metadata=said("Which version of it this is, from 1"))
    published_at = instant("When it was published; null: it is not", required=True, allow_none=True)
    digest = fields.String(required=True, metadata=said("SHA-256 of its content"))
    accepted = count("受理: accepted in the period, and not handed over since")
    closed = count("办结: closed at the cut-off")
    completion_rate = rate("办结率: closed ÷ accepted")


class BulletinList(Listed):
    """Published bulletins, the newest period first."""

    items = fields.List(fields.Nested(BulletinLine), required=True, metadata=said("Each by its last version"))


class Hands(Schema):
    """Through whose hands a version went."""

    state = one_of(*STATES, required=True, metadata=said(f"How far it is. {_STATES_SAID}"))
    drafted_by = fields.String(required=True, metadata=said("User name of who had it computed"))
    drafted_at = instant("When that was", required=True)
    checked_by = fields.String(required=True, allow_none=True, metadata=said("User name of who agreed; null: nobody"))
    checked_at = instant("When that was; null: it is not checked", required=True, allow_none=True)
    published_by = fields.String(
        required=True, allow_none=True, metadata=said("User name of who published it; null: nobody")
    )
    reason = fields.String(
        required=True, allow_none=True, metadata=said("Why the version before is corrected; null: it corrects none")
    )
    comment = fields.String(
        required=True, allow_none=True, metadata=said("Why it was sent back; null: it was not, or was drafted anew")
    )


class DeskBulletinLine(BulletinLine, Hands):
    """A bulletin in the list that staff work by."""


class DeskBulletinList(Listed):
    """Bulletins in scope, the newest period first."""

    items = fields.List(fields.Nested(DeskBulletinLine), required=True, metadata=said("Each by its newest version"))


class PublishedVersion(Schema):
    """A published version."""

    version = fields.Integer(required=True, metadata=said("Which one, from 1"))
    as_of = instant("The cut-off of its figures", required=True)
    published_at = instant("When it was published", required=True)
    digest = fields.String(required=True, metadata=said("SHA-256 of its content"))
    reason = fields.String(
        required=True, allow_none=True, metadata=said("Why the version before was corrected; null: there was none")
    )


_LINKS: Final = (
    "For figures of the content, by their JSON pointer (RFC 6901) in it, the address of the messages behind them, "
    "as they were counted"
)


class BulletinTold(Schema):
    """What a bulletin says, its earlier versions, and where the messages behind its figures are."""

    content = Frozen(BulletinContent, required=True, metadata=said("What it says, as it was frozen"))
    versions = fields.List(
        fields.Nested(PublishedVersion),
        required=True,
        metadata=said("The published versions up to this one, the last one first"),
    )
    links = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={
            **said(_LINKS),
            "example": {
                "/completion/closed": "/api/v1/statistics/messages?figure=closed&from=2019-01-01&to=2019-04-01"
            },
        },
    )


class Bulletin(BulletinTold):
    """A published bulletin."""

    bulletin = fields.String(required=True, metadata={**said("What it is known by"), "example": "2019Q1-mayor"})
    version = fields.Integer(required=True, metadata=said("Which version of it this is, from 1"))
    state = one_of("published", required=True, metadata=said("published: everyone reads it"))
    published_at = instant("When this version was published", required=True)
    digest = fields.String(required=True, metadata=said("SHA-256 of the content"))


class DeskBulletin(BulletinTold, Hands):
    """A bulletin by its newest version, published or not."""

    bulletin = fields.String(required=True, metadata={**said("What it is known by"), "example": "2019Q1-mayor"})
    version = fields.Integer(required=True, metadata=said("Which version of it this is, from 1"))
    published_at = instant("When it was published; null: it is not", required=True, allow_none=True)
    digest = fields.String(required=True, metadata=said("SHA-256 of the content"))
