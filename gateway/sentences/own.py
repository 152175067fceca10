"""Problems that the gateway itself answers with."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence
from gateway.sentences.people import PEOPLE

_OURS: Final = N_("Something went wrong")
_RECORDED: Final = N_("This is our mistake. It has been recorded under the request id %(request_id)s.")

OWN: Final[dict[str, Sentence]] = {
    # the request cannot be read
    "gateway.malformed_json": Sentence(
        400,
        N_("What was sent cannot be read"),
        N_("The request arrived garbled. Please load the page anew and send it again."),
        hint="The body is not JSON in UTF-8.",
    ),
    "gateway.bad_request": Sentence(
        400, N_("The request cannot be understood"), N_("The request could not be read. Please check how it was sent.")
    ),
    "gateway.bad_idempotency_key": Sentence(
        400,
        N_("The mark of the request cannot be used"),
        N_("The mark by which a repeated request is known has not the right form. Please load the page anew."),
        hint="An Idempotency-Key has 8 to 128 visible ASCII characters, 22 without an account; a UUID will do.",
    ),
    "gateway.not_found": Sentence(
        404, N_("There is nothing here"), N_("This address does not exist. Please check it for a typing mistake.")
    ),
    "gateway.method_not_allowed": Sentence(
        405, N_("This method is not offered here"), N_("The address exists, but not for this kind of request.")
    ),
    "gateway.not_acceptable": Sentence(
        406, N_("No such form of answer"), N_("The answer does not exist in a form that the request accepts.")
    ),
    "gateway.too_large": Sentence(
        413, N_("The request is too large"), N_("A request may have at most %(limit_kib)s KiB. Please shorten it.")
    ),
    "gateway.unsupported_media_type": Sentence(
        415,
        N_("This form of sending is not taken"),
        N_("The request did not arrive in a form that can be read here. Please load the page anew and send it again."),
        hint="Send the body as application/json.",
    ),
    "gateway.invalid_input": Sentence(
        422,
        N_("Some details are missing or wrong"),
        N_("Please correct what is named here and send it again."),
        hint="errors names each field, where it stands and what is wrong with it.",
    ),
    # whether a person writes
    "gateway.trap_filled": Sentence(
        422,
        N_("A field that stays empty was filled in"),
        N_("The field “%(field)s” is there for programs only. If you are a person, please empty it and send again."),
    ),
    "gateway.proof_needed": Sentence(
        422,
        N_("Please answer a question first"),
        N_("This website asks whether a person writes. Please answer the question and send the message again."),
    ),
    "gateway.proof_wrong": Sentence(
        422, N_("The answer is not right"), N_("Please answer again, or ask for another question.")
    ),
    "gateway.proof_expired": Sentence(
        422, N_("The question has expired"), N_("Please ask for another question and answer that one.")
    ),
    "gateway.proof_used": Sentence(
        422, N_("The answer was used before"), N_("Each answer counts for one message. Please answer another question.")
    ),
    "gateway.captcha_refused": Sentence(
        422,
        N_("The verification was not accepted"),
        N_("Please do the verification again, or answer the question in words instead."),
    ),
    "gateway.captcha_away": Sentence(
        503,
        N_("The verification does not answer"),
        N_("Please answer the question in words instead, or try again in a few minutes."),
    ),
    # who is asking
    "gateway.not_signed_in": Sentence(
        401, N_("Please sign in"), N_("This needs a signed-in account. Please sign in and try again.")
    ),
    "gateway.session_ended": Sentence(
        401, N_("Your session has ended"), N_("The session has expired or was ended. Please sign in again.")
    ),
    "gateway.wrong_credentials": Sentence(
        401,
        N_("Sign-in failed"),
        N_("The user name or the password is wrong, or the account has been disabled. Please check both."),
    ),
    "gateway.too_many_failures": Sentence(
        429,
        N_("Too many failed sign-ins"),
        N_("Signing in is blocked for %(minutes)s minutes after repeated failures. Please try again later."),
    ),
    "gateway.too_many_requests": Sentence(
        429,
        N_("Too many requests from this address"),
        N_("Please wait %(seconds)s seconds and send the request again."),
    ),
    "gateway.wrong_key": Sentence(
        401,
        N_("A valid key is needed"),
        N_("The key is missing, unknown or revoked. The administrator issues keys."),
        hint="Send the key in the X-API-Key header.",
    ),
    "gateway.role_not_allowed": Sentence(
        403,
        N_("This is not part of your role"),
        N_("Your role is %(role)s; this is done by: %(allowed)s."),
    ),
    "gateway.password_change_required": Sentence(
        403,
        N_("Please set your own password first"),
        N_("The password you were given is for the first sign-in only. Please set one that only you know."),
        hint="PUT /api/v1/me/password sets it; nothing else is answered in this session before.",
    ),
    # accounts
    "gateway.unknown_role": Sentence(
        422,
        N_("Unknown role"),
        N_("There is no role %(role)s. The roles are: %(known)s."),
    ),
    "gateway.bad_username": Sentence(
        422,
        N_("This user name cannot be used"),
        N_("A user name has 2 to 40 lower-case letters, digits, dots, hyphens and underscores."),
    ),
    "gateway.account_not_found": Sentence(
        404, N_("No such account"), N_("There is no account with the user name %(username)s.")
    ),
    "gateway.account_exists": Sentence(
        409, N_("The account exists"), N_("The user name %(username)s is taken. Please choose another one.")
    ),
    "gateway.name_reserved": Sentence(
        422, N_("This user name is reserved"), N_("%(username)s is a name the system itself acts under.")
    ),
    "gateway.scope_missing": Sentence(
        422,
        N_("The account's scope is incomplete"),
        N_("An account with the role %(role)s needs its scope: %(scope)s."),
    ),
    "gateway.scope_not_for_role": Sentence(
        422,
        N_("This scope does not belong to the role"),
        N_("An account with the role %(role)s has no such scope: %(scope)s."),
    ),
    "gateway.wrong_password": Sentence(
        403, N_("The present password is wrong"), N_("Please enter your present password again.")
    ),
    "gateway.last_administrator": Sentence(
        409,
        N_("The last administrator stays"),
        N_("%(username)s is the only administrator left. Make another one before you disable this account."),
    ),
    **PEOPLE,
    "gateway.key_exists": Sentence(
        409, N_("A key with this name exists"), N_("There is a key named %(name)s already.")
    ),
    "gateway.key_not_found": Sentence(404, N_("No such key"), N_("There is no such key.")),
    "gateway.word_table_unreadable": Sentence(
        422, N_("The file cannot be read as words"), N_("The file could not be read: %(reason)s")
    ),
    # other parts of the system
    "kernel.conflict": Sentence(
        409,
        N_("Someone else changed this at the same moment"),
        N_("Nothing was recorded. Please look at the present state and try again."),
    ),
    "kernel.request_reused": Sentence(
        422,
        N_("This was sent before with other contents"),
        N_("The request bears the mark of an earlier one and says something else. Please load the page anew."),
        hint="The Idempotency-Key came before with another body; a new request needs a new key.",
    ),
    "list.cursor_unusable": Sentence(
        422,
        N_("The list cannot go on from here"),
        N_("The list has no such next page. Please read it from the beginning."),
        hint="after must be the next of an earlier page of the same list.",
    ),
    "kernel.erased": Sentence(
        409, N_("This was erased"), N_("%(subject)s was erased on request, and takes no new texts.")
    ),
    "kernel.not_found": Sentence(404, N_("Not found"), N_("There is nothing under %(id)s.")),
    "kernel.rebuild_running": Sentence(  # said to the command line; nobody can ask for a rebuild through the gateway
        409, N_("The request was refused"), N_("The request was refused for the reason “%(code)s”.")
    ),
    "kernel.unavailable": Sentence(
        503,
        N_("A part of the system is not available"),
        N_("The part “%(service)s” does not answer at the moment. Please try again in a few seconds."),
    ),
    "gateway.refused": Sentence(
        409, N_("The request was refused"), N_("The request was refused for the reason “%(code)s”.")
    ),
    "gateway.unexpected": Sentence(500, _OURS, _RECORDED),
    "kernel.internal": Sentence(500, _OURS, _RECORDED),
}
