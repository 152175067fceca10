"""The counters of this process, in Prometheus' terms; importing this module costs and starts nothing.

The gateway serves `exposition()` at its own address; other processes serve it at `HUIYIN_METRICS_PORT`.
"""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
REGISTRY = CollectorRegistry()

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

COMMANDS = Counter(
    "huiyin_commands",
    "Commands answered, by outcome: answered, refused, unavailable, internal",
    ["service", "method", "outcome"],
    registry=REGISTRY,
)
HANDLING = Histogram(
    "huiyin_handling_seconds",
    "From a request's arrival at its service to its answer",
    ["service", "method"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
CALLS = Counter(
    "huiyin_calls", "Calls made to a service, by outcome", ["service", "method", "outcome"], registry=REGISTRY
)
JOURNAL = Gauge(
    "huiyin_journal_position", "Events in the journal; its rate is the rate of appends", ["service"], registry=REGISTRY
)
PUBLISHED = Counter("huiyin_published", "Events the broker has confirmed", ["service"], registry=REGISTRY)
RELAY_LAG = Gauge("huiyin_relay_lag", "Public events the broker has not confirmed yet", ["service"], registry=REGISTRY)
RELAY_LEADER = Gauge(
    "huiyin_relay_leader", "1 where this process publishes the service's events", ["service"], registry=REGISTRY
)
APPLIED = Counter(
    "huiyin_applied", "New events of followed services, applied as they were delivered", ["service"], registry=REGISTRY
)
INBOX_LAG = Gauge(
    "huiyin_inbox_lag",
    "Positions between the source's head and the checkpoint; negative where the source has lost events",
    ["service", "source"],
    registry=REGISTRY,
)
PARKED = Gauge("huiyin_parked", "Events parked because they could not be applied", ["service"], registry=REGISTRY)


def exposition() -> bytes:
    """Every metric in Prometheus' text format."""
    return generate_latest(REGISTRY)
