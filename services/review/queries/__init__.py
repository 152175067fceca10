"""What review is asked: worklists and queues, one reply with its drafts, what went out, what happened, word lists."""

from services.review.queries.attachments import attachment, may_attach, published_attachment
from services.review.queries.difference import differences
from services.review.queries.evidence import evidence
from services.review.queries.history import reply_history
from services.review.queries.published import published, published_list
from services.review.queries.recent import corrections, drafts, versions
from services.review.queries.templates import reply_template, reply_templates, template_editions, template_for
from services.review.queries.texts import draft, reply
from services.review.queries.words import word_list, word_lists, words
from services.review.queries.worklists import replies, reply_queues

__all__ = [
    "attachment",
    "corrections",
    "differences",
    "draft",
    "drafts",
    "evidence",
    "may_attach",
    "published",
    "published_attachment",
    "published_list",
    "replies",
    "reply",
    "reply_history",
    "reply_queues",
    "reply_template",
    "reply_templates",
    "template_editions",
    "template_for",
    "versions",
    "word_list",
    "word_lists",
    "words",
]
