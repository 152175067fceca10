"""What people do with stats: make bulletins."""

from services.stats.handlers.bulletins import check_bulletin, draft_bulletin, publish_bulletin, send_bulletin_back

__all__ = ["check_bulletin", "draft_bulletin", "publish_bulletin", "send_bulletin_back"]
