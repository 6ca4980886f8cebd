"""A service's parts in processes of their own, as a cluster runs them."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from chassis.clock import utc_now
from chassis.identity.caller import Role
from chassis.identity.issuer import AUDIENCE, DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.kafka import ensure_topics
from chassis.tests.kafka_reading import sequences
from contracts.topics import EVENT, TOPICS
from deploy.local.ports import free_ports

PARTS = ("api", "relay", "consumer")
STARTS_SECONDS_MAX = 40


@pytest.fixture
def issuer(tmp_path: Path) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path / "issuer")


@pytest.fixture
async def settings(
    new_database: Callable[..., Awaitable[str]], kafka_bootstrap: str, issuer: DevelopmentIssuer
) -> dict[str, str]:
    return {
        "KERVAN_DATABASE_URL": await new_database("services.events"),
        "KERVAN_KAFKA_BOOTSTRAP": kafka_bootstrap,
        "KERVAN_JWKS": str(issuer.jwks),
        "KERVAN_ISSUER": DEVELOPMENT_ISSUER,
        "KERVAN_AUDIENCE": AUDIENCE,
        "KERVAN_TOPICS_AHEAD_ALLOWED": "true",  # Kafka is all tests', the database is this one's
    }


@pytest.fixture
async def parts(settings: dict[str, str], kafka_bootstrap: str) -> AsyncIterator[dict[str, str]]:
    """The address of each part of the events service."""
    await ensure_topics(kafka_bootstrap, TOPICS)
    ports = dict(zip(PARTS, free_ports(len(PARTS)), strict=True))
    async with started(settings, ports):
        yield {part: f"http://127.0.0.1:{port}" for part, port in ports.items()}


@asynccontextmanager
async def started(settings: dict[str, str], ports: dict[str, int]) -> AsyncIterator[None]:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.events", part,
            env=os.environ | settings | {"KERVAN_HTTP_PORT": str(port)},
            stdout=asyncio.subprocess.DEVNULL,
        )
        for part, port in ports.items()
    ]  # fmt: skip
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        codes = [await asyncio.wait_for(process.wait(), 30) for process in processes]
    assert codes == [0] * len(ports)


async def get(url: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()


async def until_ready(url: str) -> None:
    async with asyncio.timeout(STARTS_SECONDS_MAX):
        while True:
            try:
                if (await get(f"{url}/health/ready"))[0] == 200:
                    return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


async def schedule_a_fair(api: str, token: str) -> str:
    begins = utc_now() + timedelta(days=30)
    fair = {
        "kind": "fair",
        "title": {"tr": "Tanıtım günü", "en": "Fair"},
        "begins_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=3)).isoformat(),
        "venue": "Hall",
        "capacity": 5,
    }
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{api}/v1/events", json=fair) as answer,
    ):
        assert answer.status == 201
        return str((await answer.json())["id"])


async def test_api_relay_and_consumer_run_apart_and_work_together(
    parts: dict[str, str], issuer: DevelopmentIssuer, kafka_bootstrap: str
) -> None:
    for url in parts.values():
        await until_ready(url)
    groups = {part: len((await get(f"{url}/status"))[1]["groups"]) for part, url in parts.items()}
    assert groups == {"api": 0, "relay": 0, "consumer": 4}
    event_id = await schedule_a_fair(parts["api"], issuer.issue(Role.OFFICE))
    async with asyncio.timeout(30):
        while not (await sequences(kafka_bootstrap, EVENT, {event_id}))[event_id]:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    assert (await get(f"{parts['relay']}/v1/events"))[0] == 404


async def test_started_while_kafka_is_away_it_takes_commands(
    settings: dict[str, str], issuer: DevelopmentIssuer
) -> None:
    """What they say waits in the outbox; asked to end, the process ends well."""
    port, closed = free_ports(2)
    url = f"http://127.0.0.1:{port}"
    async with started(settings | {"KERVAN_KAFKA_BOOTSTRAP": f"127.0.0.1:{closed}"}, {"all": port}):
        await until_ready(url)
        await schedule_a_fair(url, issuer.issue(Role.OFFICE))
        assert (await get(f"{url}/status"))[1]["outbox"]["depth"] == 1
