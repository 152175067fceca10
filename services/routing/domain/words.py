"""The ids and words that routing's aggregates share."""

from __future__ import annotations

from typing import Final, Literal, get_args

AgencyId = str
ColumnId = str
FieldId = str
Number = str  # of a message, and so of its case
Sealed = str  # a person's own words, sealed under the message's key

Kind = Literal["consultation", "suggestion", "request", "complaint", "thanks"]
Urgency = Literal["ordinary", "urgent"]
Complexity = Literal["ordinary", "complex"]
UrgingLevel = Literal["reminder", "letter", "criticism"]
Light = Literal["normal", "due_soon", "yellow", "red"]
ReopeningReason = Literal["dissatisfied", "mistake"]
ClosingCause = Literal["reply", "office"]

KINDS: Final[tuple[str, ...]] = get_args(Kind)
LIGHTS: Final[tuple[str, ...]] = get_args(Light)
URGENCIES: Final[tuple[str, ...]] = get_args(Urgency)
COMPLEXITIES: Final[tuple[str, ...]] = get_args(Complexity)
URGING_LEVELS: Final[tuple[str, ...]] = get_args(UrgingLevel)
REOPENING_REASONS: Final[tuple[str, ...]] = get_args(ReopeningReason)
