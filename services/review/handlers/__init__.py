"""What review is asked to do: a use case each, answered with where the reply stands then (story.standing).

`part` in a payload says whether it is about the reply (without it), about the answer to the citizen's follow-up
question, or about an interim reply: the rules are the same.

Raises OutOfScope for who may not, NotFound for a message that review has never heard of, and the decision's refusals.
"""

from services.review.handlers.drafting import save_draft, submit
from services.review.handlers.parts import PUBLISHED, part_of
from services.review.handlers.reviewing import pass_reply, send_back
from services.review.handlers.takeover import import_replies
from services.review.handlers.words import arrange_words, retire_words, revise_words, switch_on_words

__all__ = [
    "PUBLISHED",
    "arrange_words",
    "import_replies",
    "part_of",
    "pass_reply",
    "retire_words",
    "revise_words",
    "save_draft",
    "send_back",
    "submit",
    "switch_on_words",
]
