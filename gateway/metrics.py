"""What the gateway measures of itself, beside what the transport counts in the same registry."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

from kernel.transport.metrics import REGISTRY

_SECONDS: Final = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

REQUESTS = Counter("huiyin_http_requests", "HTTP requests answered", ["method", "route", "status"], registry=REGISTRY)
SECONDS = Histogram(
    "huiyin_http_seconds", "From a request's arrival to its answer", ["route"], buckets=_SECONDS, registry=REGISTRY
)
IN_HAND = Gauge("huiyin_http_in_hand", "HTTP requests being answered now", registry=REGISTRY)
