"""The service's own commands beside those every service has."""

from __future__ import annotations

import typer

from chassis.cli import run_async
from chassis.database import create_engine
from chassis.service import Service
from services.agreements.adapters.data_files import institutions, isced_fields
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.load_directory import load_directory
from services.agreements.application.work import Loaded


def add_commands(app: typer.Typer, service: Service[AgreementsWork]) -> None:
    @app.command(name="load-directory")
    def load() -> None:
        """Load the European directory of institutions and the fields of education; again at any time."""
        loaded = run_async(_load(service))
        typer.echo(f"{len(loaded.listed)} institutions listed, {len(loaded.changed)} changed")


async def _load(service: Service[AgreementsWork]) -> Loaded:
    settings = service.settings()
    engine = create_engine(settings.dsn, pool_size=4, application="agreements.load-directory")
    try:
        async with service.transactions(engine).begin() as work:
            await work.isced.replace(isced_fields())
            return await load_directory(institutions(), work)
    finally:
        await engine.dispose()
