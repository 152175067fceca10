"""What review is asked to do: a use case each, answered with where the reply stands then (story.standing).

`part` in a payload says whether it is about the reply (without it), about the answer to the citizen's follow-up
question, or about an interim reply: the rules are the same.

Raises OutOfScope for who may not, NotFound for a message that review has never heard of, and the decision's refusals.
"""

from services.review.handlers.drafting import save_draft, submit
from services.review.handlers.parts import PUBLISHED, part_of
from services.review.handlers.reviewing import pass_reply, send_back
from services.review.handlers.takeover import import_replies

__all__ = ["PUBLISHED", "import_replies", "part_of", "pass_reply", "save_draft", "send_back", "submit"]
