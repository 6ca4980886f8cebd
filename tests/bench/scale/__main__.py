"""``python -m tests.bench.scale [finance.grants,commands,serving]`` prints ``scale NAME MEMBERS RATE ...``.

Without words everything is measured.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.local import throwaway
from tests.bench.events.__main__ import new_database
from tests.bench.gateway import data
from tests.bench.gateway.__main__ import server_settings
from tests.bench.gateway.load import MISSING, wrk_is_installed
from tests.bench.gateway.queries import Query, draw
from tests.bench.scale import commanding, consuming, serving

MOBILITIES = 20_000
SERVING, COMMANDS = "serving", "commands"


def main(only: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as home:
        for group in consuming.GROUPS:
            if not only or group.label in only:
                for members in consuming.MEMBERS:
                    print(consuming.measure(group, members, Path(home)).line(group.label), flush=True)
        if not only or COMMANDS in only:
            for members in consuming.MEMBERS:
                by_members = Path(tempfile.mkdtemp(dir=home))
                print(commanding.measure(members, by_members).line("mobility.commands"), flush=True)
        if not only or SERVING in only:
            serve(Path(home))


def serve(home: Path) -> None:
    if not wrk_is_installed():
        sys.exit(MISSING)
    with (
        throwaway.postgres_from_the_wheel(settings=server_settings()) as postgres,
        throwaway.kafka_in_memory() as kafka,
    ):
        url, queries = asyncio.run(_filled(postgres))
        for members in consuming.MEMBERS:
            for name, cost in serving.measure(url, kafka, queries, members, home / f"by-{members}").items():
                print(cost.line(f"gateway.{name}"), flush=True)


async def _filled(postgres: str) -> tuple[str, dict[str, Query]]:
    url = await new_database(postgres, "gateway")
    await data.fill(url, MOBILITIES)
    size = await consuming.size(url)
    print(f"scale gateway.database {size / MOBILITIES:,.0f} bytes a mobility", flush=True)
    return url, await draw(url)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that every process is stopped too
    main([word for argument in sys.argv[1:] for word in argument.split(",") if word])
