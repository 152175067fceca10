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
    "gateway.never_told": Sentence(
        409,
        N_("Your role is not told of this"),
        N_("There is nothing to leave out: nobody of the role %(role)s is told of %(groups)s."),
        hint="GET /api/v1/me/notifications lists the groups of the account's role.",
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
        N_("You manage these columns: %(columns)s. An account that you make or change is for these and no others."),
    ),
    "gateway.unknown_columns": Sentence(
        422,
        N_("There are no such columns"),
        N_("No column has this code: %(unknown)s. Please choose from the list of columns."),
    ),
    "gateway.unknown_agencies": Sentence(
        422,
        N_("There are no such agencies"),
        N_("No agency has this code: %(unknown)s. Please choose from the list of agencies."),
    ),
    "gateway.cannot_deputise": Sentence(
        409,
        N_("This role cannot stand in for that one"),
        N_("The deputy is: %(role)s. Here only these can be deputies: %(allowed)s."),
    ),
    "gateway.own_deputy": Sentence(
        422, N_("Nobody is their own deputy"), N_("Please name somebody else as the deputy.")
    ),
    "gateway.appointed_too_late": Sentence(
        422,
        N_("The first day is over"),
        N_("%(begin)s is over. Please let the appointment begin on %(today)s or later."),
    ),
    "gateway.ends_before_it_begins": Sentence(
        422,
        N_("The last day comes before the first"),
        N_(
            "The appointment would end on %(end)s and begin on %(begin)s. Please choose a last day that is not earlier."
        ),
    ),
    "gateway.appointed_too_long": Sentence(
        422,
        N_("The appointment is too long"),
        N_("It lasts %(days)s days at most. Beginning on %(begin)s, it ends on %(latest)s at the latest."),
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
        N_("%(username)s has not appointed you for today. Please look at your profile for whom you may act."),
        hint="GET /api/v1/me lists under may_act_for whom you may act for.",
    ),
    "gateway.if_match_required": Sentence(
        428,
        N_("Please say which version you have read"),
        N_("Somebody may have changed it since. Please open it again, and make your change to what is there now."),
        hint="Send the ETag of what was read in If-Match, or If-None-Match: * for what is not there yet.",
    ),
    "gateway.no_chains": Sentence(
        409,
        N_("A deputy appoints no deputy"),
        N_("You are acting for somebody else. Please do this in a session of your own."),
    ),
}
