"""``python -m services.X …``: run a service or a part of it, migrate, republish, and tend what is parked."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import typer
import uvloop

from chassis import migrations
from chassis.clock import utc_now
from chassis.consuming import parking
from chassis.consuming.delivery import Delivery
from chassis.consuming.record import Record
from chassis.database import create_engine
from chassis.process import Part
from chassis.process import run as run_process
from chassis.reconcile import compare, reconcile
from chassis.republish import republish
from chassis.sealed import SealingKeysUnusable
from chassis.sealing_cli import keys_cli
from chassis.service import Service, handler_of
from chassis.work import Transactions
from contracts.event import EVENT_TYPES, Tombstone

T = TypeVar("T")

Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"], help="Before the restored point"),
]

Group = Annotated[str | None, typer.Option(help="Consumer group; all when left out")]
OneGroup = Annotated[str, typer.Option(help="Consumer group")]
Key = Annotated[str | None, typer.Option(help="Aggregate id; all keys when left out")]
First = Annotated[bool, typer.Option("--first", help="Only the oldest record; `replay` handles the rest")]


def service_cli(service: Service[Any]) -> typer.Typer:
    """The commands every service has; a service may add its own to the returned app."""
    app = typer.Typer(help=f"{service.title}: api, relay, consumer or all", no_args_is_help=True)
    for part in Part:
        app.command(part.value, help=_PART_HELP[part])(_runs(service, part))
    _add_upkeep(app, service)
    app.add_typer(
        keys_cli(service), name="keys", help="The keys that seal what is known of people: new, status, reseal"
    )
    app.add_typer(
        _parked(service), name="parked", help="What consumers set aside: list, show, replay, discard"
    )
    return app


_PART_HELP = {
    Part.API: "Serve HTTP only.",
    Part.RELAY: "Send the outbox to Kafka only.",
    Part.CONSUMER: "Run the consumer groups only.",
    Part.ALL: "Everything in one process.",
}


def _runs(service: Service[Any], part: Part) -> Any:
    def command() -> None:
        try:
            uvloop.run(run_process(service, part))
        except SealingKeysUnusable as unusable:
            typer.echo(unusable, err=True)
            raise typer.Exit(78) from None  # EX_CONFIG

    return command


def _with_database(service: Service[Any], act: Any) -> Any:
    """Run ``act(transactions)`` with an engine of its own."""

    async def inside() -> Any:
        settings = service.settings()
        engine = create_engine(settings.dsn, pool_size=4, application=f"{service.name}.cli")
        try:
            return await act(service.transactions(engine))
        finally:
            await engine.dispose()

    return asyncio.run(inside())


def _add_upkeep(app: typer.Typer, service: Service[Any]) -> None:
    @app.command()
    def migrate() -> None:
        """Bring the database to the newest version."""
        settings = service.settings()
        asyncio.run(migrations.upgrade(settings.dsn, service.package))

    @app.command(name="republish")
    def republish_all() -> None:
        """Send the present state of every aggregate again: for a topic that forgot."""
        count = _with_database(service, lambda transactions: republish(service, transactions))
        typer.echo(f"{count} states put into the outbox")

    @app.command(name="reconcile")
    def reconcile_restored(since: Since = None) -> None:
        """Compare topics and tables; with --since lift what a restored database does not know."""
        if since is None:
            ahead = _with_database(service, lambda t: compare(service, t, _bootstrap(service)))[1]
            typer.echo(f"{len(ahead)} aggregates are further on the topics than in the tables")
            raise typer.Exit(bool(ahead))
        moment = since if since.tzinfo else since.replace(tzinfo=UTC)
        lifted = _with_database(service, lambda t: reconcile(service, t, _bootstrap(service), moment))
        typer.echo(f"{lifted} aggregates lifted from the topics")


def _bootstrap(service: Service[Any]) -> str:
    return service.settings().kafka_bootstrap


def _parked(service: Service[Any]) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True)

    @app.command(name="list")
    def list_parked(group: Group = None) -> None:
        """Parked keys, oldest first, each with why it waits."""
        for key in _keys(service, group, None):
            # no table: in a narrow terminal it would cut the keys that the other commands ask for
            typer.echo(f"{key.group}  {key.topic}  {key.key}")
            typer.echo(f"  {key.records} since {key.parked_at:%F %T} UTC: {key.error}")

    @app.command()
    def show(group: OneGroup, key: Annotated[str, typer.Option(help="Aggregate id")]) -> None:
        """A key's records in order, with where they came from and why they wait."""
        for parked in _keys(service, group, key):
            for record, error in _with_database(service, lambda t, k=parked: _records(t, k)):
                typer.echo(f"{record.topic}/{record.partition}@{record.offset} {record.header('ce_type')}")
                typer.echo(f"  {error}\n  trace {record.header('traceparent')}")

    @app.command()
    def replay(group: OneGroup, key: Key = None) -> None:
        """Handle what is parked, in order; a key that fails again stays parked and is reported."""
        failed = 0
        for parked in _keys(service, group, key):
            failure = _with_database(service, lambda t, k=parked: _replay(service, t, k))
            typer.echo(f"{parked.key}: {failure or f'{parked.records} handled'}")
            failed += failure is not None
        if failed:
            raise typer.Exit(1)

    @app.command()
    def discard(
        group: OneGroup, key: Annotated[str, typer.Option(help="Aggregate id")], first: First = False
    ) -> None:
        """Forget a key's parked records; later ones of the key are handled again."""
        for parked in _keys(service, group, key):
            gone = _with_database(service, lambda t, k=parked: _discard(t, k, first=first))
            if not gone:
                typer.echo(f"{parked.key}: an erasure waits here: discard --first, then replay", err=True)
                raise typer.Exit(1)
            typer.echo(f"{parked.key}: {gone} discarded")

    return app


def _keys(service: Service[Any], group: str | None, key: str | None) -> list[parking.ParkedKey]:
    async def read(transactions: Transactions[Any]) -> list[parking.ParkedKey]:
        async with transactions.begin() as work:
            return await parking.list_keys(work.connection, group, key)

    found: list[parking.ParkedKey] = _with_database(service, read)
    return found


async def _records(transactions: Transactions[Any], key: parking.ParkedKey) -> Any:
    async with transactions.begin() as work:
        return await parking.lock_records(work.connection, key)


async def _replay(
    service: Service[Any], transactions: Transactions[Any], key: parking.ParkedKey
) -> str | None:
    """Why the key failed again; None when it is through."""
    handler = handler_of(service, key.group)
    try:
        await Delivery(handler, transactions, clock=utc_now, parked_keys_max=0).replay(key)
    except Exception as error:  # noqa: BLE001  whatever the handler says is the operator's answer
        return f"{type(error).__name__}: {error}"
    return None


async def _discard(transactions: Transactions[Any], key: parking.ParkedKey, *, first: bool) -> int:
    """How many records went; none when one of those behind the first erases somebody, who would stay."""
    async with transactions.begin() as work:
        records = [record for record, _ in await parking.lock_records(work.connection, key)]
        if not first and any(_erases(record) for record in records[1:]):
            return 0
        condemned = records[:1] if first else records
        await parking.release(work.connection, key.group, condemned)
        return len(condemned)


def _erases(record: Record) -> bool:
    event_type = EVENT_TYPES.get(record.header("ce_type") or "")
    return event_type is not None and issubclass(event_type, Tombstone)


def run_async(coroutine: Coroutine[Any, Any, T]) -> T:
    """For a service's own commands."""
    return asyncio.run(coroutine)
