"""Afterwards: is everything there once, in the service's tables, on its topics and in the gateway's views?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

import asyncpg

from contracts.topics import EVENT, REGISTRATION
from tests.drills.ground import Ground
from tests.drills.load import Crowd
from tests.journey.topics import records_of

REGISTERED = "SELECT id, person_id, status, place_in_line FROM registration WHERE event_id = $1"
SHOWN = "SELECT id, person_id, status, place_in_line FROM registration_view WHERE event_id = $1"
LEFT = "SELECT count(*) FROM outbox"
PLACES = "SELECT capacity, registered, waiting, version FROM gathering WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Account:
    """Counts over one fair. ``repeated``: records that stand twice on a topic, which is allowed."""

    lost: int
    duplicated: int
    repeated: int
    out_of_order: int

    def words(self) -> str:
        return f"lost {self.lost} · duplicated {self.duplicated} ({self.repeated} records repeated)"

    @property
    def clean(self) -> bool:
        return (self.lost, self.duplicated, self.out_of_order) == (0, 0, 0)


async def account(ground: Ground, crowd: Crowd) -> Account:
    """Of everybody who was told that they are registered."""
    kept = await ground.rows("events", REGISTERED, crowd.fair)
    shown = await ground.rows("gateway", SHOWN, crowd.fair)
    told = crowd.registered
    versions = await sequences(ground, {str(crowd.fair), *(str(row["id"]) for row in kept)})
    holes = [key for key, found in versions.items() if sorted(set(found)) != [*range(1, max(found) + 1)]]
    unsent = {str(row["id"]) for row in kept} - versions.keys()
    return Account(
        lost=len(told - _people(kept)) + len(told - _people(shown)) + len(holes) + len(unsent),
        duplicated=len(kept) - len(_people(kept)) + len(shown) - len(_people(shown)),
        repeated=sum(len(found) - len(set(found)) for found in versions.values()),
        out_of_order=sum(not _first_in_order(found) for found in versions.values()),
    )


async def require_places_kept(ground: Ground, fair: UUID) -> None:
    """Never more than the capacity; who waits has a number, in order, none twice; views say the same."""
    kept = await ground.rows("events", REGISTERED, fair)
    (places,) = await ground.rows("events", PLACES, fair)
    having = [row for row in kept if row["status"] == "registered"]
    line = sorted(row["place_in_line"] for row in kept if row["status"] == "waiting")
    assert len(having) == places["registered"] <= places["capacity"]
    assert line == [*range(1, len(line) + 1)]
    assert not line or places["registered"] == places["capacity"]
    shown = await ground.rows("gateway", SHOWN, fair)
    assert {tuple(row) for row in shown} == {tuple(row) for row in kept}


async def behind(ground: Ground, fair: UUID) -> int:
    """How many registrations the service has that the gateway does not show yet."""
    (kept,) = await ground.rows("events", "SELECT count(*) FROM registration WHERE event_id = $1", fair)
    (shown,) = await ground.rows(
        "gateway", "SELECT count(*) FROM registration_view WHERE event_id = $1", fair
    )
    return int(kept[0]) - int(shown[0])


async def at_rest(ground: Ground, fair: UUID) -> bool:
    """Everything has gone out and is shown."""
    (left,) = await ground.rows("events", LEFT)
    return left[0] == 0 and await behind(ground, fair) == 0


async def sequences(ground: Ground, keys: set[str]) -> dict[str, list[int]]:
    """Versions on the topics by aggregate, in the order in which they stand there."""
    found: dict[str, list[int]] = defaultdict(list)
    for record in await records_of(ground.bootstrap, (EVENT, REGISTRATION)):
        if record.key.decode() in keys:
            found[record.key.decode()].append(int(dict(record.headers)["ce_sequence"]))
    return found


def _people(rows: list[asyncpg.Record]) -> set[UUID]:
    return {row["person_id"] for row in rows}


def _first_in_order(versions: list[int]) -> bool:
    """A repeated batch is allowed; a version that first appears after a later one is not."""
    return all(earlier < later for earlier, later in pairwise(dict.fromkeys(versions)))
