"""Whether a published bulletin is right: counted once more, from nothing but the sources' public logs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.inbox import Fetch
from services.stats.counting.bulletins import differing
from services.stats.counting.replay import Replay
from services.stats.domain.content import Change, Content, digest_of
from services.stats.wiring import STATS

Progress = Callable[[str, int, int], None]
"""`progress(source, read, all)`."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found out about one version: whether its digest is that of what it says, and which figures are others.

    A change's `before` is what the bulletin says, its `after` what the logs say.
    """

    bulletin: str
    version: int
    has_its_digest: bool
    differs: tuple[Change, ...]

    @property
    def is_right(self) -> bool:
        """Nothing speaks against it."""
        return self.has_its_digest and not self.differs


def replayed(contents: Iterable[Content], fetch: Fetch, progress: Progress) -> Replay:
    """The logs as far as any of these contents rests on them. Raises Unavailable where they do not reach so far."""
    until: dict[str, int] = dict.fromkeys(STATS.follows, 0)
    for content in contents:
        for source, position in content["positions"].items():
            until[source] = max(until.get(source, 0), position)
    replay = Replay(STATS.contracts)
    for source, position in until.items():
        for _ in replay.read(source, position, fetch):
            progress(source, replay.reached[source], position)
    return replay


def verified(replay: Replay, frozen: Mapping[str, Any]) -> Verified:
    """{bulletin, version, digest, content} of a version, against the logs."""
    content = frozen["content"]
    has_its_digest = digest_of(content) == frozen["digest"]
    is_named_so = (content["bulletin"], content["version"]) == (frozen["bulletin"], frozen["version"])
    found = differing(replay, content)
    return Verified(frozen["bulletin"], frozen["version"], has_its_digest and is_named_so, tuple(found))
