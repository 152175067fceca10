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
ReopeningReason = Literal["dissatisfied", "mistake", "handed_back"]
ClosingCause = Literal["reply", "office"]
ClosingReason = Literal["answered_directly", "given_up", "settled", "repeated", "other"]
"""Why the office closes a case without a reply: the citizen was answered in person, gave the matter up, ..."""
System = Literal["petition", "hotline"]
"""Where an accepted matter can be handed to: 信访, or the 12345 hotline."""
Level = Literal["city", "county", "department", "township"]
Satisfaction = int  # 1 very dissatisfied … 5 very satisfied
LeavingCause = Literal["no_rule_fits", "rules_disagree"]

KINDS: Final[tuple[str, ...]] = get_args(Kind)
LIGHTS: Final[tuple[str, ...]] = get_args(Light)
URGENCIES: Final[tuple[str, ...]] = get_args(Urgency)
COMPLEXITIES: Final[tuple[str, ...]] = get_args(Complexity)
URGING_LEVELS: Final[tuple[str, ...]] = get_args(UrgingLevel)
REOPENING_REASONS: Final[tuple[str, ...]] = get_args(ReopeningReason)
CLOSING_REASONS: Final[tuple[str, ...]] = get_args(ClosingReason)
SYSTEMS: Final[tuple[str, ...]] = get_args(System)
LEVELS: Final[tuple[str, ...]] = get_args(Level)
DISSATISFIED: Final = 2
"""The two lowest ratings say that the citizen is not satisfied."""
