"""Problems of who manages whose account, who acts for whom, and what two people change at once."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

PEOPLE: Final[dict[str, Sentence]] = {
    "gateway.bad_email": Sentence(
        422, N_("This e-mail address cannot be used"), N_("Please check it: a name, an @ and a domain.")
    ),
    "gateway.always_told": Sentence(
        409,
        N_("These notifications cannot be left out"),
        N_("Whoever is urged, is reminded or has missed a deadline is told. Please leave these groups on."),
    ),
    "gateway.role_beyond_yours": Sentence(
        403,
        N_("Others make accounts of this role"),
        N_("You manage accounts of these roles: %(allowed)s. This one is: %(role)s."),
    ),
    "gateway.no_such_level": Sentence(
        422,
        N_("There is no such review level"),
        N_("The account's columns have at most %(most)s review levels; these are more: %(levels)s."),
    ),
    "gateway.columns_beyond_yours": Sentence(
        403,
        N_("These columns are not all yours"),
        N_("You give accounts your own columns and no others: %(granted)s."),
    ),
    "gateway.cannot_deputise": Sentence(
        409,
        N_("This role cannot stand in for that one"),
        N_("The deputy is: %(role)s. Here only these can be deputies: %(allowed)s."),
    ),
    "gateway.own_deputy": Sentence(
        422, N_("Nobody is their own deputy"), N_("Please name somebody else as the deputy.")
    ),
    "gateway.period_unusable": Sentence(
        422,
        N_("These days cannot be used"),
        N_("An appointment begins on %(today)s or later, and lasts from one day to %(days)s days."),
    ),
    "gateway.already_deputy": Sentence(
        409,
        N_("This person is appointed already"),
        N_("There is an appointment from %(begin)s to %(end)s. Revoke it first, or choose other days."),
    ),
    "gateway.account_disabled": Sentence(
        409,
        N_("The account is disabled"),
        N_("Nobody acts for %(username)s or as %(username)s: the account is disabled."),
    ),
    "gateway.appointment_not_found": Sentence(
        404, N_("No such appointment"), N_("There is no appointment with this id.")
    ),
    "gateway.not_deputy": Sentence(
        409,
        N_("You are not this person's deputy today"),
        N_("%(username)s has not appointed you for today. GET /api/v1/me lists for whom you may act."),
    ),
    "gateway.if_match_required": Sentence(
        428,
        N_("Please say which version you have read"),
        N_("Read it, and send its ETag back in If-Match; If-None-Match: * for what is not there yet."),
    ),
    "gateway.no_chains": Sentence(
        409,
        N_("A deputy appoints no deputy"),
        N_("You are acting for somebody else. Please do this in a session of your own."),
    ),
}
