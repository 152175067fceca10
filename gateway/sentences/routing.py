"""Refusals of routing."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_, Sentence

ROUTING: Final[dict[str, Sentence]] = {
    "routing.not_found": Sentence(
        404,
        N_("No such case"),
        N_("There is no accepted message with this number. If it was accepted just now, please try again in a moment."),
    ),
    "routing.out_of_scope": Sentence(
        403,
        N_("This is outside your scope"),
        N_("This needs %(wanted)s; you act for %(granted)s."),
    ),
    "routing.not_assigned": Sentence(
        409,
        N_("No agency has the case"),
        N_("The case is waiting to be assigned; no agency has it in round %(round)s."),
    ),
    "routing.case_closed": Sentence(
        409, N_("The case is closed"), N_("The case was closed at %(at)s, in round %(round)s.")
    ),
    "routing.not_closed": Sentence(
        409,
        N_("The case is not closed"),
        N_("Only a case that is closed or was handed over can be reopened; this one is in hand."),
    ),
    "routing.already_assigned": Sentence(
        409,
        N_("The case has been assigned already"),
        N_("%(by)s assigned the case to %(lead)s at %(at)s, to be done by %(due)s."),
    ),
    "routing.agency_has_returned": Sentence(
        409,
        N_("This agency has returned the case"),
        N_("%(lead)s returned this case and the return was agreed to. Please choose another agency."),
    ),
    "routing.lead_is_co_agency": Sentence(
        422, N_("The lead agency helps itself"), N_("%(lead)s leads, so it cannot be a co-agency as well.")
    ),
    "routing.nothing_asked": Sentence(
        409,
        N_("There is nothing to decide"),
        N_("No %(what)s is waiting for a decision: it was not asked for."),
    ),
    "routing.return_was_refused": Sentence(
        409, N_("The return was refused"), N_("It has been decided that the case stays with %(lead)s.")
    ),
    "routing.extension_already_asked": Sentence(
        409,
        N_("An extension has been asked for already"),
        N_("An extension until %(until)s is waiting for a decision."),
    ),
    "routing.deadline_passed": Sentence(
        409,
        N_("The deadline has passed"),
        N_("An extension is asked for before the deadline; this one ended on %(due)s."),
    ),
    "routing.not_later": Sentence(
        422, N_("The new deadline is not later"), N_("%(until)s is not after the deadline in force, %(due)s.")
    ),
    "routing.not_a_working_day": Sentence(
        422,
        N_("A deadline ends on a working day"),
        N_("%(date)s is no working day (%(name)s). Please choose another day."),
    ),
    "routing.too_far": Sentence(
        422, N_("The new deadline is too far away"), N_("An extension reaches to %(furthest)s at most, not %(until)s.")
    ),
    "routing.unknown_agency": Sentence(
        422, N_("No such agency"), N_("No agency is registered as %(agency)s. Please choose one from the list.")
    ),
    "routing.changed_since": Sentence(
        412,
        N_("Somebody has changed this since"),
        N_("You have read an older version; by now there is version %(version)s. Please look at it and change that."),
    ),
    "routing.office_decides": Sentence(
        403,
        N_("The portal office decides this"),
        N_("A column administrator does not change this: %(fields)s. Please ask the portal office."),
    ),
    "routing.incomplete": Sentence(
        422, N_("Something is missing"), N_("What is new needs these as well: %(missing)s.")
    ),
    "routing.unknown_column": Sentence(422, N_("No such column"), N_("There is no column %(column)s.")),
    "routing.column_not_found": Sentence(404, N_("No such column"), N_("There is no column %(column)s.")),
    "routing.agency_not_found": Sentence(404, N_("No such agency"), N_("There is no agency %(agency)s.")),
    "routing.parent_cycle": Sentence(
        422,
        N_("Agencies are each other's parent"),
        N_("These agencies are each other's parent, so that none is at the top: %(agencies)s."),
    ),
    "routing.lights_out_of_order": Sentence(
        422,
        N_("The lights are out of order"),
        N_(
            "In the column %(column)s a case would be yellow %(yellow)s working days before its deadline, "
            "and due soon only %(due_soon)s before: a case is due soon first."
        ),
    ),
    "routing.limits_out_of_order": Sentence(
        422,
        N_("The limits contradict each other"),
        N_(
            "In the column %(column)s neither ordinary (%(ordinary_days)s) nor complex matters (%(complex_days)s) may "
            "take longer than the most (%(max_days)s), and each takes a working day at least."
        ),
    ),
    "routing.no_review_level": Sentence(
        422,
        N_("Nothing goes out unread"),
        N_("The column %(column)s needs at least one review level."),
    ),
    "routing.past_limit": Sentence(
        422,
        N_("More days than the column allows"),
        N_("%(working_days)s working days were given; the column allows %(max_days)s at most."),
    ),
    "routing.never_assigned": Sentence(
        409,
        N_("This agency has never had the case"),
        N_("%(lead)s has not been given the case in round %(round)s, so it cannot have answered it."),
    ),
    "routing.already_asked": Sentence(
        409,
        N_("The return has been asked for already"),
        N_("%(by)s gave another reason at %(at)s; it is waiting for a decision."),
    ),
    "routing.already_urged": Sentence(
        409,
        N_("The agency has been urged already"),
        N_("“%(level)s” was sent on %(day)s with other words. Please choose a stronger means, or another day."),
    ),
    "routing.letter_out_of_turn": Sentence(
        409,
        N_("Another letter comes first"),
        N_("Number %(asked)s cannot be given yet: the next of this year is %(next)s. Please send the letter again."),
    ),
    "routing.not_overdue": Sentence(
        409,
        N_("The deadline is not over yet"),
        N_(
            "An agency is criticised only when it is late; this deadline ends on %(due)s. Please send a letter instead."
        ),
    ),
    "routing.not_due_soon": Sentence(
        409,
        N_("The deadline is still far away"),
        N_(
            "A letter is sent once a case is due soon or overdue; this deadline ends on %(due)s. Please send a "
            "reminder instead."
        ),
    ),
    "routing.no_such_urging": Sentence(
        404,
        N_("No such urging"),
        N_("The agency that has the case has no urging with the number %(n)s."),
    ),
    "routing.no_letter": Sentence(
        404, N_("There is no letter"), N_("Urging number %(n)s was a reminder, of which there is no letter.")
    ),
    "routing.too_many_rows": Sentence(
        422,
        N_("Too many cases for one sheet"),
        N_("The filter finds %(total)s cases; a sheet holds %(limit)s. Please narrow it, by column or agency."),
    ),
    "routing.in_the_future": Sentence(
        422, N_("That has not happened yet"), N_("“%(field)s” is %(at)s, which is still to come.")
    ),
    "routing.assigned_before_accepted": Sentence(
        422,
        N_("Assigned before it was accepted"),
        N_("The case was assigned at %(assigned_at)s, but the message was accepted at %(accepted_at)s only."),
    ),
    "routing.fields_unsound": Sentence(
        422,
        N_("These fields are no tree"),
        N_("The field “%(node)s” cannot be arranged: %(because)s."),
    ),
    "routing.rules_moved_on": Sentence(
        409,
        N_("There is a newer edition of the rules"),
        N_("You read version %(asked)s; the newest is version %(newest)s. Please read it and make your change again."),
    ),
    "routing.rule_name_taken": Sentence(
        422, N_("Two rules have the same name"), N_("“%(name)s” is the name of two rules. Each needs its own.")
    ),
    "routing.rule_beyond_columns": Sentence(
        403,
        N_("These rules reach beyond your columns"),
        N_("%(rules)s would change for other columns as well; you act for %(columns)s."),
    ),
    "routing.unknown_field": Sentence(
        422, N_("No such field"), N_("There is no field %(field)s in the tree of fields. Please choose one from it.")
    ),
    "routing.unknown_territory": Sentence(
        422,
        N_("No column has this jurisdiction"),
        N_("A rule for %(territory)s would never fit. The jurisdictions are: %(known)s."),
    ),
    "routing.period_reversed": Sentence(
        422, N_("The period ends before it begins"), N_("The period from %(begin)s to %(end)s holds no day.")
    ),
    "routing.unknown_word": Sentence(
        422, N_("Not one of the possible values"), N_("“%(field)s” must be one of: %(known)s.")
    ),
    "routing.text_blank": Sentence(422, N_("The text is empty"), N_("“%(field)s” says nothing. Please fill it in.")),
    "routing.text_unreadable": Sentence(
        422,
        N_("The text holds a character that cannot be used"),
        N_("“%(field)s” holds the character %(character)s at position %(position)s. Please remove it."),
    ),
    "routing.text_too_long": Sentence(
        422,
        N_("The text is too long"),
        N_("“%(field)s” has at most %(limit)s characters; this one has %(length)s."),
    ),
}
