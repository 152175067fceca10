"""Problems of signing in: passwords, sessions, and another house's word."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

SIGNING: Final[dict[str, Sentence]] = {
    "gateway.weak_password": Sentence(
        422,
        N_("This password cannot be used"),
        N_("Please choose another one: %(why)s. A password has at least %(minimum)s characters."),
        hint="GET /api/v1/password-policy says everything that is asked.",
    ),
    "gateway.password_reused": Sentence(
        422,
        N_("You have had this password before"),
        N_("A new password is none of the last %(history)s. Please choose another one."),
    ),
    "gateway.password_too_old": Sentence(
        403,
        N_("Your password has to be replaced"),
        N_("It is older than this office allows. Please set a new one before you go on."),
        hint="PUT /api/v1/me/password sets it; nothing else is answered in this session before.",
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
    "gateway.password_sign_in_off": Sentence(
        403,
        N_("Please sign in by your office's account"),
        N_("Passwords are not for signing in here. Please go by the identity provider of your office."),
    ),
    "gateway.oidc_off": Sentence(
        404, N_("There is no identity provider here"), N_("Please sign in with user name and password.")
    ),
    "gateway.oidc_away": Sentence(
        503,
        N_("The identity provider does not answer"),
        N_("Please try again in a moment, or sign in with user name and password where that is possible."),
    ),
    "gateway.oidc_refused": Sentence(
        401,
        N_("The identity provider did not sign you in"),
        N_("The sign-in was broken off, took too long or could not be verified. Please begin again."),
    ),
    "gateway.oidc_unknown": Sentence(
        403,
        N_("You have no account here"),
        N_("The identity provider knows you, but no account here is yours. Please ask the administrator."),
    ),
    "gateway.sign_in_code_unusable": Sentence(
        401,
        N_("This sign-in cannot be completed"),
        N_("The code is good once, for a minute, in the browser that it came to. Please begin again."),
    ),
    "gateway.identity_taken": Sentence(
        409,
        N_("This person has another account"),
        N_("The subject %(subject)s is bound to another account. Unbind that one first."),
    ),
    "gateway.identity_not_found": Sentence(
        404,
        N_("The account is bound to nobody"),
        N_("The account %(username)s is not bound to anybody whom the identity provider knows."),
    ),
}

OF_SEVERAL_KINDS: Final = N_(
    "Please choose another one: %(why)s. A password has at least %(minimum)s characters and at least %(kinds)s of "
    "these: small letters, capital letters, digits, other characters."
)
"""What is said of a weak password where several kinds of characters are asked for."""
