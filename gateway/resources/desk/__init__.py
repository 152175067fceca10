"""What staff do: screen messages, assign cases, draft and review replies."""

from gateway.resources.desk import casework, follow_ups, handling, replies, screening
from gateway.resources.desk.blueprint import DESK

__all__ = ["DESK", "casework", "follow_ups", "handling", "replies", "screening"]
