"""The published language: what services tell each other and the world. `contracts.<service>.CONTRACTS` lists it."""

from typing import Final

SERVICES: Final = ("intake", "routing", "review", "stats", "notices")
"""The services with a journal and a public log; the gateway has neither."""
