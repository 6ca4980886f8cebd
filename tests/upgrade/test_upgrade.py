"""A second version with a migration and an event field more, rolled service by service while clients work.

By the commands of docs/operations/releases.md. No command fails, and the chaos checker finds nothing lost,
nothing done twice, nothing that differs.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from deploy.compose.tests.project import SERVED, WALK_SECONDS_MAX, Project
from deploy.local.journey.clients import eventually
from deploy.local.layout import CHECKOUT
from deploy.local.ports import free_ports
from tests.chaos.checker.history import Record
from tests.chaos.checker.loading.kafka import read_log
from tests.chaos.running import ENDPOINTS_FILE, check
from tests.chaos.said import Outcome
from tests.journey.rest import at_rest
from tests.upgrade.load import Load, working
from tests.upgrade.outside import Outside
from tests.upgrade.version import next_version

pytestmark = [pytest.mark.compose, pytest.mark.timeout(2400)]

ROLL = str(CHECKOUT / "deploy" / "compose" / "roll")
PRESENT, NEXT = "present", "next"
SERVICES = tuple(name for name in SERVED if name != "gateway")
CHANGED = {"events": "mirror_event", "mobility": "mirror_call"}
TOPICS = {"events.event.v1", "mobility.call.v1"}
KNOWS = "SELECT count(*) FROM {} WHERE state ? 'language'"
BETWEEN_SECONDS = 4
RESTS_SECONDS_MAX = 120


@pytest.fixture(scope="module")
async def outside(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Outside]:
    """The present version, built and running as a project of its own; gone at the end with its data."""
    gateway_port, kafka_port = free_ports(2)
    project = Project(
        gateway_port,
        name="kervan-upgrade",
        files=(Path(__file__).with_name("outside.yml"),),
        told={
            "OUTSIDE_KAFKA_PORT": str(kafka_port),
            "KERVAN_IMAGE": "kervan-upgrade",
            "KERVAN_VERSION": PRESENT,
            "OTEL_EXPORTER_OTLP_ENDPOINT": "",
        },
    )
    project.compose("down", "--volumes", "--timeout", "60")
    project.build()
    project.compose("up", "--detach", "--wait", *SERVED)
    project.compose("up", "--detach", "finance-office")
    yield Outside(project, kafka_port, tmp_path_factory.mktemp("upgrade"))
    project.compose("down", "--volumes", "--timeout", "60")


async def test_a_new_version_is_rolled_out_while_clients_work(
    outside: Outside, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(outside.project, next_version(tmp_path / "next"))
    async with working(outside) as load:
        await asyncio.sleep(BETWEEN_SECONDS)
        for service in SERVICES:
            await roll(outside.project, service, NEXT)
        assert await written(outside, told=True)
        assert (
            await known_to_the_views(outside) == 0
        )  # the gateway of before passes over what it does not know
        second = f"127.0.0.1:{free_ports(1)[0]}"
        await roll(outside.project, "gateway", NEXT, KERVAN_GATEWAY_ADDRESS=second)
        await rebuild(outside.project)
        assert await known_to_the_views(outside) > 0
        await roll(outside.project, "events", PRESENT)
        await asyncio.sleep(BETWEEN_SECONDS)
    await settled(outside)
    with capsys.disabled():
        tell(load)
        print(*missed(outside.project), sep="\n")
        assert await check(outside.folder)
    assert load.outcomes[Outcome.UNKNOWN] == 0, load.without_answer()
    assert load.outcomes[Outcome.ACKNOWLEDGED] > 100
    assert await parked(outside) == {}


def build(project: Project, tree: Path) -> None:
    """As `docker compose build` in the checkout of the next version does."""
    file = str(tree / "docker-compose.yml")
    command = ("docker", "compose", "--file", file, "build", *SERVED)
    project.run(*command, seconds_max=WALK_SECONDS_MAX, told={"KERVAN_VERSION": NEXT})


async def roll(project: Project, service: str, version: str, **told: str) -> None:
    await asyncio.to_thread(lambda: project.run(ROLL, service, told={"KERVAN_VERSION": version} | told))
    await asyncio.sleep(BETWEEN_SECONDS)


async def rebuild(project: Project) -> None:
    """Views learn the new field of what the gateway of before took in."""
    command = ("docker", "compose", "exec", "-T", "gateway", "python", "-m", "gateway", "rebuild")
    await asyncio.to_thread(project.run, *command)


async def written(outside: Outside, *, told: bool) -> list[Record]:
    """Records of the changed aggregates that have the new field, or have not."""
    log = await read_log(outside.endpoints()["kafka"]["bootstrap_servers"])
    return [
        record for record in log if record.topic in TOPICS and ("language" in (record.state or {})) is told
    ]


async def known_to_the_views(outside: Outside) -> int:
    """Mirrored states that have the new field."""
    counts = [await count(outside, "gateway", KNOWS.format(mirror)) for mirror in CHANGED.values()]
    return sum(counts)


async def settled(outside: Outside) -> None:
    """Nothing is on its way; the checker is told where everything is."""
    bootstrap = outside.endpoints()["kafka"]["bootstrap_servers"]
    await eventually(
        "everything to come to rest",
        lambda: at_rest(bootstrap, outside.databases),
        bool,
        RESTS_SECONDS_MAX,
    )
    (outside.folder / ENDPOINTS_FILE).write_text(json.dumps(outside.endpoints()))


async def parked(outside: Outside) -> dict[str, int]:
    counts = {name: await count(outside, name, "SELECT count(*) FROM parked_key") for name in SERVED}
    return {name: found for name, found in counts.items() if found}


async def count(outside: Outside, database: str, query: str) -> int:
    connection = await asyncpg.connect(outside.databases[database])
    try:
        return int(await connection.fetchval(query))
    finally:
        await connection.close()


def missed(project: Project) -> list[str]:
    """What the gateway's log says of services that did not answer it."""
    lines = project.compose("logs", "--no-log-prefix", "gateway").splitlines()
    return [line for line in lines if '"service.unreachable"' in line or '"service.failed"' in line]


def tell(load: Load) -> None:
    ends = ", ".join(f"{count} {end}" for end, count in load.outcomes.items())
    repeated = ", ".join(f"{count} × {end}" for end, count in load.without_answer().items())
    print(f"\ncommands: {ends}; attempts without an answer: {repeated or 'none'}")
