"""Taking over what an office already has: a table of past messages with their replies becomes history."""
