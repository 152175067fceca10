"""The public logs as a feed: other systems catch up from any point and never miss an event."""

from __future__ import annotations

from gateway.access import SYSTEMS
from gateway.asking import ask
from gateway.door import Answer, Asked, Resources
from gateway.schemas import people as shapes

EVENTS = Resources("events", __name__, "", "For other systems, by API key")


@EVENTS.operation("GET", "/events", SYSTEMS, query=shapes.EventsQuery, answer=shapes.Events, problems=(503,))
def events(query: Asked) -> Answer:
    """The public events of a service after a position, in order and without gaps."""
    found = ask(query["source"], "public_log", {"after": query["after"], "limit": query["limit"]})
    last = found["events"][-1]["position"] if found["events"] else query["after"]
    return {"events": found["events"], "next": int(last), "head": found["head"]}
