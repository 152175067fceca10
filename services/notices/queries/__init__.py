"""What notices is asked: the office's list, what one account has to read, and who has read what."""

from services.notices.queries.deliveries import (
    deliveries,
    due_lanes,
    next_delivery,
    notice_readers,
    sending_health,
    webhooks,
)
from services.notices.queries.mine import my_notice, my_notices
from services.notices.queries.office import notice, notices
from services.notices.queries.readers import readers, readers_sheet

__all__ = [
    "deliveries",
    "due_lanes",
    "my_notice",
    "my_notices",
    "next_delivery",
    "notice",
    "notice_readers",
    "notices",
    "readers",
    "readers_sheet",
    "sending_health",
    "webhooks",
]
