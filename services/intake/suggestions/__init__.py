"""What a clerk is shown beside a message: likely duplicates and its likely field, each with what speaks for it.

Everything is kept in memory only, made of the journal: vectors of hashed characters instead of texts, keyed hashes
instead of contacts. An erased message leaves it with the event that says so.
"""
