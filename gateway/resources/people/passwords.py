"""What a password has to be, in words, before somebody thinks one up."""

from __future__ import annotations

from flask_babel import gettext

from gateway.access import ANYONE
from gateway.door import Answer
from gateway.parts import parts
from gateway.resources.people.blueprint import SESSION
from gateway.schemas import signing
from gateway.signing.settings import LONGEST_PASSWORD, PasswordRules


@SESSION.operation("GET", "/password-policy", ANYONE, answer=signing.PasswordPolicy)
def password_policy() -> Answer:
    """What is asked of a password here."""
    rules = parts().settings.passwords
    return {
        "minimum_length": rules.length,
        "maximum_length": LONGEST_PASSWORD,
        "kinds": rules.kinds,
        "history": max(1, rules.history),
        "days": rules.age and rules.age.days,
        "temporary_days": rules.temporary and rules.temporary.days,
        "rules": _in_words(rules),
    }


def _in_words(rules: PasswordRules) -> list[str]:
    said = [
        gettext("At least %(length)s characters; a sentence of several words is easy to keep.", length=rules.length)
    ]
    if rules.kinds > 1:
        said.append(
            gettext(
                "At least %(kinds)s of these: small letters, capital letters, digits, other characters.",
                kinds=rules.kinds,
            )
        )
    said.append(gettext("Not made of the user name, your name, or a word of this website."))
    said.append(gettext("None that everybody tries first, no row of keys, and nothing repeated."))
    if rules.history > 1:
        said.append(gettext("None of your last %(count)s passwords.", count=rules.history))
    else:
        said.append(gettext("Not your present password."))
    if rules.age is not None:
        said.append(gettext("It has to be replaced after %(days)s days.", days=rules.age.days))
    if rules.temporary is not None:
        said.append(
            gettext(
                "A password that was given to you is good for %(days)s days, and only for setting your own.",
                days=rules.temporary.days,
            )
        )
    return said
