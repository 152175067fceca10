"""The resources, one module per part of the API: each translates HTTP to a call and back, and decides nothing."""
