"""The mobility service's use cases over a PostgreSQL of its own, which writes through to the disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile

from chassis.database import create_engine
from chassis.sealed import new_key_line
from chassis.work import Transactions
from deploy.local import throwaway
from services.mobility.adapters.work import MobilityWork
from services.mobility.app import SERVICE
from tests.bench.events.__main__ import new_database

Todo = Callable[[Transactions[MobilityWork]], Awaitable[str]]


@contextmanager
def mobility() -> Iterator[Callable[[Todo], str]]:
    """Runs what is given transactions, each time over new connections. Its process's keys are its own."""
    with throwaway.postgres_from_the_wheel(durable=True) as postgres, NamedTemporaryFile("w") as keys:
        keys.write(new_key_line())
        keys.flush()
        os.environ["KERVAN_SEALING_KEYS_FILE"] = keys.name
        url = asyncio.run(new_database(postgres, SERVICE.package))

        async def within(todo: Todo) -> str:
            engine = create_engine(url)
            try:
                return await todo(SERVICE.transactions(engine))
            finally:
                await engine.dispose()

        yield lambda todo: asyncio.run(within(todo))
