"""What must not grow: samples of a running system, and the verdict over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from deploy.local.status import MEBIBYTE, memory_of
from tests.drills.ground import Ground

CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL"
INBOX = "SELECT count(*) FROM inbox"
PROCESSES = ("events", "gateway")

Sample = dict[str, float]


@dataclass(frozen=True, slots=True)
class Bound:
    """The last third may be ``ratio`` times the first, and ``slack`` more: what is small may jump."""

    ratio: float
    slack: float


BOUNDS = {
    "memory": Bound(1.15, 8.0),
    "connections": Bound(1.1, 3.0),
    "tasks": Bound(1.2, 10.0),
    "inbox": Bound(1.3, 50.0),
}


async def sample(ground: Ground) -> Sample:
    """MiB of each process, its tasks, sessions of PostgreSQL, rows of the inbox."""
    found: Sample = {f"memory {name} MiB": memory_of(ground.process(name)) / MEBIBYTE for name in PROCESSES}
    for name in PROCESSES:
        found[f"tasks {name}"] = (await ground.status(name))["tasks"]
    found["connections"] = (await ground.rows("events", CONNECTIONS))[0][0]
    found["inbox rows"] = (await ground.rows("events", INBOX))[0][0]
    return found


@dataclass(frozen=True, slots=True)
class Thirds:
    """Means of one figure over the first and the last third."""

    name: str
    first: float
    last: float

    @property
    def grew(self) -> bool:
        bound = BOUNDS[self.name.split()[0]]
        return self.last > self.first * bound.ratio + bound.slack

    def line(self) -> str:
        ratio = self.last / self.first if self.first else 1.0
        verdict = "GREW" if self.grew else "ok"
        return (
            f"{self.name:<22} first {self.first:8.1f} · last {self.last:8.1f} · ratio {ratio:.2f} {verdict}"
        )


def thirds(samples: Sequence[Sample]) -> list[Thirds]:
    """Raises ValueError for fewer than three samples."""
    size = len(samples) // 3
    if not size:
        raise ValueError("three samples at least")
    return [
        Thirds(name, mean(one[name] for one in samples[:size]), mean(one[name] for one in samples[-size:]))
        for name in samples[0]
    ]
