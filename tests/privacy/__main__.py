"""``python -m tests.privacy FOLDER``: a line for each leak of a standing run; fails when there is one."""

from pathlib import Path
from typing import Annotated

import typer

from tests.privacy.searching import search


def main(folder: Annotated[Path, typer.Argument(help="The run's folder, with endpoints.json in it")]) -> None:
    """Search a run for personal data where it does not belong."""
    leaks = search(folder)
    for leak in leaks:
        typer.echo(leak)
    typer.echo(f"{len(leaks)} leaks")
    raise typer.Exit(bool(leaks))


if __name__ == "__main__":
    typer.run(main)
