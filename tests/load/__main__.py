"""``python -m tests.load [--students 5000]``: prints the evening's figures; exit 1 when a promise broke."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from uuid import UUID

import aiohttp
import typer

from deploy.local import run
from deploy.local.layout import Layout
from deploy.local.throwaway import folder
from tests.chaos.world import World
from tests.drills.accounting import require_places_kept
from tests.drills.ground import Ground, opened
from tests.drills.load import Clients
from tests.drills.watching import seconds_to_rest
from tests.journey.system import QUIET
from tests.load.crush import Crush, press
from tests.load.evening import Evening, Open, Student, out_of_turn, spend

PLACES, PLACES_ABROAD = 100, 40
TAKERS_SHARE = 0.6
SHOWN_SECONDS_MAX = 300
APPLIED = "SELECT person_id FROM {} WHERE call_id = $1"


def main(students: int = 5000) -> None:
    with folder("load") as home:
        layout = Layout(home / ".run")
        try:
            broken = asyncio.run(_evening(opened(layout, only=""), students))
        finally:
            run.down(QUIET, layout)
    for promise in broken:
        print(f"BROKEN: {promise}")
    sys.exit(bool(broken))


async def _evening(ground: Ground, students: int) -> list[str]:
    """What was promised and not kept."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        clients, world = Clients(ground, session), World(ground.site, session, seed=1)
        orientation = await clients.announce_fair(PLACES, kind="orientation")
        evening = Evening(orientation, await _open_call(world))
        takers = int(students * TAKERS_SHARE)
        await spend(clients, evening, await _students(world, students), takers)
        shown = await seconds_to_rest(ground, orientation, SHOWN_SECONDS_MAX)
        _tell_evening(evening, students, shown)
        broken = [*await _places(ground, evening, takers), *await _applications(ground, evening)]
        crush = await press(ground, clients, session)
        _tell_crush(crush)
        return broken + _of_crush(crush)


async def _open_call(world: World) -> Open:
    partner = await world.partner()
    agreement, condition = await world.agreement(partner["id"], PLACES_ABROAD)
    call = await world.open_call((agreement, condition))
    return Open(UUID(call["id"]), UUID(agreement), UUID(condition))


async def _students(world: World, count: int) -> list[Student]:
    known = world.known.kinds["person"]
    return [
        Student(UUID(person["id"]), known[person["id"]]["faculty"]) for person in await world.people(count)
    ]


async def _applications(ground: Ground, evening: Evening) -> list[str]:
    """Each who was told that they applied has one application, in the service and in the views."""
    kept = await ground.rows("mobility", APPLIED.format("application"), evening.open.call)
    shown = await ground.rows("gateway", APPLIED.format("application_view"), evening.open.call)
    people = [row["person_id"] for row in kept]
    print(f"call         {len(evening.applied)} were told that they applied: {len(people)} applications")
    promises = (
        (f"{len(evening.applied - set(people))} applications are lost", evening.applied - set(people)),
        (f"{len(people) - len(set(people))} are there twice", len(people) != len(set(people))),
        ("views show others", sorted(people) != sorted(row["person_id"] for row in shown)),
    )
    return [words for words, broken in promises if broken]


async def _places(ground: Ground, evening: Evening, takers: int) -> list[str]:
    await require_places_kept(ground, evening.orientation)
    (places,) = await ground.rows(
        "events", "SELECT registered, waiting FROM gathering WHERE id = $1", evening.orientation
    )
    wrong = await out_of_turn(ground, evening)
    print(
        f"orientation  {takers} takers: {places['registered']} in, {places['waiting']} wait,"
        f" {wrong} out of turn"
    )
    return [
        words
        for words, so in (
            (f"{evening.given_up} students gave up", evening.given_up),
            (f"{places['registered']} have a place, not {PLACES}", places["registered"] != PLACES),
            ("takers are missing", places["registered"] + places["waiting"] != takers),
            (f"{wrong} people stand behind somebody who came later", wrong),
        )
        if so
    ]


def _of_crush(crush: Crush) -> list[str]:
    promises = (
        ("nobody was refused: not past capacity", not crush.refused),
        (f"{crush.without_retry_after} refusals without Retry-After", crush.without_retry_after),
        (f"other outcomes: {dict(crush.others)}", crush.others),
        ("memory grew with every round", crush.memory[-1] > 1.5 * crush.memory[1]),
    )
    return [words for words, broken in promises if broken]


def _tell_evening(evening: Evening, students: int, shown: float) -> None:
    count = len(evening.reads) + len(evening.writes)
    print(f"evening      {students} students, {count} requests in {evening.seconds:.0f} s: ", end="")
    print(f"{count / evening.seconds:.0f}/s, the last shown {shown:.1f} s after")
    print(f"             reads {_spread(evening.reads)} · writes {_spread(evening.writes)}")
    print(f"             errors by kind: {dict(evening.errors) or 'none'}")


def _tell_crush(crush: Crush) -> None:
    print(f"crush        answered {len(crush.answered)} {_spread(crush.answered)}")
    print(f"             refused 503 {len(crush.refused)} {_spread(crush.refused)}")
    print(
        f"             others {dict(crush.others) or 'none'} · gateway's memory by round {crush.memory} MiB"
    )


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "–"
    ordered = sorted(seconds)
    p50, p99 = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.99))
    return f"p50 {p50:.0f} ms p99 {p99:.0f} ms"


if __name__ == "__main__":
    typer.run(main)
