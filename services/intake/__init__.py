"""The citizen's desk: messages, screening, what the citizen sees."""
