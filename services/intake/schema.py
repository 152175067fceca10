"""The aggregates of intake as the store knows them. A stored name is frozen: never renamed, never used anew."""

from __future__ import annotations

from kernel.aggregate import Aggregate
from kernel.codec import EventTypes
from services.intake.domain import advice, contact
from services.intake.domain import attachments as a
from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.message import MESSAGE as DECIDER
from services.intake.domain.notifying import NOTIFYING as NOTIFYING_DECIDER
from services.intake.domain.notifying import Choose, Chosen, Wish
from services.intake.domain.publictext import PUBLIC_TEXT as PUBLIC_TEXT_DECIDER
from services.intake.domain.publictext import Command as PublicTextCommand
from services.intake.domain.publictext import Event as PublicTextEvent
from services.intake.domain.publictext import PublicText, PublicTextConfirmed, PublicTextWithdrawn
from services.intake.domain.revealing import REVEALS as REVEALS_DECIDER
from services.intake.domain.revealing import Reveal, Revealed, Reveals
from services.intake.domain.state import Message

MESSAGE: Aggregate[c.Command, e.Event, Message] = Aggregate(
    category="message",
    decider=DECIDER,
    types=EventTypes(
        {
            "intake.submitted.v1": e.Submitted,
            "intake.accepted.v1": e.Accepted,
            "intake.declined.v1": e.Declined,
            "intake.redirected.v1": e.Redirected,
            "intake.merged.v1": e.Merged,
            "intake.joined.v1": e.Joined,
            "intake.released.v1": e.Released,
            "intake.withdrawn.v1": e.Withdrawn,
            "intake.evaluated.v1": e.Evaluated,
            "intake.follow_up_asked.v1": e.FollowUpAsked,
            "intake.erasure_asked.v1": e.ErasureAsked,
            "intake.erasure_refused.v1": e.ErasureRefused,
            "intake.erased.v1": e.Erased,
            "intake.handling_began.v1": e.HandlingBegan,
            "intake.handling_returned.v1": e.HandlingReturned,
            "intake.handling_extended.v1": e.HandlingExtended,
            "intake.extension_refused.v1": e.ExtensionRefused,
            "intake.handling_moved.v1": e.HandlingMoved,
            "intake.answer_published.v1": e.AnswerPublished,
            "intake.interim_reply_published.v1": e.InterimReplyPublished,
            "intake.answer_corrected.v1": e.AnswerCorrected,
            "intake.follow_up_answered.v1": e.FollowUpAnswered,
            "intake.handling_ended.v1": e.HandlingEnded,
            "intake.handling_shared.v1": e.HandlingShared,
            "intake.handling_passed_on.v1": e.HandlingPassedOn,
            "intake.handling_reopened.v1": e.HandlingReopened,
        }
    ),
)

CONTACT: Aggregate[contact.CountMessage, contact.MessageCounted, contact.Written] = Aggregate(
    category="contact",
    decider=contact.CONTACT,
    types=EventTypes({"intake.contact_counted.v1": contact.MessageCounted}),
)
"""One phone number or e-mail address on one day, by a keyed hash."""

ADVICE: Aggregate[advice.Command, advice.Event, advice.Advice] = Aggregate(
    category="advice",
    decider=advice.DECIDER,
    types=EventTypes({"intake.advice_worded.v1": advice.Worded}),
)
"""The advice for one reason to decline; its id is the reason."""

PUBLIC_TEXT: Aggregate[PublicTextCommand, PublicTextEvent, PublicText] = Aggregate(
    category="publictext",
    decider=PUBLIC_TEXT_DECIDER,
    types=EventTypes(
        {
            "intake.public_text_confirmed.v1": PublicTextConfirmed,
            "intake.public_text_withdrawn.v1": PublicTextWithdrawn,
        }
    ),
)

REVEALS: Aggregate[Reveal, Revealed, Reveals] = Aggregate(
    category="reveals",
    decider=REVEALS_DECIDER,
    types=EventTypes({"intake.revealed.v1": Revealed}),
)
"""Who was shown which of a citizen's personal data, beside the message: a look changes nothing of it."""

NOTIFYING: Aggregate[Choose, Chosen, Wish] = Aggregate(
    category="notifying",
    decider=NOTIFYING_DECIDER,
    types=EventTypes({"intake.notifications_chosen.v1": Chosen}),
)
"""Whether the citizen wants to be told of each step; its id is the message's number."""

ATTACHMENTS: Aggregate[a.Command, a.Event, a.Attachments] = Aggregate(
    category="attachments",
    decider=a.ATTACHMENTS,
    types=EventTypes(
        {
            "intake.attached.v1": a.Attached,
            "intake.attachment_removed.v1": a.AttachmentRemoved,
            "intake.attachment_made_public.v1": a.AttachmentMadePublic,
            "intake.attachment_made_private.v1": a.AttachmentMadePrivate,
            "intake.attachment_erased.v1": a.AttachmentErased,
            "intake.blob_dropped.v1": a.BlobDropped,
        }
    ),
)
"""The files of one message; its id is the message's number."""
