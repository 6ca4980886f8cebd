"""The containers themselves: the journey, restarts under load, data that stays, and what nobody may."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import aiohttp
import pytest

from deploy.compose.tests.project import CONSOLES, SERVED, STANDS, CommandFailed, Project, service_of
from deploy.local.journey.clients import eventually
from deploy.local.layout import CHECKOUT
from deploy.observability.dashboards import DASHBOARDS
from deploy.observability.panels import Panel
from tests.drills.load import Clients, Crowd, crowding

pytestmark = [pytest.mark.compose, pytest.mark.timeout(900)]

REGISTERED = "SELECT person_id FROM {} WHERE event_id = $1"
TRACED = {"gateway", "mobility", "finance", "events", "finance-office"}
"""What the first acceptance of the journey leads through."""
EMPTY_WHEN_ALL_IS_WELL = {
    "Share that fails",
    "Share refused by a rule",
    "Status 5xx by service",
    "Share with status 5xx",
    "Oldest erasure not confirmed",
    "Outbox, oldest row",
    "Missed records",
    "Parked keys",
    "Parked records by topic",
    "Commands that came again",
    "Open subscriptions",
    "Changes told, and clients sent away",
    "Readings refused",
}
SHOWN_SECONDS_MAX = 60
SCRAPED_SECONDS_MAX = 60
TRACED_SECONDS_MAX = 30


def test_the_journey_is_walked_and_found_again(project: Project) -> None:
    assert "148" in project.walk()
    assert "walked in" in project.walk()


@pytest.mark.parametrize("name", STANDS)
async def test_a_restart_under_load_loses_nobody(
    project: Project, session: aiohttp.ClientSession, name: str
) -> None:
    clients = Clients(project, session)
    crowd = Crowd(await clients.announce_fair(30))
    async with crowding(clients, crowd, writes_a_second=8, looks_a_second=8):
        await asyncio.sleep(1)
        await asyncio.to_thread(project.restart, name)
    assert (crowd.refused, await kept(project, crowd.fair)) == ([], crowd.registered)


async def test_data_is_there_after_down_and_up(project: Project, session: aiohttp.ClientSession) -> None:
    clients = Clients(project, session)
    crowd = Crowd(await clients.announce_fair(30))
    async with crowding(clients, crowd):
        await asyncio.sleep(1)
    await asyncio.to_thread(project.compose, "down", "--timeout", "60")
    await asyncio.to_thread(project.up)
    assert await kept(project, crowd.fair) == crowd.registered


async def kept(project: Project, fair: UUID) -> set[UUID]:
    """Who is registered, once each, in the service; the gateway shows the same a moment later."""

    async def people(service: str, table: str) -> list[UUID]:
        return [row["person_id"] for row in await project.rows(service, REGISTERED.format(table), fair)]

    found = await people("events", "registration")
    assert len(found) == len(set(found))
    await eventually(
        "the gateway to show them",
        lambda: people("gateway", "registration_view"),
        lambda shown: sorted(shown) == sorted(found),
        SHOWN_SECONDS_MAX,
    )
    return set(found)


def test_nobody_is_root_and_no_root_is_writable(project: Project) -> None:
    for container in project.inspect():
        name, host = service_of(container), container["HostConfig"]
        users = project.run("docker", "top", container["Id"], "-eo", "pid,uid").split()[3::2]
        assert users, name
        assert "0" not in users, f"{name} runs as root"
        assert host["CapDrop"] == ["ALL"], name
        assert "no-new-privileges:true" in host["SecurityOpt"], name
        assert host["Memory"] > 0, name
        assert host["NanoCpus"] > 0, name
        if name != "kafka":  # its image writes its settings beside itself
            assert host["ReadonlyRootfs"], name
        if name in SERVED:
            with pytest.raises(CommandFailed, match="Read-only file system"):
                project.compose("exec", "--user", "0", name, "touch", "/written")


def test_nothing_is_published_but_the_gateway_and_consoles(project: Project) -> None:
    published = {
        service_of(container)
        for container in project.inspect()
        if any(container["NetworkSettings"]["Ports"].values())
    }
    assert "gateway" in published
    assert published == {"gateway", *CONSOLES}


async def test_prometheus_reads_every_process_and_knows_the_alerts(
    project: Project, session: aiohttp.ClientSession
) -> None:
    address = f"http://{project.address('prometheus')}:9090/api/v1"

    async def asked(path: str) -> dict[str, Any]:
        async with session.get(f"{address}/{path}") as answer:
            return dict((await answer.json())["data"])

    def up(found: dict[str, Any]) -> bool:
        healthy = {one["labels"]["job"] for one in found["activeTargets"] if one["health"] == "up"}
        return healthy == set(SERVED)

    await eventually("every process to be read", lambda: asked("targets"), up, SCRAPED_SECONDS_MAX)
    rules = [rule for group in (await asked("rules"))["groups"] for rule in group["rules"]]
    assert len(rules) >= 16
    assert {rule["health"] for rule in rules} <= {"ok", "unknown"}


async def test_jaeger_shows_one_trace_through_every_service(
    project: Project, session: aiohttp.ClientSession
) -> None:
    trace = project.journal()["answers"]["trace"]

    async def services() -> set[str]:
        url = f"http://{project.address('jaeger')}:16686/api/traces/{trace}"
        async with session.get(url) as answer:
            traces = (await answer.json(content_type=None)).get("data") or []
        return {process["serviceName"] for one in traces for process in one["processes"].values()}

    await eventually("the trace in Jaeger", services, lambda found: found >= TRACED, TRACED_SECONDS_MAX)


async def test_every_panel_can_be_drawn(project: Project, session: aiohttp.ClientSession) -> None:
    """Asked of the Prometheus that reads the containers, after the journey."""
    address = f"http://{project.address('prometheus')}:9090/api/v1/query"

    async def series(panel: Panel) -> int:
        found = 0
        for query in panel.queries:
            async with session.get(address, params={"query": query.expression}) as answer:
                shown = await answer.json()
            assert shown["status"] == "success", (panel.title, shown)
            found += len(shown["data"]["result"])
        return found

    panels = [
        (dashboard.uid, panel)
        for dashboard in DASHBOARDS
        for panel in dashboard.panels
        if panel.title.partition(" · ")[0] not in EMPTY_WHEN_ALL_IS_WELL
    ]

    async def empty() -> list[str]:
        return [f"{uid}: {panel.title}" for uid, panel in panels if not await series(panel)]

    await eventually("every panel to show something", empty, lambda found: not found, SCRAPED_SECONDS_MAX)


def test_the_operators_command_knows_the_containers(project: Project) -> None:
    """In a container of its own, and by the script that is the same everywhere."""
    shown = project.compose("run", "--rm", "operator", "status")
    assert "not ready" not in shown
    for group in ("finance.grants", "events.orientations", "gateway.views"):
        assert group in shown
    stay = project.compose("run", "--rm", "operator", "--help")
    assert "erase-person" in stay
    parked = project.run(str(CHECKOUT / "bin" / "kervan"), "parked", "list", told={"KERVAN_SITE": "compose"})
    assert "finance.payment-results" in parked  # the journey leaves one: an order that nobody gave


def test_an_image_holds_its_own_program_alone(project: Project) -> None:
    for name in SERVED:
        listed = project.compose(
            "exec", name, "sh", "-c", "ls /app /app/services 2>/dev/null || true"
        ).split()
        others = {*SERVED, "deploy"} - {name}
        assert not others & set(listed), f"{name} holds {listed}"


def test_migrations_started_twice_at_once_run_once(project: Project) -> None:
    with ThreadPoolExecutor() as at_once:
        started = [
            at_once.submit(project.compose, "run", "--rm", "--no-deps", "gateway-migrate") for _ in range(2)
        ]
        for each in started:
            each.result()


def test_health_is_what_the_process_says(project: Project) -> None:
    for name in SERVED:
        asked = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8000/health/ready').read().decode())"
        assert json.loads(project.compose("exec", name, "python", "-c", asked))["ready"] is True
