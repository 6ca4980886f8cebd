"""``python -m deploy.compose secrets | prepare | demo | token | operator``"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from chassis.identity.caller import Role
from deploy.compose import prepare as preparing
from deploy.compose.place import Containers
from deploy.compose.secrets import draw
from deploy.local.demo import main as journey
from deploy.local.layout import write_private
from deploy.local.screen import failures_shown

WIDTH = 120

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
console = Console(width=WIDTH)
Given = Annotated[Path, typer.Option(help="Where a container finds its secrets")]
GIVEN = Path("/run/secrets")
DRAWN = Path(__file__).with_name("secrets")


@app.command()
def secrets(folder: Annotated[Path, typer.Argument()] = DRAWN) -> None:
    """Draw the passwords and keys that are missing; those that are there stay."""
    for name in draw(folder):
        typer.echo(f"drawn · üretildi: {name}")


@app.command()
def prepare(given: Given = GIVEN) -> None:
    """Create the roles and databases that are missing."""
    preparing.main(given)


@app.command()
def demo(given: Given = GIVEN) -> None:
    """Walk the journey of ``make demo`` through the containers."""
    journey(Containers(given), console)


@app.command()
def token(
    role: Role,
    person: Annotated[UUID | None, typer.Option(help="A student's or staff member's id")] = None,
    given: Given = GIVEN,
) -> None:
    """Print a token of the development issuer."""
    sys.stdout.write(Containers(given).issuer().issue(role, person_id=person) + "\n")


@app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
def operator(arguments: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """The operators' command ``kervan``, told where everything is from here."""
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site.json"
        write_private(site, json.dumps(Containers(GIVEN).endpoints()))
        command = [sys.executable, "-m", "deploy.operator", *(arguments or ["--help"])]
        raise typer.Exit(
            subprocess.run(command, env=os.environ | {"KERVAN_SITE": str(site)}, check=False).returncode
        )


def main() -> None:
    with failures_shown(console):
        app()


if __name__ == "__main__":
    main()
