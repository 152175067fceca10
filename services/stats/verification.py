"""Whether published bulletins are right: those that stats' own public log names, counted once more from the others'.

What stats keeps in tables is what is judged, and nothing that judges: which versions there are, of which digest, and
what each is about is said by `BulletinPublished`; the figures by the logs of intake, routing and review, as far as the
positions that the content names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts import stats as public
from contracts.stats import BulletinPublishedV1
from kernel.clock import rfc3339
from kernel.inbox import Fetch
from kernel.incoming import Reader
from services.stats.counting.contents import again, differing, reason_of
from services.stats.counting.replay import AT_ONCE, Replay, Unread, following
from services.stats.domain.bulletin import About
from services.stats.domain.content import DEFINITIONS, Change, Content, digest_of
from services.stats.domain.differences import differences
from services.stats.domain.periods import Period, bulletin_of
from services.stats.wiring import STATS

Progress = Callable[[str, int, int], None]
"""`progress(source, read, all)`."""
Key = tuple[str, int]
"""A bulletin and a version of it."""
Shown = Mapping[str, Any]
"""A published version as everyone reads it: {digest, content, as_of, published_at, reason}."""

_CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Logs:
    """The services' public logs: `fetch` reads one, `head` is its last position."""

    fetch: Fetch
    head: Callable[[str], int]


@dataclass(eq=False)
class LogBroken(Exception):
    """A public log cannot be read on behind a position, though it is said to go on: it is not as it was written."""

    source: str
    position: int
    head: int


@dataclass(frozen=True, slots=True)
class NotPublished:
    """It is shown as published, and the public log does not know of it."""


@dataclass(frozen=True, slots=True)
class NotShown:
    """The public log has it, and nobody can read it."""


@dataclass(frozen=True, slots=True)
class NotListed:
    """It is the last that was published, and the list of bulletins shows another version, or none."""

    instead: int | None


@dataclass(frozen=True, slots=True)
class OtherDigest:
    """What it says is not what was published: its digest is another."""

    digest: str
    published: str


@dataclass(frozen=True, slots=True)
class UnknownDefinitions:
    """It names an edition of the definitions that this program does not know: it cannot be counted."""

    definitions: Any


@dataclass(frozen=True, slots=True)
class Beyond:
    """It rests on a position that the log of the source does not have: it cannot be counted."""

    source: str
    position: Any
    reached: int


@dataclass(frozen=True, slots=True)
class WithoutBefore:
    """What it corrects is not there as it was published: what it changes cannot be told."""

    version: int


@dataclass(frozen=True, slots=True)
class Differs:
    """Something is otherwise: `before` is what the bulletin says, `after` what the logs say."""

    change: Change


Wrong = (
    NotPublished | NotShown | NotListed | OtherDigest | UnknownDefinitions | Beyond | Unread | WithoutBefore | Differs
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found out about one version."""

    bulletin: str
    version: int
    wrong: tuple[Wrong, ...]

    @property
    def is_right(self) -> bool:
        """Nothing speaks against it."""
        return not self.wrong


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the public log says was published, which versions can be read, and which the list of bulletins has."""

    published: tuple[BulletinPublishedV1, ...]
    shown: Mapping[Key, Shown]
    listed: Mapping[str, int]

    def before(self, of: BulletinPublishedV1) -> Content | None:
        """What the version before says, where it is still as it was published."""
        key = of.bulletin, of.version - 1
        digests = {each.digest for each in self.published if (each.bulletin, each.version) == key}
        kept = self.shown.get(key)
        return kept["content"] if kept is not None and digest_of(kept["content"]) in digests else None


def shown(answer: Mapping[str, Any]) -> Shown:
    """A published version, of what queries.bulletin answers."""
    (told,) = (each for each in answer["versions"] if each["version"] == answer["version"])
    content = answer["content"] if isinstance(answer["content"], Mapping) else {}
    return {**told, **{name: answer[name] for name in ("digest", "published_at")}, "content": content}


def published(logs: Logs, progress: Progress) -> list[BulletinPublishedV1]:
    """Every version that stats has made public, in that order. Raises LogBroken, Unavailable."""
    reader = Reader(public.CONTRACTS)
    found: list[BulletinPublishedV1] = []
    after, head = 0, logs.head(STATS.name)
    while after < head:
        page = following(STATS.name, after, min(AT_ONCE, head - after), logs.fetch)
        if not page:
            raise LogBroken(STATS.name, after, head)
        for wire in page:
            try:
                event = reader.read(wire).event if reader.concerns(wire) else None
            except (LookupError, ValueError):
                raise LogBroken(STATS.name, wire.position - 1, head) from None
            if isinstance(event, BulletinPublishedV1):
                found.append(event)
        after = page[-1].position
        progress(STATS.name, after, head)
    return found


def replayed(claimed: Claimed, logs: Logs, progress: Progress) -> Replay:
    """The logs as far as they go, and any of these versions rests on them. Raises Unavailable."""
    until: dict[str, int] = dict.fromkeys(STATS.follows, 0)
    for kept in claimed.shown.values():
        for source, position in _positions(kept["content"]).items():
            if source in until and _is_position(position):
                until[source] = max(until[source], position)
    replay = Replay(STATS.contracts)
    for source, furthest in until.items():
        last = min(furthest, logs.head(source))
        for _ in replay.read(source, last, logs.fetch):
            progress(source, replay.reached[source], last)
    return replay


def verified(replay: Replay, claimed: Claimed) -> Iterator[Verified]:
    """What is found out about each version, of those that were published first, then of those that only are shown."""
    last = {each.bulletin: each.version for each in claimed.published}
    for each in claimed.published:
        kept = claimed.shown.get((each.bulletin, each.version))
        wrong: list[Wrong] = [NotShown()] if kept is None else list(_judged(replay, each, kept, claimed.before(each)))
        instead = claimed.listed.get(each.bulletin)
        if each.version == last[each.bulletin] != instead:
            wrong.append(NotListed(instead))
        yield Verified(each.bulletin, each.version, tuple(wrong))
    known = {(each.bulletin, each.version) for each in claimed.published}
    for bulletin, version in claimed.shown:
        if (bulletin, version) not in known:
            yield Verified(bulletin, version, (NotPublished(),))


def _judged(replay: Replay, said: BulletinPublishedV1, kept: Shown, before: Content | None) -> Iterator[Wrong]:
    content = kept["content"]
    if (digest := digest_of(content)) != said.digest:
        yield OtherDigest(digest, said.digest)
    for change in (*_misnamed(said), *differences(_beside(kept), _rightly(said, content))):
        yield Differs(change)
    yield from (
        uncountable
        if (uncountable := list(_uncountable(replay, said, content)))
        else _counted(replay, said, content, before)
    )


def _misnamed(said: BulletinPublishedV1) -> list[Change]:
    name = bulletin_of(Period(said.begin, said.end), said.column)
    return differences({"bulletin": said.bulletin}, {"bulletin": name})


def _beside(kept: Shown) -> Content:
    """What is shown beside the content."""
    return {name: kept[name] for name in ("digest", "as_of", "published_at", "reason")}


def _rightly(said: BulletinPublishedV1, content: Content) -> Content:
    """What should be."""
    instants = {"as_of": rfc3339(said.as_of), "published_at": rfc3339(said.published_at)}
    return {"digest": said.digest, **instants, "reason": reason_of(content)}


def _uncountable(replay: Replay, said: BulletinPublishedV1, content: Content) -> Iterator[Wrong]:
    definitions, positions = content.get("definitions"), _positions(content)
    if definitions != DEFINITIONS:
        yield UnknownDefinitions(definitions)
    for source, position in positions.items():
        reached = replay.reached.get(source, 0)
        if source not in STATS.follows or not _is_position(position) or position > reached:
            yield Beyond(source, position, reached)
    for unread in replay.unread:
        position = positions.get(unread.source, 0)
        if unread.time <= said.as_of and _is_position(position) and unread.position <= position:
            yield unread


def _counted(replay: Replay, said: BulletinPublishedV1, content: Content, before: Content | None) -> Iterator[Wrong]:
    about = About(said.column, said.begin, said.end, said.as_of)
    if said.version > 1 and before is None:
        yield WithoutBefore(said.version - 1)
        made = {**again(replay, about, said.version, content, None), _CORRECTION: content.get(_CORRECTION)}
        found = differences(content, made)
    else:
        found = differing(replay, about, said.version, content, before)
    for change in found:
        yield Differs(change)


def _positions(content: Content) -> Mapping[str, Any]:
    positions = content.get("positions")
    return positions if isinstance(positions, Mapping) else {"": None}


def _is_position(position: object) -> bool:
    return isinstance(position, int) and not isinstance(position, bool) and position >= 0
