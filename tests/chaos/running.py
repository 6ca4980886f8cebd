"""One run: start, prepare, harm while clients work, heal, drain, check, tell."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from contracts.topics import TOPICS
from tests.chaos import report, said
from tests.chaos.clients.looking import look_around
from tests.chaos.clients.sending import REQUEST_SECONDS_MAX
from tests.chaos.clients.walking import Book, Client
from tests.chaos.faults.victim import Victim
from tests.chaos.ground import Ground, started
from tests.chaos.harming import harm_all
from tests.chaos.healing import NotHealed, heal
from tests.chaos.schedule import RULES, Fault, Rule, schedule
from tests.chaos.supervisor import Supervisor, supervised
from tests.chaos.world import World
from tests.journey.topics import ends_of
from tests.privacy.searching import Run, leaks_of_anybody

ENDPOINTS_FILE = "endpoints.json"
CHECKER = "tests.chaos.checker"
CHECK_SECONDS_MAX = 120
CLIENTS_END_SECONDS_MAX = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """One run. Seed, seconds and rules alone decide what goes wrong when."""

    seconds: int = 120
    seed: int = 7
    clients: int = 6
    mutant: str | None = None
    rules: tuple[Rule, ...] = RULES

    @property
    def faults(self) -> tuple[Fault, ...]:
        return schedule(self.seed, self.seconds, self.rules)

    def __str__(self) -> str:
        planted = f", mutant {self.mutant}" if self.mutant else ""
        return (
            f"seed {self.seed}, {self.seconds} s, {len(self.faults)} faults, {self.clients} clients{planted}"
        )


async def run_chaos(folder: Path, plan: Plan) -> bool:
    """True when the checker found nothing. Raises: LocalFailure, JourneyStopped."""
    _tell(str(plan))
    timeout = aiohttp.ClientTimeout(total=REQUEST_SECONDS_MAX)
    async with started(folder, plan.mutant) as ground, aiohttp.ClientSession(timeout=timeout) as session:
        world = World(ground.site, session, plan.seed)
        await world.prepare()
        _tell("the world is prepared")
        with (folder / said.FILE).open("w") as log:
            book = Book(log)
            async with supervised(ground) as supervisor:
                await _walk_while_harmed(plan, world, book, Victim(ground, supervisor))
                _tell("faults are over, healing")
                healed = await _healed(ground, supervisor, world)
        (folder / ENDPOINTS_FILE).write_text(json.dumps(ground.site.endpoints(), indent=1))
        await _tell_counts(ground, book)
        kept = await check(folder)
        return kept and healed and (plan.mutant is not None or await _tells_of_nobody(ground))


async def _healed(ground: Ground, supervisor: Supervisor, world: World) -> bool:
    """A run that does not heal has failed; the checker says of it what it can."""
    try:
        await heal(ground, supervisor, world)
    except NotHealed as error:
        _tell(f"not healed: {error}")
        return False
    return True


async def _walk_while_harmed(plan: Plan, world: World, book: Book, victim: Victim) -> None:
    """Clients begin, the schedule runs to its end beside them, then they bring their commands to an end."""
    stop = asyncio.Event()
    book.begin()
    victim.ground.log.begin()
    async with asyncio.timeout(plan.seconds + CLIENTS_END_SECONDS_MAX), asyncio.TaskGroup() as group:
        for number in range(plan.clients):
            client = Client(number, plan.seed, world.known, world.sender, book)
            group.create_task(client.walk(stop))
        group.create_task(look_around(world.known, world.sender, stop))
        await asyncio.gather(harm_all(plan.faults, victim), asyncio.sleep(plan.seconds))
        stop.set()


async def _tell_counts(ground: Ground, book: Book) -> None:
    lines = ground.log.lines
    ends = await ends_of(ground.bootstrap, TOPICS)
    _tell(f"commands: {report.commands(book)}")
    _tell(f"events: {sum(ends.values())}")
    _tell(f"faults: {report.faults(lines)}")
    _tell(f"kills: {report.kills(lines)}")
    if longest := report.longest_recovery(lines, book):
        _tell(f"longest recovery: {longest.seconds:.1f} s, {longest.after}")


async def check(folder: Path) -> bool:
    """The checker runs apart and is told the folder alone; its last lines are ours too."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", CHECKER, str(folder))
    async with asyncio.timeout(CHECK_SECONDS_MAX):
        return await process.wait() == 0


async def _tells_of_nobody(ground: Ground) -> bool:
    """Nobody whom the run registered is found in a log, trace, metric, topic or row of others."""
    leaks = await leaks_of_anybody(Run(ground.site.layout.home, ground.site.endpoints()))
    for leak in leaks:
        _tell(str(leak))
    _tell(f"leaks: {len(leaks)}")
    return not leaks


def _tell(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()
