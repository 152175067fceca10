"""What stats is asked: figures with their cohort and cut-off, the messages behind each, indicators, bulletins."""

from services.stats.queries.behind import messages_behind
from services.stats.queries.bulletins import bulletin, bulletins, bulletins_due, desk_bulletin, desk_bulletins
from services.stats.queries.indicators import indicators
from services.stats.queries.reports import completion, satisfaction, timeliness, workload

__all__ = [
    "bulletin",
    "bulletins",
    "bulletins_due",
    "completion",
    "desk_bulletin",
    "desk_bulletins",
    "indicators",
    "messages_behind",
    "satisfaction",
    "timeliness",
    "workload",
]
