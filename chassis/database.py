"""PostgreSQL: one engine a process, names for every constraint, JSON by orjson."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import asyncpg
import orjson
from sqlalchemy import AdaptedConnection, MetaData, event
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

FAREWELL = asyncpg.InternalClientError
"""What asyncpg raises, and SQLAlchemy hands on as it is, when a stopping server's last word meets a statement
that is just being sent. The connection is gone; nothing is wrong with the statement."""

UNREACHABLE = (SQLAlchemyError, OSError, FAREWELL)
"""What work beside requests meets while the database is away; it waits and tries again."""

LOCK_WAIT_MS_MAX = 4_000
STATEMENT_MS_MAX = 15_000

RETRY_STATES = frozenset({"40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03", "53300"})
NO_WAY_THERE = (ConnectionError, TimeoutError, socket.gaierror)
"""What asyncpg lets through when there is no connection to be had."""
BROKEN_CONNECTION = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, FAREWELL)
"""What a connection of asyncpg's own may end with; the last when it was cut in the middle of a statement."""

CONSTRAINT_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """A service's tables hang on one of these, so that constraints have names refusals can map to."""
    return MetaData(naming_convention=CONSTRAINT_NAMES)


def plain_url(url: str) -> str:
    """The URL as libpq and asyncpg take it."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


def was_cut(error: DBAPIError) -> bool:
    """True when the driver lost its place in the conversation, which SQLAlchemy takes for no disconnect."""
    return error.connection_invalidated or isinstance(
        error.orig, AsyncAdapt_asyncpg_dbapi.InternalClientError
    )


def is_passing(error: Exception) -> bool:
    """True when a later try may succeed: the database was away, busy, or broke a deadlock at our cost."""
    if isinstance(error, (PoolTimeout, InterfaceError, OperationalError, *NO_WAY_THERE, FAREWELL)):
        return True
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        return was_cut(error) or state in RETRY_STATES or state.startswith("08")
    return False


def create_engine(
    url: str,
    *,
    pool_size: int = 16,
    application: str = "kervan",
    statement_ms_max: int = STATEMENT_MS_MAX,
) -> AsyncEngine:
    """An engine over asyncpg. Waiting for a lock and a statement's run are bounded."""
    engine = create_async_engine(
        plain_url(url).replace("postgresql://", "postgresql+asyncpg://", 1),
        pool_size=pool_size,
        max_overflow=0,  # overflowing connections are closed on return: a burst would open each of them anew
        pool_use_lifo=True,
        hide_parameters=True,  # an error must not carry a person into a log
        json_serializer=_json_serializer(),
        json_deserializer=orjson.loads,
        connect_args={
            "server_settings": {
                "application_name": application,
                "lock_timeout": str(LOCK_WAIT_MS_MAX),
                "statement_timeout": str(statement_ms_max),
                "timezone": "UTC",
            }
        },
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: AdaptedConnection, *_: object) -> None:
    """The pool replaces what PostgreSQL has closed. `pool_pre_ping` asks with three round trips each time."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError("closed while it rested in the pool")


def _json_serializer() -> Callable[[Any], str]:
    return lambda value: orjson.dumps(value, default=str).decode()
