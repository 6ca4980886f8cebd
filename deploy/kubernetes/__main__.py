"""``python -m deploy.kubernetes topics | schemas``: the files of this folder that a command writes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deploy.kubernetes import schemas as published
from deploy.kubernetes.topics import TOPICS_FILE, present

cli = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@cli.command()
def topics(
    check: Annotated[
        bool, typer.Option("--check", help="Fail when the file is not as the contracts")
    ] = False,
) -> None:
    """Write Strimzi's KafkaTopics from contracts/topics.py, or compare them."""
    if not check:
        TOPICS_FILE.write_text(present())
    elif TOPICS_FILE.read_text() != present():
        typer.echo("topics.yaml differs from the contracts: `python -m deploy.kubernetes topics`", err=True)
        raise typer.Exit(1)


@cli.command()
def schemas(
    kubernetes: Annotated[Path, typer.Argument(help="Kubernetes' schemas in one JSON file, under $defs")],
    folders: Annotated[list[Path], typer.Argument(help="Where operators' CustomResourceDefinitions are")],
) -> None:
    """Write schemas/ anew from what Kubernetes and the operators publish."""
    for kind in published.write(kubernetes, folders):
        typer.echo(f"written  {kind}")


if __name__ == "__main__":
    cli()
