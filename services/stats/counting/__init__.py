"""Figures counted in memory: what happened to a million messages, as arrays (docs/adr/0013)."""
