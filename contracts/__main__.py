"""``python -m contracts generate | check | publish``: the published language's files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contracts import committed
from contracts.compatibility import Break
from contracts.topics import TOPICS

cli = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

Root = Annotated[Path, typer.Option(help="The folder that holds schemas/ and asyncapi.json.")]
READERS = {topic.name: topic.readers for topic in TOPICS}


@cli.command()
def generate(root: Root = committed.HERE) -> None:
    """Write the JSON Schemas and the AsyncAPI document from the models."""
    for path in committed.write(committed.Folder(root)):
        typer.echo(f"written  {path.relative_to(root)}")


@cli.command()
def check(root: Root = committed.HERE) -> None:
    """Fail when the files differ from the models, or when a published type is broken."""
    folder = committed.Folder(root)
    _refuse_breaks(committed.broken(folder))
    if stale := committed.stale(folder):
        for path in stale:
            typer.echo(f"differs from the models: {path.relative_to(root)}", err=True)
        typer.echo("Run `python -m contracts generate` and commit what it writes.", err=True)
        raise typer.Exit(1)


@cli.command()
def publish(root: Root = committed.HERE) -> None:
    """Promise today's schemas to every reader: from here on, only additions."""
    folder = committed.Folder(root)
    _refuse_breaks(committed.broken(folder))
    committed.write(folder)
    for name in committed.publish(folder):
        typer.echo(f"published  {name}")


def _refuse_breaks(breaks: list[Break]) -> None:
    if not breaks:
        return
    for found in breaks:
        typer.echo(_told(found), err=True)
    typer.echo(
        f"{len(breaks)} breaking change(s). Within a version only optional fields and new event types are "
        "added: give the change a new optional field, or a new version of the type beside the old one.",
        err=True,
    )
    raise typer.Exit(1)


def _told(found: Break) -> str:
    readers = ", ".join(READERS.get(found.topic, ())) or "readers outside Kervan"
    place = f"{found.event_type} · {found.field}" if found.field else found.event_type
    return f"BREAKING  {found.topic} · {place}: {found.what}\n          breaks {readers}"


if __name__ == "__main__":
    cli()
