"""Applying other services' events within a batch: their effects, the checkpoint and the parking are one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kernel import logs
from kernel.actor import SYSTEM
from kernel.aggregate import Aggregate
from kernel.batch import Batch
from kernel.context import Context
from kernel.database import Database
from kernel.decider import Refusal
from kernel.errors import KernelError, Unavailable
from kernel.incoming import Deed, Delivery, Erasure, Incoming, React, Reaction, Reader, delivered
from kernel.projection import Folder, Touch, changes
from kernel.tables import checkpoints, parked, to_micros
from kernel.unit import Unit, View

# both at once: a small batch is made of round trips. No position is below 0, so the two kinds cannot be confused
_WHERE = "SELECT source, position FROM checkpoints UNION ALL SELECT DISTINCT subject, -1 FROM parked"
_LAST_TURN = "SELECT COALESCE(MAX(turn), 0) FROM parked"
_FIRST_PARKED = "SELECT source, position, envelope FROM parked WHERE subject = %s AND source = %s ORDER BY turn LIMIT 1"
_UNPARK = "DELETE FROM parked WHERE source = %s AND position = %s"

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Means:
    """What a service brings to apply events."""

    view: View
    folder: Folder
    reader: Reader
    react: React

    @property
    def database(self) -> Database:
        """The service's."""
        return self.view.database


class _Understood(NamedTuple):
    """An event as its contract reads it, and what is answered to it."""

    incoming: Incoming
    reactions: Sequence[Reaction | Deed | Erasure]


class _Effect(NamedTuple):
    """One event with all that is to follow from it."""

    incoming: Incoming
    touches: list[Touch]
    reactions: Sequence[Reaction | Deed | Erasure]


_Said = _Understood | str | None
"""An event that is understood, why one is not, or None for one that the service wants nothing of."""


def _reacting(reactions: Sequence[Reaction | Deed | Erasure]) -> list[tuple[str, Aggregate[Any, Any, Any]]]:
    """The streams of the reactions, with what they are."""
    return [
        (reaction.aggregate.stream(reaction.id), reaction.aggregate)
        for reaction in reactions
        if isinstance(reaction, Reaction)
    ]


def described(error: BaseException) -> str:
    """Why an event could not be applied, for the person who reads the doctor's report."""
    text = str(error) if isinstance(error, Refusal | KernelError) else f"{type(error).__name__}: {error}"
    return text[:500]


def done(unit: Unit, deed: Deed) -> None:
    """Carry a deed out; raises what its handler raises, and TypeError where one that `erases` stages anything more."""
    before = len(unit.events), len(unit.keys)
    deed.handler(unit, deed.payload)
    if deed.erases and (len(unit.events), len(unit.keys)) != before:
        name = getattr(deed.handler, "__name__", repr(deed.handler))
        raise TypeError(f"{name} is said to erase and no more, and stages more")


class _Job:
    """The part of a committer's job that all applications share."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self.error: BaseException | None = None

    request_id: str | None = None
    about = "inbox"

    @property
    def relies_on(self) -> Mapping[str, int]:
        """Nothing is decided before the lock is taken."""
        return {}

    def forget(self) -> None:
        """Everything is worked out under the lock anyway."""

    def succeed(self) -> None:
        """What was staged is committed."""
        self.error = None

    def fail(self, error: BaseException) -> None:
        """Nothing was."""
        self.error = error

    def _understood(self, delivery: Delivery) -> _Understood:
        """Raises whatever the event's contract or its reaction raises."""
        incoming = self._means.reader.read(delivery.wire)
        return _Understood(incoming, self._means.react(incoming))

    def _effect(self, batch: Batch, understood: _Understood) -> _Effect:
        """What is to follow from an event; raises whatever a fold's key raises."""
        incoming, reactions = understood
        return _Effect(incoming, self._means.folder.touches(batch.tables, incoming), reactions)

    def _carry_out(self, batch: Batch, effect: _Effect) -> None:
        """Fold and decide; raises a refusal, or what a fold raises, having added nothing."""
        incoming = effect.incoming
        rows_after = changes(incoming, effect.touches)
        if effect.reactions:
            context = Context(SYSTEM, incoming.correlation_id, causation_id=incoming.id)
            unit = Unit(self._means.view, batch, context, batch.now)
            for reaction in effect.reactions:
                match reaction:
                    case Erasure():
                        unit.erase(reaction.subject)
                    case Deed():
                        done(unit, reaction)
                    case Reaction():
                        unit.execute(reaction.aggregate, reaction.id, reaction.command)
            batch.add(unit)
        for rows, key, row in rows_after:
            rows.now[key] = row

    @staticmethod
    def _fetch(batch: Batch, effects: Sequence[_Effect]) -> None:
        """Everything that carrying out will read, in one query per table."""
        batch.tables.fetch(batch.session)
        batch.preload(dict(stream for effect in effects for stream in _reacting(effect.reactions)))


class Application(_Job):
    """Runs of events without gaps, one for each source, each beginning at or before the position after the checkpoint.

    An event that cannot be applied is parked, and with it the later events of its subject; but erasing does not wait:
    it may come early and come twice. `hopeless` parks them all, for this reason, without trying.
    """

    def __init__(self, means: Means, runs: Mapping[str, Sequence[Delivery]], hopeless: str | None = None) -> None:
        super().__init__(means)
        self._hopeless = hopeless
        self._runs = {source: [(each, self._read(each)) for each in run] for source, run in runs.items()}
        self.news = 0

    @property
    def relies_on(self) -> Mapping[str, int]:
        """The streams that will react, so that what they have come to is learnt with the lock."""
        load = self._means.view.load
        return {
            stream: load(aggregate, stream)[0]
            for run in self._runs.values()
            for _, said in run
            if isinstance(said, _Understood)
            for stream, aggregate in _reacting(said.reactions)
        }

    def stage(self, batch: Batch) -> None:
        """Apply what is new. Raises Unavailable where the checkpoint is behind what the caller believed."""
        where = batch.session.query(_WHERE)
        fresh = self._fresh({source: position for source, position in where if position >= 0})
        self.news = len(fresh)
        if not fresh:
            return
        stuck: set[str] = {subject for subject, position in where if position < 0}
        planned = [(delivery, self._planned(batch, delivery, said, stuck)) for delivery, said in fresh]
        self._fetch(batch, [plan for _, plan in planned if isinstance(plan, _Effect)])
        parking: list[tuple[Delivery, str | None]] = []
        for delivery, plan in planned:
            if plan is None:
                continue
            subject = delivery.wire.subject
            if subject in stuck:
                parking.append((delivery, None))
                continue
            problem = plan if isinstance(plan, str) else self._tried(batch, plan)
            if problem is not None:
                stuck.add(subject)
                parking.append((delivery, problem))
        self._erase(batch, [delivery for delivery, _ in parking])
        self._park(batch, parking)
        reached = {delivery.wire.source: delivery.wire.position for delivery, _ in fresh}
        batch.session.upsert(
            self._means.database.shape(checkpoints),
            [{"source": source, "position": position} for source, position in reached.items()],
        )
        batch.wrote()

    def _read(self, delivery: Delivery) -> _Said:
        """The event, before the lock is taken: reading needs nothing of the database."""
        if not self._means.reader.concerns(delivery.wire):
            return None
        if self._hopeless is not None:
            return self._hopeless
        try:
            return self._understood(delivery)
        except Exception as error:  # noqa: BLE001 - parked with its reason, seen in metrics and by the doctor
            return described(error)

    def _fresh(self, at: Mapping[str, int]) -> list[tuple[Delivery, _Said]]:
        fresh: list[tuple[Delivery, _Said]] = []
        for source, run in self._runs.items():
            seen = at.get(source, 0)
            news = [each for each in run if each[0].wire.position > seen]
            if news and news[0][0].wire.position != seen + 1:
                raise Unavailable(source)
            fresh += news
        return fresh

    def _planned(self, batch: Batch, delivery: Delivery, said: _Said, stuck: set[str]) -> _Effect | str | None:
        """What is to follow, or why nothing can; None for an event that the service wants nothing of."""
        if not isinstance(said, _Understood):
            return said
        if delivery.wire.subject in stuck:
            return ""
        try:
            return self._effect(batch, said)
        except Exception as error:  # noqa: BLE001 - see _read
            return described(error)

    def _tried(self, batch: Batch, effect: _Effect) -> str | None:
        """Why it could not be carried out, None where it was."""
        try:
            self._carry_out(batch, effect)
        except self._means.database.error:
            raise  # the transaction is lost, not only this event
        except Exception as error:  # noqa: BLE001 - see _read
            return described(error)
        return None

    def _erase(self, batch: Batch, parking: Sequence[Delivery]) -> None:
        """Of what is parked, the erasures; the rest of it waits."""
        for delivery in parking:
            try:
                incoming = self._means.reader.read(delivery.wire)
                reactions = self._means.react(incoming)
            except Exception:  # noqa: BLE001, S112 - it is parked, and says why when it is its turn
                continue
            unit = Unit(self._means.view, batch, Context(SYSTEM, incoming.correlation_id, incoming.id), batch.now)
            for reaction in reactions:
                match reaction:
                    case Erasure():
                        unit.erase(reaction.subject)
                    case Deed(erases=True):
                        unit.erased |= self._found_out(Unit(self._means.view, batch, unit.context, unit.now), reaction)
                    case _:
                        pass
            if unit.erased:
                batch.add(unit)

    def _found_out(self, unit: Unit, deed: Deed) -> set[str]:
        """Whose keys go by an erasing deed, if it can find that out now; nothing else of its unit is taken over."""
        try:
            done(unit, deed)
        except self._means.database.error:
            raise
        except Exception as error:  # noqa: BLE001 - it is tried again, and parked, when the event is applied
            log.warning("inbox.erasing_waits", service=self._means.database.name, error=described(error))
            return set()
        return unit.erased

    def _park(self, batch: Batch, parking: Sequence[tuple[Delivery, str | None]]) -> None:
        if not parking:
            return
        turn = batch.session.query(_LAST_TURN)[0][0]
        batch.session.insert(
            self._means.database.shape(parked),
            [
                {
                    "source": delivery.wire.source,
                    "position": delivery.wire.position,
                    "turn": turn + number,
                    "subject": delivery.wire.subject,
                    "envelope": delivery.body.decode(),
                    "error": problem,
                    "parked_at": to_micros(batch.now),
                }
                for number, (delivery, problem) in enumerate(parking, 1)
            ],
        )


class Retrial(_Job):
    """The first parked event of a subject from one source, tried once more; what goes wrong is the job's failure."""

    def __init__(self, means: Means, subject: str, source: str) -> None:
        super().__init__(means)
        self._head = subject, source
        self.found = False

    def stage(self, batch: Batch) -> None:
        """Apply it and take it out of the parking, or raise why not."""
        rows = batch.session.query(_FIRST_PARKED, self._head)
        self.found = bool(rows)
        if not rows:
            return
        ((source, position, envelope),) = rows
        effect = self._effect(batch, self._understood(delivered(envelope)))
        self._fetch(batch, [effect])
        self._carry_out(batch, effect)
        batch.session.execute(_UNPARK, (source, position))
        batch.wrote()
