"""What review is asked: worklists, one reply with its drafts, what went out, what happened, and the word lists."""

from services.review.queries.history import reply_history
from services.review.queries.replies import published, published_list, replies, reply
from services.review.queries.words import word_list, word_lists, words

__all__ = ["published", "published_list", "replies", "reply", "reply_history", "word_list", "word_lists", "words"]
