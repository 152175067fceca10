"""Signing in: what a password has to be, when guessing ends, who tried, and another house's word for who somebody is."""
