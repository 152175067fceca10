"""Fixed, named data for sentences about replies: one message, two agencies, three texts, four reviewers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.proofreading.finding import Proofed
from services.review.domain.state import File
from services.review.domain.text import hash_of

MAYOR = "mayor"
HOUSING, WATER = "housing", "water"
LI, ZHAO = "handler.li", "handler.zhao"
CHEN, SUN, QIAN, WU = "reviewer.chen", "reviewer.sun", "reviewer.qian", "reviewer.wu"

MONDAY = datetime(2024, 3, 4, 2, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
THURSDAY = MONDAY + timedelta(days=3)
FRIDAY = MONDAY + timedelta(days=4)
LONG_AGO = datetime(2019, 5, 6, 16, 0, tzinfo=UTC)

TEXT = "您好！路灯已于3月4日修好。A市住房局"
EDITED = "您好！路灯已于3月5日修好。A市住房局"
THIRD = "您好！路灯已全部修好。A市住房局"
SEALED, SEALED_EDITED, SEALED_THIRD = "sealed:1", "sealed:2", "sealed:3"
FOR_EVERYONE = "sealed:for everyone"
COMMENTS, SEALED_COMMENTS = "日期请核对。", "sealed:comments"
HASH, HASH_EDITED, HASH_THIRD = hash_of(TEXT), hash_of(EDITED), hash_of(THIRD)


def saving(text: str, sealed: str, by: str = LI, at: datetime = TUESDAY) -> c.SaveDraft:
    """A handler saves a text."""
    return c.SaveDraft(text, sealed, by, at)


def submitting(levels: int, by: str = LI, text_hash: str = HASH) -> c.Submit:
    """A handler submits the text with this hash to a column with so many levels."""
    return c.Submit(levels, text_hash, by, WEDNESDAY)


def passing(level: int, by: str, text: str = TEXT) -> c.Pass:
    """A reviewer passes the text that they saw, which is the one that stands."""
    return c.Pass(level, hash_of(text), text, FOR_EVERYONE, by, THURSDAY)


def sending_back(level: int, by: str, sealed: str = SEALED_COMMENTS) -> c.SendBack:
    """A reviewer sends the text back with comments."""
    return c.SendBack(level, COMMENTS, sealed, by, THURSDAY)


def taken_out_of_review(draft: int = 1) -> e.TakenOutOfReview:
    """The draft was edited while it was in review."""
    return e.TakenOutOfReview(MAYOR, 1, draft, TUESDAY, text_hash=HASH if draft == 1 else HASH_EDITED)


def passed(level: int, by: str, text_hash: str = HASH, levels: int = 2) -> e.Passed:
    """A reviewer has passed the text."""
    return e.Passed(level, text_hash, by, THURSDAY, Proofed(), MAYOR, 1, levels)


def submitted(levels: int, draft: int = 1, text_hash: str = HASH) -> e.Submitted:
    """The draft is in review."""
    return e.Submitted(MAYOR, 1, draft, text_hash, levels, LI, WEDNESDAY, Proofed())


consents = e.ConsentLearnt(publishable=True, imported=False, at=MONDAY)
does_not_consent = e.ConsentLearnt(publishable=False, imported=False, at=MONDAY)
entrusted_to_housing = e.Entrusted(MAYOR, HOUSING, 1, MONDAY)
entrusted_to_water = e.Entrusted(MAYOR, WATER, 1, WEDNESDAY)
taken_back = e.TakenBack(HOUSING, 1, TUESDAY)
drafted = e.Drafted(1, HASH, SEALED, LI, TUESDAY)
edited = e.Drafted(2, HASH_EDITED, SEALED_EDITED, LI, TUESDAY)
edited_by_zhao = e.Drafted(2, HASH_EDITED, SEALED_EDITED, ZHAO, TUESDAY)
restored = e.Drafted(3, HASH, SEALED_THIRD, LI, TUESDAY)
sent_back = e.SentBack(MAYOR, 1, 1, SEALED_COMMENTS, CHEN, THURSDAY, 0, HOUSING, 1, HASH)
sent_back_at_level_2 = e.SentBack(MAYOR, 1, 2, SEALED_COMMENTS, SUN, THURSDAY, 0, HOUSING, 1, HASH)
approved = e.Approved(MAYOR, 1, HASH, 1, THURSDAY)
published = e.Published(MAYOR, HOUSING, 1, HASH, FOR_EVERYONE, imported=False, at=THURSDAY)
history = e.ConsentLearnt(publishable=True, imported=True, at=MONDAY)
history_without_consent = e.ConsentLearnt(publishable=False, imported=True, at=MONDAY)
delivered = e.Delivered(MAYOR, HOUSING, 1, HASH, SEALED, imported=False, at=THURSDAY)
reopened = e.Reopened(2, FRIDAY)
sent_down = e.SentBack(MAYOR, 1, 2, SEALED_COMMENTS, SUN, THURSDAY, 1, HOUSING, 1, HASH)
pass_taken_back = e.PassTakenBack(MAYOR, 1, 1, HASH, CHEN, THURSDAY)
commented = e.Commented(1, SEALED_COMMENTS, "reviewer", CHEN, THURSDAY)
withdrawn = e.TakenOutOfReview(MAYOR, 1, 1, THURSDAY, LI, HASH)
correction_opened = e.CorrectionOpened(MAYOR, HOUSING, 1, 1, 2, "fact", SEALED_COMMENTS, LI, FRIDAY)
correction_given_up = e.CorrectionGivenUp(MAYOR, 1, 1, 2, HASH, LI, FRIDAY)
corrected = e.Corrected(MAYOR, HOUSING, 1, 1, 2, "fact", HASH_EDITED, FOR_EVERYONE, public=True, at=FRIDAY)
erased = e.Erased(FRIDAY)

ready = (consents, entrusted_to_housing, drafted)
answered = (*ready, submitted(1), passed(1, CHEN), approved, published)
imported_reply = c.Import(
    MAYOR, HOUSING, 1, TEXT, SEALED, FOR_EVERYONE, public=True, by="import", at=LONG_AGO, now=FRIDAY
)
entrusted_long_ago = e.Entrusted(MAYOR, HOUSING, 1, LONG_AGO)
drafted_long_ago = e.Drafted(1, HASH, SEALED, "import", LONG_AGO)
published_long_ago = e.Published(MAYOR, HOUSING, 1, HASH, FOR_EVERYONE, imported=True, at=LONG_AGO)


def file(n: int) -> File:
    """The nth file that was uploaded: of six contents, one after the other."""
    id_ = f"{n:032x}"
    return File(id_, f"review/2024-03-04/20240301-000001.{id_}", f"sealed {n}", "pdf", 1000 + n, f"{n % 6:064x}")


def for_everyone(files: Sequence[File]) -> tuple[str, ...]:
    """Their names and keys, sealed for everyone."""
    return tuple(f"published {each.sealed}" for each in files)
