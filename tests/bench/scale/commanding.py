"""A command, given to 1, 2 and 4 processes of one service's API over one database that writes through.

The command is ``POST /v1/people``: checked, sealed, the person and its event in one commit.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import orjson

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from deploy.local import throwaway
from deploy.local.ports import HOST, free_ports
from tests.bench.events.__main__ import new_database
from tests.bench.gateway.load import press
from tests.bench.gateway.sides import process, settings_of, wait_for
from tests.bench.scale.costs import Cost, Meter, processes_named

MODULE = "services.mobility"
CONNECTIONS, SECONDS, WARM_UP_SECONDS, BODIES = 16, 6, 3, 500


def measure(members: int, home: Path) -> Cost:
    """Nobody relays what is said meanwhile. ``home``: a folder of its own."""
    with ExitStack() as stack:
        postgres = stack.enter_context(throwaway.postgres_from_the_wheel(durable=True))
        kafka = stack.enter_context(throwaway.kafka_in_memory())
        url = asyncio.run(new_database(postgres, MODULE))
        addresses = [_start(stack, url, kafka, home, port) for port in free_ports(members)]
        token = DevelopmentIssuer.at(home / "identity").issue(Role.OFFICE)
        press_all = partial(_press, addresses, {"Authorization": f"Bearer {token}"})
        press_all(WARM_UP_SECONDS)
        meter = Meter({"api": processes_named(f"-m {MODULE} api"), "postgres": processes_named("postgres")})
        return meter.read(members, round(press_all(SECONDS)))


def _start(stack: ExitStack, url: str, bootstrap: str, home: Path, port: int) -> str:
    settings = settings_of(url, bootstrap, home) | {"KERVAN_HTTP_PORT": str(port)}
    log = home / f"api-{port}.log"
    stack.enter_context(process([sys.executable, "-m", MODULE, "api"], log, settings))
    wait_for(port, log)
    return f"http://{HOST}:{port}/v1/people"


def _press(addresses: Sequence[str], headers: dict[str, str], seconds: int) -> float:
    """How many commands were done in all."""
    bodies = [orjson.dumps(_person(number)) for number in range(BODIES)]
    connections = CONNECTIONS // len(addresses)
    with ThreadPoolExecutor(len(addresses)) as pool:
        loads = pool.map(
            lambda url: press(url, bodies, headers, connections=connections, seconds=seconds), addresses
        )
        return sum((load.rate * seconds for load in loads), 0.0)


def _person(number: int) -> dict[str, str]:
    return {"given_name": "Ayşe", "family_name": f"Yılmaz {number}", "faculty": "engineering"}
