"""What was found out about a published bulletin, for a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, assert_never

if TYPE_CHECKING:
    from services.stats.verification import Verified, Wrong

LONGEST = 120


def told(outcome: Verified) -> Sequence[str]:
    """A line for each thing that is wrong with a version, or that it is right."""
    name = f"{outcome.bulletin} version {outcome.version}"
    return [f"{name}: {sentence(each)}" for each in outcome.wrong] or [f"{name}: right"]


def sentence(wrong: Wrong) -> str:
    """What is wrong."""
    from services.stats import verification as v
    from services.stats.counting.replay import Unread

    match wrong:
        case v.NotPublished():
            return "it is shown as published, and the public log of stats does not know of it"
        case v.NotShown():
            return "it was published, and it is not there any more"
        case v.NotListed(instead=None):
            return "it was published, and it is not in the list of bulletins"
        case v.NotListed(instead=version):
            return f"it was published last, and the list of bulletins shows version {version}"
        case v.OtherDigest(digest=digest, published=published):
            return f"it does not say what was published: its digest is {digest[:12]}, that of the log {published[:12]}"
        case v.UnknownDefinitions(definitions=definitions):
            return f"it follows definitions {shown(definitions)}, which this program does not know: it is not counted"
        case v.Beyond(source=source, position=position, reached=reached):
            where = f"it rests on position {shown(position)} of {source or 'no log'}"
            return f"{where}, which can be read up to {reached}: it is not counted"
        case Unread(source=source, position=position):
            return f"{source} {position} cannot be understood by this program: it is not counted"
        case v.WithoutBefore(version=version):
            return f"what it changes cannot be told: version {version} is not there as it was published"
        case v.Differs(change=change):
            figure = ".".join(change["path"])
            return f"{figure} says {shown(change['before'])}, the logs say {shown(change['after'])}"
        case _:
            assert_never(wrong)


def shown(value: Any) -> str:
    """A value on a line."""
    if value is None:
        return "—"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
