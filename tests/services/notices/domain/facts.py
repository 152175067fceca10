"""Fixed, named data for sentences about notices: one handbook, its readers, a few days in March."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.notices.domain import commands as c
from services.notices.domain import events as e
from services.notices.domain.audience import Audience
from services.notices.domain.letter import Letter, Outline, Wording, marks_of, text_hash_of
from services.notices.domain.text import hash_of

MONDAY = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
GU, MENG = "office.gu", "office.meng"
YE, BAI, TANG = "columnadmin.ye", "columnadmin.bai", "columnadmin.tang"

MANAGERS = Audience(roles=("columnadmin",), columns=("linqi", "mayor"))
HANDBOOK = Outline("handbook", MANAGERS, needs_receipt=True, valid_until=date(2024, 3, 31))
WORDING = Wording(
    "留言办理手册（2024年版）", "请各栏目管理员认真学习。\n重点是第三章。", "https://example.gov.cn/handbook.pdf"
)
SEALED = Wording("v1:title", "v1:body", "v1:link")
MARKS = marks_of(WORDING)
TEXT_HASH = text_hash_of(HANDBOOK, MARKS)
LETTER = Letter(HANDBOOK, SEALED, MARKS)

BETTER = replace(WORDING, body="请各栏目管理员认真学习。\n重点是第四章。")
BETTER_SEALED = replace(SEALED, body="v1:better")
LONGER = replace(HANDBOOK, valid_until=date(2024, 4, 30))
REASON = "手册有误，另行下发。"

save = c.SaveDraft(HANDBOOK, WORDING, SEALED, GU, MONDAY)
send = c.Send(TEXT_HASH, (YE, BAI), GU, MONDAY)
correct = c.Correct(1, BETTER, BETTER_SEALED, True, date(2024, 4, 30), MENG, TUESDAY)
withdraw = c.Withdraw(REASON, "v1:reason", MENG, WEDNESDAY)
remind = c.Remind((BAI, YE), GU, TUESDAY)


drafted = e.Drafted(HANDBOOK, SEALED, MARKS, GU, MONDAY)
went_out = e.Sent(HANDBOOK, TEXT_HASH, 2, GU, MONDAY)
to_bai, to_ye = e.Addressed(BAI, MONDAY), e.Addressed(YE, MONDAY)
sent = (drafted, went_out)
corrected = e.Corrected(2, LONGER, BETTER_SEALED, marks_of(BETTER), ("body", "valid_until"), 2, MENG, TUESDAY)
withdrawn = e.Withdrawn(1, "v1:reason", hash_of(REASON), MENG, WEDNESDAY)
reminded = e.Reminded(1, (BAI, YE), date(2024, 3, 5), GU, TUESDAY)


def was_read(account: str = YE, version: int = 1, *, addressed: bool = True, at: datetime = MONDAY) -> e.WasRead:
    """A person opened a version."""
    return e.WasRead(account, version, addressed, at)


def receipt(account: str = YE, version: int = 1, *, addressed: bool = True, at: datetime = MONDAY) -> e.ReceiptGiven:
    """A person gave the receipt for a version."""
    return e.ReceiptGiven(account, version, addressed, at)
