"""Problems of signing in: passwords, sessions, and another house's word."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

SIGNING: Final[dict[str, Sentence]] = {
    "gateway.weak_password": Sentence(
        422,
        N_("This password cannot be used"),
        N_(
            "Please choose another one: %(why)s. A password has at least %(minimum)s characters of at least %(kinds)s "
            "kind(s); GET /api/v1/password-policy says everything that is asked."
        ),
    ),
    "gateway.password_reused": Sentence(
        422,
        N_("You have had this password before"),
        N_("A new password is none of the last %(history)s. Please choose another one."),
    ),
    "gateway.password_too_old": Sentence(
        403,
        N_("Your password has to be replaced"),
        N_("It is older than this office allows. Set a new one with PUT /api/v1/me/password."),
    ),
    "gateway.temporary_password_expired": Sentence(
        403,
        N_("The password you were given has expired"),
        N_("It was good for some days only. Please ask the administrator for another one."),
    ),
    "gateway.session_not_found": Sentence(
        404,
        N_("No such session"),
        N_("None of the account's sessions has this id any more; it may have ended already."),
    ),
}
