"""Real PostgreSQL and Kafka for every test of the project.

Both come from the environment where it names them (``KERVAN_TEST_POSTGRES``, ``KAFKA_BOOTSTRAP_SERVERS``),
else from containers where an engine answers, else from the same local processes as `make demo`.
``TEST_BACKEND=containers`` insists on an engine, ``TEST_BACKEND=local`` does without one that is there.
Where ``CI`` is set, Kafka must be the real one: the in-memory broker is not accepted.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

from chassis.migrations import upgrade
from chassis.sealed import new_key_line
from deploy.local import apache_kafka, throwaway
from deploy.local.throwaway import containers_available

BACKEND = "TEST_BACKEND"
NAMED_POSTGRES = "KERVAN_TEST_POSTGRES"
SEALING_KEYS = "KERVAN_SEALING_KEYS_FILE"

NewDatabase = Callable[..., Awaitable[str]]

WHOLE_SYSTEMS = {"deploy", "tests"}
"""Folders whose tests start all of Kervan at its usual ports: one process has them, one after the other."""
SYSTEMS, OF_ONE_PROCESS = "systems", {("tests", "security")}
IS_ONE_OF_TWO = "PYTEST_XDIST_WORKER" in os.environ
BESIDE_SYSTEMS_NICE = 5
"""A starting system needs the cores for some seconds; what runs beside it can wait."""


class InParts(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    """Where two processes share the tests, what starts once stays together."""

    def _split_scope(self, nodeid: str) -> str:
        return _part(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> InParts:
    return InParts(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest part first."""
    if IS_ONE_OF_TWO:
        items.sort(key=lambda item: _part(item.nodeid) != SYSTEMS)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if IS_ONE_OF_TWO and _part(item.nodeid) != SYSTEMS:
        os.setpriority(os.PRIO_PROCESS, 0, BESIDE_SYSTEMS_NICE)


def _part(nodeid: str) -> str:
    first, second, *_ = nodeid.split("/")
    whole = first in WHOLE_SYSTEMS and (first, second) not in OF_ONE_PROCESS
    return SYSTEMS if whole else f"{first}/{second}"


@pytest.fixture(scope="session", autouse=True)
def sealing_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The key file of this run, for this process and those it starts."""
    file = tmp_path_factory.mktemp("sealing") / "keys"
    file.write_text(new_key_line() + "\n")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(SEALING_KEYS, str(file))
        yield file


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """DSN of a superuser who may create databases."""
    if named := os.environ.get(NAMED_POSTGRES):
        yield named
        return
    server = throwaway.postgres_in_a_container if _in_containers() else throwaway.postgres_from_the_wheel
    with server() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def kafka_bootstrap() -> Iterator[str]:
    """``host:port`` of a broker; topics are made by who owns them, as in production."""
    if named := os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        yield named
        return
    with _kafka()() as bootstrap:
        yield bootstrap


def _in_containers() -> bool:
    match os.environ.get(BACKEND, ""):
        case "containers" if not containers_available():
            pytest.fail(
                f"{BACKEND}=containers needs a container engine that has {throwaway.IMAGES}, or fetches them"
            )
        case "containers":
            return True
        case "local":
            return False
        case "":
            return containers_available()
        case other:
            pytest.fail(f"{BACKEND} is containers or local, not {other!r}")


def _kafka() -> Callable[[], AbstractContextManager[str]]:
    if _in_containers():
        return throwaway.kafka_in_a_container
    if apache_kafka.available():
        return throwaway.kafka_from_its_jars
    if os.environ.get("CI"):
        pytest.fail("CI needs a real Kafka: install Java 17+ and Maven, or set KAFKA_BOOTSTRAP_SERVERS")
    return throwaway.kafka_in_memory


class Databases:
    """Fresh databases on one server; migrated ones are copied from a template made once a package."""

    def __init__(self, admin_dsn: str) -> None:
        self._admin_dsn = admin_dsn
        self._run = secrets.token_hex(4)
        self._templates: dict[str, str] = {}
        self._made: set[str] = set()
        self._one_at_a_time = asyncio.Lock()  # a template must not be copied while it is being made

    async def create(self, package: str | None = None) -> str:
        """DSN of a new database, empty or migrated for ``package`` (``"services.finance"``)."""
        async with self._one_at_a_time:
            template = await self._template(package) if package else None
            return await self._make(template)

    async def drop(self, dsn: str) -> None:
        name = urlsplit(dsn).path.strip("/")
        await self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._made.discard(name)

    async def drop_all(self) -> None:
        for name in tuple(self._made):
            await self.drop(self._dsn(name))

    async def _template(self, package: str) -> str:
        if package not in self._templates:
            dsn = await self._make(None)
            await upgrade(dsn, package)
            self._templates[package] = urlsplit(dsn).path.strip("/")
        return self._templates[package]

    async def _make(self, template: str | None) -> str:
        name = f"kervan_test_{self._run}_{len(self._made)}_{secrets.token_hex(3)}"
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
        self._made.add(name)
        return self._dsn(name)

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self._admin_dsn)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _dsn(self, name: str) -> str:
        return urlunsplit(urlsplit(self._admin_dsn)._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
async def databases(postgres_dsn: str) -> AsyncIterator[Databases]:
    """For fixtures that share a database between tests: ``await databases.create("services.events")``."""
    made = Databases(postgres_dsn)
    yield made
    if os.environ.get(NAMED_POSTGRES):  # any other server goes with what is in it
        await made.drop_all()


@pytest.fixture
async def new_database(databases: Databases) -> AsyncIterator[NewDatabase]:
    """``await new_database()`` or ``await new_database("services.events")``; dropped after the test."""
    mine: list[str] = []

    async def make(package: str | None = None) -> str:
        mine.append(await databases.create(package))
        return mine[-1]

    yield make
    for dsn in mine:
        await databases.drop(dsn)
