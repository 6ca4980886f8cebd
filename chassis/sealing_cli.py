"""``python -m services.X keys …``: changing the keys that seal what is known of people, while serving.

1. ``keys new`` prints a line: put it on top of the file; every process sees it within a second.
2. ``keys reseal`` brings every value under it, in small transactions.
3. ``keys status`` counts values by key: a key that none is under may go from the file.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import create_engine
from chassis.resealing import WAITING, reseal_all
from chassis.sealed import keyring, new_key_line
from chassis.service import Service

T = TypeVar("T")


def keys_cli(service: Service[Any]) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True)
    places = (*service.sealed, *WAITING)

    @app.command()
    def new() -> None:
        """Print a fresh key as a line of the key file: put it on top."""
        typer.echo(new_key_line())

    @app.command()
    def status() -> None:
        """How many values are under each key, the newest first."""
        counted = _run(service, lambda engine: _count(engine, places))
        for key in [*keyring().ids, *sorted(counted.keys() - keyring().ids)]:
            typer.echo(f"{key}  {counted[key]}")

    @app.command()
    def reseal() -> None:
        """Bring every value under the newest key. May run while the service serves, and again at any time."""
        for label, count in _run(service, lambda engine: reseal_all(engine, places)).items():
            typer.echo(f"{label}  {count}")

    return app


async def _count(engine: AsyncEngine, places: Any) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    async with engine.connect() as connection:
        for place in places:
            counted.update(await place.by_key(connection))
    return counted


def _run(service: Service[Any], act: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    async def inside() -> T:
        engine = create_engine(service.settings().dsn, pool_size=4, application=f"{service.name}.keys")
        try:
            return await act(engine)
        finally:
            await engine.dispose()

    return asyncio.run(inside())
