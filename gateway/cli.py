"""The gateway's commands: those of every process, its schema, and its views from nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chassis.cli import run_async, service_cli
from chassis.database import create_engine
from gateway import access_page
from gateway.app import SERVICE
from gateway.documents.manifest import ManifestInvalid, read_manifest
from gateway.documents.manifest import complaints as complaints_of_documents
from gateway.documents.reading import Documents
from gateway.known_clients import known_documents
from gateway.limits.document import Limits
from gateway.rebuild import rebuild as rebuild_views
from gateway.schema.schema import build_schema
from gateway.schema_file import SCHEMA_FILE, complaints, present
from gateway.settings import GatewaySettings

app = service_cli(SERVICE)


@app.command()
def schema(
    check: Annotated[
        bool, typer.Option("--check", help="Fail when the committed schema breaks or is old")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Write gateway/schema.graphql")] = False,
) -> None:
    """Print the schema, write it to its file, or compare it with the file."""
    now = present()
    if write:
        SCHEMA_FILE.write_text(now)
    elif check:
        found = complaints(SCHEMA_FILE.read_text(), now, known_documents())
        typer.echo("\n".join(found) or "The schema is as committed.")
        raise typer.Exit(bool(found))
    else:
        typer.echo(now, nl=False)


documents = typer.Typer(help="The documents of shipped clients.", no_args_is_help=True)
app.add_typer(documents, name="documents")


@documents.callback()
def _documents() -> None:
    """Keeps ``check`` a command of its own name, though it is the only one."""


@documents.command()
def check(
    manifest: Annotated[Path, typer.Argument(envvar="KERVAN_TRUSTED_DOCUMENTS", help="The manifest file")],
) -> None:
    """Every document of the manifest against the schema and the limits; fails with a line for each fault."""
    try:
        written = read_manifest(manifest)
        found = list(complaints_of_documents(Documents(build_schema().graphql, Limits()), written))
    except (ManifestInvalid, OSError) as error:
        found, written = [str(error)], {}
    typer.echo("\n".join(found) or f"All {len(written)} documents run.")
    raise typer.Exit(bool(found))


@app.command()
def access(
    check: Annotated[bool, typer.Option("--check", help="Fail when docs/access.md is old")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write docs/access.md")] = False,
) -> None:
    """Print who sees what, write it to its page, or compare it with the page."""
    now = access_page.present()
    if write:
        access_page.ACCESS_PAGE.write_text(now)
    elif check:
        found = access_page.complaints(access_page.ACCESS_PAGE.read_text(), now)
        typer.echo("\n".join(found) or "The access page is as the policies have it.")
        raise typer.Exit(bool(found))
    else:
        typer.echo(now, nl=False)


@app.command()
def rebuild() -> None:
    """Throw the views away and build them again from the topics. Readers keep the old ones meanwhile."""
    typer.echo(f"{run_async(_rebuild())} records taken in")


async def _rebuild() -> int:
    settings = GatewaySettings()
    engine = create_engine(settings.dsn, pool_size=4, application="gateway.rebuild")
    try:
        return await rebuild_views(engine, settings.kafka_bootstrap)
    finally:
        await engine.dispose()
