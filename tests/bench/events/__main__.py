"""Runs the three comparisons on throw-away servers (or those of the environment) and prints the ratios."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import uvloop
from rich.console import Console

from chassis.ids import new_id
from chassis.kafka import ensure_topics
from chassis.migrations import upgrade
from chassis.process import settle_memory
from contracts.topics import TOPICS, Topic
from deploy.local import throwaway
from tests.bench.events import latency, projection, relay

ROUNDS = 5

console = Console()


@contextmanager
def servers() -> Iterator[tuple[str, str]]:
    """(PostgreSQL's DSN, Kafka's bootstrap), empty ones. PostgreSQL writes through to the disk."""
    with throwaway.postgres_from_the_wheel(durable=True) as dsn, throwaway.kafka_from_its_jars() as bootstrap:
        yield dsn, bootstrap


async def new_database(admin_dsn: str, package: str) -> str:
    name = f"kervan_bench_{new_id().hex}"
    connection = await asyncpg.connect(admin_dsn)
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    dsn = urlunsplit(urlsplit(admin_dsn)._replace(path=f"/{name}"))
    await upgrade(dsn, package)
    return dsn


async def main(admin_dsn: str, bootstrap: str) -> None:
    await ensure_topics(bootstrap, (*TOPICS, Topic(latency.FLOOR_TOPIC, "bench", "Benchmark")))
    service = await new_database(admin_dsn, "chassis.tests.sample")
    gateway = await new_database(admin_dsn, "gateway")
    await compare_relay(service, bootstrap)
    await compare_projection(service, bootstrap)
    await compare_latency(service, gateway, bootstrap)


async def compare_relay(service: str, bootstrap: str) -> None:
    rounds = [await relay.events_a_second(service, bootstrap) for _ in range(ROUNDS)]
    report("relay_vs_raw_send", rounds, "events/s")


async def compare_projection(service: str, bootstrap: str) -> None:
    topic = await projection.fill_topic(bootstrap)
    rounds = [await projection.events_a_second(service, bootstrap, topic) for _ in range(ROUNDS)]
    report("projection_vs_tx_per_message", [(merged, one) for merged, one, _ in rounds], "events/s")
    report("projection_vs_bare_tx_per_message", [(merged, bare) for merged, _, bare in rounds], "events/s")


async def compare_latency(service: str, gateway: str, bootstrap: str) -> None:
    """The first round brings the gateway's group to the end of its topics and is not counted."""
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            ours = await latency.p_milliseconds(service, gateway, bootstrap, Path(folder), "ours")
            floor = await latency.p_milliseconds(service, gateway, bootstrap, Path(folder), "floor")
            console.print(
                f"  p50 {ours[0]:.1f} ms, floor {floor[0]:.1f} ms · p99 {ours[1]:.1f} ms, {floor[1]:.1f} ms"
            )
            rounds.append((ours[1], floor[1]))
    report("latency_vs_floor", rounds, "ms p99")


def report(name: str, rounds: list[tuple[float, float]], unit: str) -> None:
    ours, theirs = (median(side) for side in zip(*rounds, strict=True))
    ratio = median(a / b for a, b in rounds)
    console.print(f"{name}: {ours:,.1f} {unit} against {theirs:,.1f}, {len(rounds)} rounds")
    print(f"ratio {name} {ratio:.2f}", flush=True)


if __name__ == "__main__":
    with servers() as (postgres, kafka):
        settle_memory()  # as every process of Kervan does before it begins
        uvloop.run(main(postgres, kafka))
