"""One stored event of each kind (a variant where a flag changes its meaning), by the name of its golden file."""

from __future__ import annotations

from dataclasses import replace

from services.review.domain import events as e
from services.review.domain import replytemplate as t
from services.review.domain import wordlist as w
from services.review.domain.proofreading.finding import InForce, Proofed, Severity, Stood
from tests.services.review.domain import facts as f

PROOFED = Proofed((InForce("typos", 3),), (Stood("word", 12, 14, "typos", 3),), "v1:why")
FILE = ("0" * 32, f"review/2024-03-05/20240301-000001.{'0' * 32}", "v1:name and key", "pdf", 48_213, "cd" * 32)
"""A file: id, place, sealed, type, size, digest."""

ONE_OF_EACH: dict[str, e.Event] = {
    "review.consent_learnt.v1": f.consents,
    "review.entrusted.v1": f.entrusted_to_housing,
    "review.taken_back.v1": f.taken_back,
    "review.reopened.v1": f.reopened,
    "review.drafted.v1": f.drafted,
    "review.submitted.v1": f.submitted(3),
    "review.taken_out_of_review.v1": f.taken_out_of_review(),
    "review.passed.v1": f.passed(1, f.CHEN),
    "review.passed.v1.proofread": replace(f.passed(1, f.CHEN), proof=PROOFED),
    "review.sent_back.v1": f.sent_back,
    "review.approved.v1": replace(f.approved, levels=3),
    "review.published.v1": f.published,
    "review.published.v1.imported": f.published_long_ago,
    "review.delivered.v1": f.delivered,
    "review.erased.v1": f.erased,
    "review.drafted.v1.restored": replace(f.restored, restores=1, files=("0" * 32,), words_hash=f.HASH),
    "review.taken_out_of_review.v1.withdrawn": f.withdrawn,
    "review.sent_back.v1.down": f.sent_down,
    "review.pass_taken_back.v1": f.pass_taken_back,
    "review.commented.v1": f.commented,
    "review.correction_opened.v1": f.correction_opened,
    "review.correction_given_up.v1": f.correction_given_up,
    "review.corrected.v1": f.corrected,
    "review.file_attached.v1": e.FileAttached(2, "ab" * 32, *FILE, f.LI, f.TUESDAY, f.HASH),
    "review.file_removed.v1": e.FileRemoved(3, f.HASH, "0" * 32, f.LI, f.TUESDAY),
    "review.file_sent_out.v1": e.FileSentOut(1, 1, 2, "ab" * 32, *FILE, public=True, at=f.THURSDAY),
    "review.file_erased.v1": e.FileErased("0" * 32, FILE[1], f.FRIDAY),
    "review.blob_dropped.v1": e.BlobDropped("0" * 32, f.FRIDAY),
}

OF_WORDS: dict[str, w.Event] = {
    "review.words_arranged.v1": w.Arranged("常见错别字", Severity.WARNING, (f.MAYOR,), "office.an", f.MONDAY),
    "review.words_revised.v1": w.Revised(
        2,
        (w.Entry("布署", "部署", "常见"), w.Entry("公布署名", right=True)),
        ("既使",),
        2,
        "0" * 64,
        "office.an",
        f.MONDAY,
    ),
    "review.words_switched_on.v1": w.SwitchedOn(2, 2, "0" * 64, "office.an", f.MONDAY),
    "review.words_retired.v1": w.Retired("office.an", f.MONDAY),
}
"""The same of word lists."""

OF_TEMPLATES: dict[str, t.Event] = {
    "review.template_written.v1": t.Written(
        2,
        "尊敬的网民|您好*",
        "您反映的问题收悉，现答复如下：",
        "感谢您的关注与支持。",
        "{agency}\n{date}",
        "admin.wu",
        f.MONDAY,
    ),
}
"""The same of reply templates."""
