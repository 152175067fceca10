"""What review is asked to do: a use case each, answered with where the reply stands then (story.standing).

`part` in a payload says whether it is about the reply (without it), about the answer to the citizen's follow-up
question, or about an interim reply: the rules are the same.

Raises OutOfScope for who may not, NotFound for a message that review has never heard of, and the decision's refusals.
"""

from services.review.handlers.attachments import attach, remove_attachment
from services.review.handlers.correcting import give_up_correction, open_correction
from services.review.handlers.drafting import restore, save_draft, submit, withdraw
from services.review.handlers.parts import part_of, version_subject, wrote_elsewhere
from services.review.handlers.reviewing import comment, pass_reply, send_back, take_pass_back
from services.review.handlers.takeover import import_replies
from services.review.handlers.templates import write_template
from services.review.handlers.words import arrange_words, retire_words, revise_words, switch_on_words

__all__ = [
    "arrange_words",
    "attach",
    "comment",
    "give_up_correction",
    "import_replies",
    "open_correction",
    "part_of",
    "pass_reply",
    "remove_attachment",
    "restore",
    "retire_words",
    "revise_words",
    "save_draft",
    "send_back",
    "submit",
    "switch_on_words",
    "take_pass_back",
    "version_subject",
    "withdraw",
    "write_template",
    "wrote_elsewhere",
]
