"""kervan status | lag | story | parked list|show|replay|discard | republish | rebuild | erase-person"""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated
from uuid import UUID

import asyncpg
import typer
from aiokafka.errors import KafkaError
from rich.console import Console

from deploy.local.failure import LocalFailure
from deploy.local.programs import GATEWAY, SERVICES, WITH_DATABASE, Program
from deploy.local.screen import failures_shown
from deploy.local.tend import run_command, service_named
from deploy.operator import erasing
from deploy.operator import status as all_status
from deploy.operator.site import Site, present_site
from deploy.operator.story.gathering import gather
from deploy.operator.story.kinds import KINDS, id_of, topics_of
from deploy.operator.story.showing import lines

WIDTH_OF_A_FILE = 120
UNREACHABLE = (KafkaError, OSError, TimeoutError, asyncpg.PostgresError)

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
parked = typer.Typer(no_args_is_help=True, help="What consumers of all services set aside.")
app.add_typer(parked, name="parked")
console = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE)

Service = Annotated[str | None, typer.Option(help="Of this service; of all when left out")]
Group = Annotated[str, typer.Option(help="Consumer group; its first word is the service")]
Key = Annotated[str, typer.Option(help="Aggregate id")]


@app.command()
def status() -> None:
    """Everything at a glance; exit code 1 when a process is not ready."""
    raise typer.Exit(not all_status.show(console, present_site()))


@app.command()
def lag() -> None:
    """How many messages each consumer group is behind, and for how long the oldest has waited."""
    all_status.show_lag(console, all_status.accounts(present_site()))


@app.command()
def story(
    kind: Annotated[str, typer.Argument(help=", ".join(KINDS))],
    id: Annotated[str, typer.Argument(help="UUID, or the gateway's id")],
    related: Annotated[bool, typer.Option(help="Also what others did in the same traces")] = True,
) -> None:
    """What happened to one entity, in the order of cause, across all services."""
    topics, key = topics_of(kind), id_of(kind, id)
    for line in lines(asyncio.run(gather(present_site(), topics, key, related=related))):
        typer.echo(line)


@parked.command(name="list")
def list_parked(service: Service = None) -> None:
    """Parked keys, oldest first, service by service."""
    site = present_site()
    chosen = (service_named(service),) if service else WITH_DATABASE
    codes = [_command(site, program, "parked", "list") for program in chosen]
    raise typer.Exit(max(codes))


@parked.command()
def show(group: Group, key: Key) -> None:
    """A key's records in order, with where they came from and why they wait."""
    _of_group(group, "show", "--key", key)


@parked.command()
def replay(
    group: Group, key: Annotated[str | None, typer.Option(help="All keys when left out")] = None
) -> None:
    """Handle what is parked, in order."""
    _of_group(group, "replay", *(("--key", key) if key else ()))


@parked.command()
def discard(
    group: Group,
    key: Key,
    first: Annotated[bool, typer.Option("--first", help="Only the oldest record")] = False,
) -> None:
    """Forget a key's parked records."""
    _of_group(group, "discard", "--key", key, *(("--first",) if first else ()))


@app.command()
def republish(service: Annotated[str, typer.Argument(help=", ".join(one.name for one in SERVICES))]) -> None:
    """Send the present state of every aggregate of a service again."""
    raise typer.Exit(_command(present_site(), service_named(service), "republish"))


@app.command()
def rebuild() -> None:
    """Build the gateway's views from the topics anew; readers keep the old ones meanwhile."""
    raise typer.Exit(_command(present_site(), GATEWAY, "rebuild"))


@app.command(name="erase-person")
def erase_person(
    id: Annotated[str, typer.Argument(help="UUID, or the gateway's id")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Forget a person everywhere, for good; then show who confirmed it. The office's token: KERVAN_TOKEN."""
    person_id, site, bearer = UUID(id_of("person", id)), present_site(), erasing.token()
    if not yes:
        typer.confirm(f"Forget for good · Kalıcı olarak sil: {person_id}?", abort=True)
    erasing.erase(site, person_id, bearer)
    for name, at in erasing.confirmations(site, person_id, bearer):
        typer.echo(f"{name}: erased · silindi {at}")


def _of_group(group: str, *arguments: str) -> None:
    action, *rest = arguments
    program = service_named(group.split(".", maxsplit=1)[0])
    raise typer.Exit(_command(present_site(), program, "parked", action, "--group", group, *rest))


def _command(site: Site, program: Program, *arguments: str) -> int:
    return run_command(program, site.endpoints, site.sealing.get(program.name), arguments)


def main() -> None:
    with failures_shown(console):
        try:
            app()
        except UNREACHABLE as error:
            raise _unreachable(error) from error


def _unreachable(error: Exception) -> LocalFailure:
    return LocalFailure(
        tr="Kafka'ya ya da bir veritabanına ulaşılamadı.",
        en="Kafka or a database cannot be reached.",
        next_tr="Yerelde `make status`, gerekirse `make up`; başka yerde KERVAN_SITE dosyasındaki adresler.",
        next_en="Locally `make status`, then `make up`; elsewhere check the addresses in KERVAN_SITE's file.",
        detail=type(error).__name__,
    )


if __name__ == "__main__":
    main()
