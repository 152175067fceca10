"""The public pages about figures: statistics and bulletins. They say what the API answers, and count nothing."""

from gateway.portal import bulletins, statistics
from gateway.portal.blueprint import PORTAL

__all__ = ["PORTAL", "bulletins", "statistics"]
