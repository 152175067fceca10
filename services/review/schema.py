"""What review stores: its aggregates and the frozen names of their events. Names are only ever added to.

The answer to a citizen's follow-up question and the interim reply are drafted, reviewed and sent out by the very rules
of a reply, in streams of their own: what happens to the one touches nothing of the others.
"""

from __future__ import annotations

from typing import Any

from kernel.aggregate import Aggregate
from kernel.codec import EventTypes
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import replytemplate, wordlist
from services.review.domain.reply import REPLY as DECIDER
from services.review.domain.state import Reply

TYPES = EventTypes(
    {
        "review.consent_learnt.v1": e.ConsentLearnt,
        "review.entrusted.v1": e.Entrusted,
        "review.taken_back.v1": e.TakenBack,
        "review.reopened.v1": e.Reopened,
        "review.drafted.v1": e.Drafted,
        "review.file_attached.v1": e.FileAttached,
        "review.file_removed.v1": e.FileRemoved,
        "review.submitted.v1": e.Submitted,
        "review.taken_out_of_review.v1": e.TakenOutOfReview,
        "review.passed.v1": e.Passed,
        "review.sent_back.v1": e.SentBack,
        "review.approved.v1": e.Approved,
        "review.published.v1": e.Published,
        "review.delivered.v1": e.Delivered,
        "review.file_sent_out.v1": e.FileSentOut,
        "review.erased.v1": e.Erased,
        "review.pass_taken_back.v1": e.PassTakenBack,
        "review.commented.v1": e.Commented,
        "review.correction_opened.v1": e.CorrectionOpened,
        "review.correction_given_up.v1": e.CorrectionGivenUp,
        "review.corrected.v1": e.Corrected,
        "review.file_erased.v1": e.FileErased,
        "review.blob_dropped.v1": e.BlobDropped,
    }
)

REPLY: Aggregate[c.Command, e.Event, Reply] = Aggregate(category="reply", decider=DECIDER, types=TYPES)
"""The reply to a message, round by round."""

FOLLOW_UP: Aggregate[c.Command, e.Event, Reply] = Aggregate(category="follow_up", decider=DECIDER, types=TYPES)
"""The answer to the one follow-up question about a message."""

INTERIM: Aggregate[c.Command, e.Event, Reply] = Aggregate(category="interim", decider=DECIDER, types=TYPES)
"""The interim replies to a message, one after the other; it is nobody's while none is drafted."""

PARTS = {aggregate.category: aggregate for aggregate in (REPLY, FOLLOW_UP, INTERIM)}
"""What the desk can be asked to work on, by its name in payloads and read models."""

WORDS: Aggregate[wordlist.Command, wordlist.Event, wordlist.WordList] = Aggregate(
    category="words",
    decider=wordlist.DECIDER,
    types=EventTypes(
        {
            "review.words_arranged.v1": wordlist.Arranged,
            "review.words_revised.v1": wordlist.Revised,
            "review.words_switched_on.v1": wordlist.SwitchedOn,
            "review.words_retired.v1": wordlist.Retired,
        }
    ),
)
"""The portal office's word lists, by their codes."""

TEMPLATES: Aggregate[replytemplate.Command, replytemplate.Event, replytemplate.ReplyTemplate] = Aggregate(
    category="template",
    decider=replytemplate.DECIDER,
    types=EventTypes({"review.template_written.v1": replytemplate.Written}),
)
"""How the replies of the columns are laid out, by the columns' codes."""

AGGREGATES: tuple[Aggregate[Any, Any, Any], ...] = (*PARTS.values(), WORDS, TEMPLATES)
