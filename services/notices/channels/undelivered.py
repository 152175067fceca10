"""What went wrong on the way out, in one word that may be shown and stored: never what a server wrote."""

from __future__ import annotations


class Undelivered(Exception):
    """It was not taken; `hopeless` where trying again cannot help."""

    def __init__(self, reason: str, *, hopeless: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hopeless = hopeless


class AddressRefused(Undelivered):
    """This address was not taken, or not now: others may be. `hopeless` where it never will be.

    `code` is what the server answered as a number, which tells whether another one was refused alike.
    """

    def __init__(self, reason: str, *, hopeless: bool = False, code: str = "") -> None:
        super().__init__(reason, hopeless=hopeless)
        self.code = code
