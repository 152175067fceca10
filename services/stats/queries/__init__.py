"""What stats is asked: figures with their cohort and cut-off, the messages behind each, what stands too long."""

from services.stats.queries.behind import messages_behind
from services.stats.queries.indicators import indicators
from services.stats.queries.reports import completion, satisfaction, timeliness, workload

__all__ = ["completion", "indicators", "messages_behind", "satisfaction", "timeliness", "workload"]
