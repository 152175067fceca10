"""What administrators do: accounts, keys, and how the office works."""

from gateway.resources.admin import advice, calendar, city, deliveries, dispatch, notices, templates, wordlists
from gateway.resources.admin.blueprint import ADMIN

__all__ = ["ADMIN", "advice", "calendar", "city", "deliveries", "dispatch", "notices", "templates", "wordlists"]
