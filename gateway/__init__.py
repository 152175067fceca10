"""The only door: JSON API, public pages, accounts. Calls services over RPC and holds nothing else of the domain."""
