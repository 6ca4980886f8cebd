"""Alembic for a service: its own history in ``<package>/migrations``, run under a lock.

Each service's ``migrations/env.py`` calls :func:`run`; its first version calls
:func:`create_chassis_tables`, so that every service's database has the same outbox, inbox and parking.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol

import structlog
from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from chassis.database import create_engine
from chassis.failpoints import Failpoint, reached

log = structlog.get_logger()

# Whoever comes second waits for all that the first one has to do, not only as long as a request may.
TURN = (
    text("SET LOCAL lock_timeout = '10min'"),
    text("SET LOCAL statement_timeout = '10min'"),
    text("SELECT pg_advisory_lock(hashtext('kervan.migrations'))"),
)
UNLOCK = text("SELECT pg_advisory_unlock(hashtext('kervan.migrations'))")

CHASSIS_TABLES_V1 = (
    """
    CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_outbox PRIMARY KEY,
        topic text NOT NULL,
        aggregate_id text NOT NULL,
        type text NOT NULL,
        payload bytea,
        headers jsonb NOT NULL,
        sequence bigint NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)
    """,
    """
    CREATE TABLE inbox (
        consumer_group text NOT NULL,
        event_id text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_inbox PRIMARY KEY (consumer_group, event_id)
    )
    """,
    "CREATE INDEX ix_inbox_received_at ON inbox (received_at)",
    """
    CREATE TABLE parked_key (
        consumer_group text NOT NULL,
        topic text NOT NULL,
        key text NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_parked_key PRIMARY KEY (consumer_group, topic, key)
    )
    """,
    """
    CREATE TABLE parked_record (
        consumer_group text NOT NULL,
        topic text NOT NULL,
        "partition" integer NOT NULL,
        "offset" bigint NOT NULL,
        key text NOT NULL,
        record_key bytea,
        value bytea,
        headers jsonb NOT NULL,
        error text NOT NULL,
        traceparent text,
        parked_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_parked_record PRIMARY KEY (consumer_group, topic, "partition", "offset"),
        CONSTRAINT fk_parked_record_parked_key FOREIGN KEY (consumer_group, topic, key) REFERENCES parked_key
    )
    """,
    'CREATE INDEX ix_parked_record_key ON parked_record (consumer_group, topic, key, "partition", "offset")',
    """
    CREATE TABLE idempotency (
        caller bytea NOT NULL,
        key varchar(255) NOT NULL,
        operation text NOT NULL,
        request bytea NOT NULL,
        status smallint,
        headers jsonb,
        body bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_idempotency PRIMARY KEY (caller, key)
    )
    """,
    "CREATE INDEX ix_idempotency_created_at ON idempotency (created_at)",
)


class Operations(Protocol):
    """What a migration has as ``alembic.op``."""

    def execute(self, sqltext: str) -> None: ...


def create_chassis_tables(op: Operations) -> None:
    """The chassis's tables as of its first version. A change is another function with another number."""
    for statement in CHASSIS_TABLES_V1:
        op.execute(statement)


READINGS_V1 = (
    """
    CREATE TABLE person_reading (
        id uuid CONSTRAINT pk_person_reading PRIMARY KEY,
        version integer NOT NULL,
        person_id uuid NOT NULL,
        hour timestamptz NOT NULL,
        reader text NOT NULL,
        roles text NOT NULL,
        operation text NOT NULL,
        first_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX uq_person_reading ON person_reading (person_id, hour, reader, roles, operation)",
    "CREATE INDEX ix_person_reading_person_id_hour_id ON person_reading (person_id, hour, id)",
    "CREATE INDEX ix_person_reading_hour ON person_reading (hour)",
)


def create_reading_table(op: Operations) -> None:
    """The log of readings, for who shows people to others (``chassis.readings``)."""
    for statement in READINGS_V1:
        op.execute(statement)


ERASURES_V1 = (
    """
    CREATE TABLE erasure (
        id uuid CONSTRAINT pk_erasure PRIMARY KEY,
        person text NOT NULL,
        erased_at timestamptz NOT NULL DEFAULT now(),
        asked_by text,
        rows jsonb NOT NULL
    )
    """,
    "CREATE INDEX ix_erasure_person ON erasure (person)",
)


def create_erasure_table(op: Operations) -> None:
    """The log of erasures, for who keeps something of people (``chassis.erasures``)."""
    for statement in ERASURES_V1:
        op.execute(statement)


def only_sealed(op: Operations, table: str, *columns: str) -> None:
    """From now on the columns take sealed values or none. Rows from before stay until they are written."""
    for column in columns:
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{column}_sealed"
            f" CHECK ({column} LIKE 'sealed:%') NOT VALID"
        )


def run() -> None:
    """What a service's ``env.py`` does: migrate on the connection that :func:`upgrade` opened."""
    context.configure(
        connection=context.config.attributes["connection"],
        transaction_per_migration=True,
        on_version_apply=lambda **_: reached(Failpoint.MIGRATION_STEP),
    )
    with context.begin_transaction():
        context.run_migrations()


async def upgrade(database_url: str, package: str) -> None:
    """Bring the database to the newest version of ``package``'s history; several callers take turns.

    A database that a later release has migrated stays as it is: migrations add, so code of before goes on,
    and a release that is taken back must not end here.
    """
    engine = create_engine(database_url, pool_size=4, application="migrations")
    try:
        async with engine.connect() as connection:
            for statement in TURN:
                await connection.execute(statement)
            await connection.commit()
            reached(Failpoint.MIGRATION_LOCKED)
            await connection.run_sync(_upgrade, package)
            reached(Failpoint.MIGRATION_DONE)
            await connection.execute(UNLOCK)
            await connection.commit()
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, package: str) -> None:
    folder = Path(str(importlib.import_module(package).__file__)).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if later := _unknown(connection, ScriptDirectory.from_config(config)):
        log.warning("migrations.database_is_later", package=package, versions=sorted(later))
        return
    command.upgrade(config, "head")


def _unknown(connection: Connection, history: ScriptDirectory) -> set[str]:
    """Versions that the database is at and this code's history does not have."""
    present = set(MigrationContext.configure(connection).get_current_heads())
    connection.rollback()  # one that has begun is somebody else's to Alembic: it would not commit
    return present - {version.revision for version in history.walk_revisions()}
