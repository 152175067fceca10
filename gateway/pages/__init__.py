"""Pages for people: the first page, the state of the system, the documentation of the API."""
