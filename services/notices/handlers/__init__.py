"""What notices is asked to do: one function a use case, each an answer that says where the notice stands then.

No answer holds a text, since the store keeps the answers to repeated requests as they are. Raises OutOfScope for who
may not, NotFound for what is not there or not for the person, and the refusals of the decision.
"""

from services.notices.handlers.deliveries import retry_delivery, try_webhook
from services.notices.handlers.reading import confirm_notice, read_notice
from services.notices.handlers.webhooks import disable_webhook, enable_webhook, register_webhook
from services.notices.handlers.writing import (
    correct_notice,
    draft_notice,
    remind_readers,
    send_notice,
    withdraw_notice,
)

__all__ = [
    "confirm_notice",
    "correct_notice",
    "disable_webhook",
    "draft_notice",
    "enable_webhook",
    "read_notice",
    "register_webhook",
    "remind_readers",
    "retry_delivery",
    "send_notice",
    "try_webhook",
    "withdraw_notice",
]
