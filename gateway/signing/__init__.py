"""Signing in: what a password has to be, when guessing ends, who tried, and an identity provider's word."""
