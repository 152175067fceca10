"""Read models of review: each reply, follow-up's answer, interim reply, what went out, who wrote or passed it, files.

No text is kept in the clear. What went to everyone opens with a key of its version (handlers/parts.py:
version_subject), everything else with the message's own, which an erasure deletes.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table, Text

from kernel.tables import Instant

metadata = MetaData()

replies = Table(
    "replies",
    metadata,
    Column("number", Text, primary_key=True),
    Column("part", Text, primary_key=True, comment="a name of schema.PARTS"),
    Column("column", Text, nullable=False),
    Column("lead", Text, comment="who drafts, or drafted what went out; null where no agency has to answer"),
    Column("round", BigInteger, nullable=False),
    Column("state", Text, nullable=False, comment="a word of story.py"),
    Column("since", Instant, nullable=False, comment="when it came to stand so: the worklist's order"),
    Column("draft", BigInteger),
    Column("text_hash", Text),
    Column("words_hash", Text, comment="of the text without its files"),
    Column("level", BigInteger, comment="in review: the level whose turn it is; sent back: the level that did"),
    Column("levels", BigInteger),
    Column("submitted_at", Instant),
    Column("published_at", Instant),
    Column("public", Boolean, comment="null until it went out"),
    Column("version", BigInteger, comment="of what went out, or of the correction that is being prepared"),
    Column("correction", Text, comment="a word of domain/words.py while what went out is being corrected"),
    Column("back_from", BigInteger, comment="in review: the level above that sent it down to this one"),
    Index("replies_order", "since", "number", "part"),
    Index("replies_state", "state", "since", "number", "part"),
    Index("replies_lead", "lead", "since", "number", "part"),
    Index("replies_column", "column", "since", "number", "part"),
)

published = Table(
    "published",
    metadata,
    Column("number", Text, primary_key=True),
    Column("part", Text, primary_key=True, comment="a name of schema.PARTS"),
    Column("round", BigInteger, primary_key=True, autoincrement=False),
    Column("turn", BigInteger, primary_key=True, autoincrement=False, comment="what went out, one after the other"),
    Column("column", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("public", Boolean, nullable=False),
    Column("sealed", Text, nullable=False, comment="under the key of what is public, or else the message's own"),
    Column("text_hash", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("imported", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False, comment="the newest: each correction is the next"),
    Column("corrected_at", Instant),
    Column("correction_reason", Text, comment="a word of domain/words.py"),
    Index("published_newest", "public", "published_at", "number", "part", "round", "turn"),
    Index("published_column", "column", "public", "published_at", "number", "part", "round", "turn"),
)

hands = Table(
    "hands",
    metadata,
    Column("number", Text, primary_key=True),
    Column("part", Text, primary_key=True, comment="a name of schema.PARTS"),
    Column("account", Text, primary_key=True),
    Column("text_hash", Text, primary_key=True, comment="what was passed, or the words that were written"),
    Column("level", BigInteger, primary_key=True, autoincrement=False, comment="where; 0 for who drafted or edited"),
    comment="who may not pass: who wrote which words, and who passed which text at another level, void or not",
)

columns = Table(
    "columns",
    metadata,
    Column("column", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("review_levels", BigInteger, nullable=False),
    Column("terms", Text, nullable=False, comment="JSON"),
    comment="routing: every column there is",
)

agencies = Table(
    "agencies",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("name", Text, nullable=False),
    comment="routing: every agency there is, by the name that a reply may call it",
)

reply_templates = Table(
    "reply_templates",
    metadata,
    Column("column", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("salutation", Text, nullable=False, comment="a pattern; blank: any way will do"),
    Column("body", Text, nullable=False),
    Column("closing", Text, nullable=False),
    Column("signature", Text, nullable=False, comment="as the salutation"),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="how the replies of a column are laid out: the edition in force",
)

word_lists = Table(
    "word_lists",
    metadata,
    Column("list", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("severity", Text, nullable=False, comment="stop or warning"),
    Column("columns", Text, comment="JSON: the columns in which it counts; null: in all"),
    Column("newest", BigInteger, nullable=False, comment="the version written last, 0 while there is none"),
    Column("words", BigInteger, nullable=False, comment="of the version written last"),
    Column("on", BigInteger, comment="the version in force; null while the list is at rest"),
    Column("on_words", BigInteger),
    Column("on_digest", Text, comment="which words those are"),
    Column("since", Instant, comment="since when it is in force, or at rest"),
)

files_sent_out = Table(
    "files_sent_out",
    metadata,
    Column("number", Text, primary_key=True),
    Column("part", Text, primary_key=True, comment="a name of schema.PARTS"),
    Column("turn", BigInteger, primary_key=True, autoincrement=False, comment="as in published"),
    Column("version", BigInteger, primary_key=True, autoincrement=False, comment="also of what a correction replaced"),
    Column("attachment", Text, primary_key=True),
    Column("stream_version", BigInteger, nullable=False, comment="the order in which the files stand"),
    Column("public", Boolean, nullable=False),
    Column("place", Text, nullable=False),
    Column("sealed", Text, nullable=False, comment="name and key, under the key of what is public or the message's"),
    Column("type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
)

attachments_gone = Table(
    "attachments_gone",
    metadata,
    Column("number", Text, primary_key=True),
    Column("attachment", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("since", Instant, nullable=False),
    comment="files that were erased, until their blobs are deleted too",
)
