"""``python -m contracts generate | check | publish``: the published language's files."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from contracts import committed
from contracts.compatibility import Break
from contracts.readers import readers_of

cli = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

Root = Annotated[Path, typer.Option(help="The folder that holds schemas/ and asyncapi.json.")]


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
    if unpublished := committed.unpublished(folder):
        typer.echo(
            f"{len(unpublished)} types are not promised yet, so nothing holds them still: `publish` does."
        )


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
    for (topic, field, what), found in groupby(sorted(breaks, key=_place), key=_place):
        typer.echo(_told(topic, field, what, [one.event_type for one in found]), err=True)
    typer.echo(
        f"{len(breaks)} breaking change(s). Within a version only optional fields and new event types are "
        "added: give the change a new optional field, or a new version of the type beside the old one.",
        err=True,
    )
    raise typer.Exit(1)


def _place(found: Break) -> tuple[str, str, str]:
    """Events of one topic share their state: the same break is told once, with all its types."""
    return found.topic, found.field, found.what


def _told(topic: str, field: str, what: str, event_types: list[str]) -> str:
    place = f"{topic} · {field}" if field else topic
    readers = ", ".join(readers_of(topic)) or "readers outside Kervan"
    return f"BREAKING  {place}: {what}\n    in {', '.join(event_types)}\n    breaks {readers}"


if __name__ == "__main__":
    cli()
