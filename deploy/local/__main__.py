"""python -m deploy.local up | down | status | token | tend | demo"""

from __future__ import annotations

import sys
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from deploy.local import run
from deploy.local import status as local_status
from deploy.local.demo import main as journey
from deploy.local.layout import Layout
from deploy.local.programs import chosen
from deploy.local.screen import failures_shown
from deploy.local.tend import tend as tend_service

WIDTH_OF_A_FILE = 120

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
console = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE)
Fresh = Annotated[bool, typer.Option("--fresh", envvar="FRESH", help="Begin anew: wipe what was kept.")]
Only = Annotated[str, typer.Option("--only", envvar="ONLY", help="Of the processes these: events,gateway")]


@app.command()
def up(fresh: Fresh = False, only: Only = "") -> None:
    """Start everything in the background and wait until it is ready."""
    run.up(console, Layout(), fresh=fresh, programs=chosen(only))


@app.command()
def down() -> None:
    """Stop everything; data stays."""
    run.down(console, Layout())


@app.command()
def status() -> None:
    """What runs, how far each consumer is behind, where the logs are."""
    local_status.show(console, Layout())


@app.command()
def token(
    role: Annotated[Role, typer.Option(envvar="ROLE")],
    person: Annotated[
        UUID | None, typer.Option(envvar="PERSON", help="A student's or staff member's id")
    ] = None,
    faculty: Annotated[str | None, typer.Option(envvar="FACULTY", help="A coordinator's faculty")] = None,
    partner: Annotated[UUID | None, typer.Option(envvar="PARTNER", help="A partner university's id")] = None,
) -> None:
    """Print a token of the development issuer."""
    issuer = DevelopmentIssuer.at(Layout().issuer)
    sys.stdout.write(issuer.issue(role, person_id=person, faculty=faculty, partner_id=partner) + "\n")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def tend(context: typer.Context, service: Annotated[str, typer.Argument(envvar="SERVICE")]) -> None:
    """Run a service's own command with the addresses of this run: ``tend finance parked list``."""
    raise typer.Exit(tend_service(Layout(), service, context.args))


@app.command()
def demo(fresh: Fresh = False) -> None:
    """Start everything, load the data and walk the journey."""
    journey(run.up(console, Layout(), fresh=fresh), console)


def main() -> None:
    with failures_shown(console):
        app()


if __name__ == "__main__":
    main()
