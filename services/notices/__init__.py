"""Notices: what the portal office tells those who work on the board, and whom it reached. It decides no matter."""
