"""The staff's door, and the problems that its operations may answer with."""

from __future__ import annotations

from gateway.door import Resources

DESK = Resources("desk", __name__, "/desk", "For staff: what the account's role and scope allow")

READ = (404, 503)
LIST = (422, 503)
ACT = (400, 404, 409, 415, 422, 503)
