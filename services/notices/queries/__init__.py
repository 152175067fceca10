"""What notices is asked: the office's list, what one account has to read, and who has read what."""

from services.notices.queries.mine import my_notice, my_notices
from services.notices.queries.office import notice, notices
from services.notices.queries.readers import readers, readers_sheet

__all__ = ["my_notice", "my_notices", "notice", "notices", "readers", "readers_sheet"]
