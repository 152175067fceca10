"""What review is asked: worklists, one reply with its drafts, what went out, and what happened."""

from services.review.queries.history import reply_history
from services.review.queries.replies import published, published_list, replies, reply

__all__ = ["published", "published_list", "replies", "reply", "reply_history"]
