"""Seeded destruction: SIGKILL to one process after another while work goes on, and a broker that restarts."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from tests.support.cluster import SERVICES, Cluster


class Chaos(threading.Thread):
    """Kills `kills` times, each service at least once, waiting for `progress` to move between two kills.

    `broker_faults` are run one by one, spread evenly among the kills. What was done is kept in `history`.
    """

    def __init__(
        self,
        cluster: Cluster,
        seed: int,
        kills: int,
        progress: Callable[[], int],
        broker_faults: tuple[Callable[[], None], ...] = (),
    ) -> None:
        super().__init__(daemon=True)
        chance = random.Random(seed)
        self.cluster = cluster
        self.progress = progress
        self.broker_faults = broker_faults
        self.victims = [*SERVICES, *chance.choices(SERVICES, k=kills - len(SERVICES))]
        chance.shuffle(self.victims)
        self.patience = [chance.uniform(0.05, 1.5) for _ in self.victims]
        self.history: list[str] = []
        self.finished = threading.Event()

    def run(self) -> None:
        """Kill, restart, let some work happen, and so on; then no more."""
        spread = max(1, len(self.victims) // (len(self.broker_faults) + 1))
        faults = iter(self.broker_faults)
        for turn, victim in enumerate(self.victims, start=1):
            self.cluster.kill(victim)
            self.history.append(victim)
            self.cluster.start(victim)
            if turn % spread == 0 and (fault := next(faults, None)):
                fault()
                self.history.append("broker")
            before = self.progress()
            # the next one falls while work is under way, at a moment of its own
            stopwatch = threading.Event()
            for _ in range(600):
                stopwatch.wait(self.patience[turn - 1] / 10)
                if self.progress() > before:
                    break
            stopwatch.wait(self.patience[turn - 1])
        self.finished.set()
