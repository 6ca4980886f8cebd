"""Several processes: who may have missed a change serves nothing, and no writer waits longer than a lease."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import text

from chassis.database import create_engine
from chassis.ids import new_id
from gateway.cache.lease import LEASE_SECONDS
from gateway.tests import office
from gateway.tests.cache.asking import Process, asked, data, process, until
from gateway.tests.cache.remote import second_process
from gateway.tests.fixtures import Views, received
from gateway.views.projection import keep_views

NAMES = asked("{ partners { nodes { name } } }")


def names(answer: bytes) -> list[str]:
    return [node["name"] for node in data(answer)["partners"]["nodes"]]


async def told(views: Views, statement: str, **values: Any) -> Any:
    async with views.engine.begin() as connection:
        return (await connection.execute(text(statement), values)).rowcount


async def test_a_change_written_beside_one_cache_reaches_the_other(processes: Sequence[Process]) -> None:
    one, other = processes
    partner = office.partner(new_id(), name="Old")
    await one.write(partner)
    await other.settled()
    assert names(await other.ask(NAMES)) == ["Old"]
    assert other.holds(NAMES)
    await one.write(office.partner(partner.key, 2, name="New"))
    assert not other.holds(NAMES)
    assert names(await other.ask(NAMES)) == ["New"]


async def test_a_change_that_touches_nothing_kept_drops_nothing(processes: Sequence[Process]) -> None:
    one, other = processes
    await one.write(office.partner(new_id()))
    await other.settled()
    await other.ask(NAMES)
    await one.write(office.call(new_id()))
    assert other.holds(NAMES)


async def test_a_frozen_process_serves_nothing_after_its_lease_and_the_writer_went_on(
    url: str, processes: Sequence[Process]
) -> None:
    writer = processes[0]
    partner = office.partner(new_id(), name="Old")
    await writer.write(partner)
    async with second_process(url) as remote:
        assert names(await remote.ask(NAMES)) == ["Old"]
        looking = await remote.freeze(NAMES)
        await writer.write(office.partner(partner.key, 2, name="New"))
        remote.go_on()
        assert await looking is None
        assert names(await remote.ask(NAMES)) == ["New"]


async def test_a_frozen_process_that_goes_on_within_its_lease_delays_the_writer_and_serves_what_is_true(
    url: str, processes: Sequence[Process]
) -> None:
    writer = processes[0]
    partner = office.partner(new_id(), name="Old")
    await writer.write(partner)
    async with second_process(url) as remote:
        assert names(await remote.ask(NAMES)) == ["Old"]
        looking = await remote.freeze(NAMES)
        writing = asyncio.create_task(writer.write(office.partner(partner.key, 2, name="New")))
        await asyncio.sleep(0.1)
        assert not writing.done()
        remote.go_on()
        found = await looking
        assert found is None or names(found) == ["Old"]
        await writing
        assert names(await remote.ask(NAMES)) == ["New"]


async def test_a_process_that_starts_while_a_writer_is_about_to_commit_waits_for_it(
    views: Views, url: str
) -> None:
    partner = office.partner(new_id(), name="Old")
    await views.take_in(partner)
    async with views.engine.connect() as connection, connection.begin() as transaction:
        await keep_views(connection, [received(office.partner(partner.key, 2, name="New"))])
        async with asyncio.TaskGroup() as group:
            starting = group.create_task(_first_answers(url))
            await _until_somebody_waits_for_the_writer(views)
            assert not starting.done()
            await transaction.commit()
    assert [names(answer) for answer in starting.result()] == [["New"], ["New"]]


async def _first_answers(url: str) -> list[bytes]:
    async with process(url) as one:
        return [await one.ask(NAMES), await one.ask(NAMES)]


async def _until_somebody_waits_for_the_writer(views: Views) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with asyncio.timeout(20), views.engine.connect() as connection:
        while not (await connection.execute(waiting)).scalar_one():  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0.01)


async def test_a_writer_that_dies_before_its_commit_leaves_nothing_blocked(
    views: Views, processes: Sequence[Process]
) -> None:
    one, other = processes
    partner = office.partner(new_id(), name="Old")
    await one.write(partner)
    async with one.engine.connect() as connection:
        await keep_views(connection, [received(office.partner(partner.key, 2, name="New"))])
        assert one.results.on_their_way
        assert other.results.on_their_way
        pid = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        await told(views, "SELECT pg_terminate_backend(:pid)", pid=pid)
        await connection.invalidate()
    for each in processes:
        await each.settled()
        assert names(await each.ask(NAMES)) == ["Old"]
        assert each.holds(NAMES)


async def test_a_lease_is_not_renewed_while_something_is_asked_of_its_holder(
    views: Views, processes: Sequence[Process]
) -> None:
    one, _ = processes
    await one.ask(NAMES)
    await told(views, "UPDATE cache_lease SET asked = gen_random_uuid()")
    async with asyncio.timeout(2 * LEASE_SECONDS + 5):
        await until(lambda: not one.lease.held)
        assert not one.holds(NAMES)
        await one.until_it_may_serve()


async def test_who_lost_its_connection_forgets_all_and_comes_back(
    views: Views, processes: Sequence[Process]
) -> None:
    one, _ = processes
    await one.ask(NAMES)
    assert one.holds(NAMES)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gateway.cache'"
    assert await told(views, cut)
    await until(lambda: not one.lease.held)
    await one.until_it_may_serve()
    assert not one.holds(NAMES)


@pytest.mark.parametrize("others", [0, 1])
async def test_alone_a_writer_asks_nobody(others: int, new_database: Any) -> None:
    """Telling others takes a second connection."""
    url = await new_database("gateway")
    opened = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'alone'")
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(process(url, engine=create_engine(url, application="alone")))
        for _ in range(others):
            await stack.enter_async_context(process(url))
        await one.write(office.partner(new_id()))
        async with one.engine.connect() as connection:
            assert (await connection.execute(opened)).scalar_one() == 1 + others


async def test_however_much_is_asked_a_process_has_one_lease_and_two_connections(new_database: Any) -> None:
    opened = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = 'gateway.cache' AND datname = current_database()"
    )
    async with process(await new_database("gateway")) as one:
        for number in range(20):
            await one.ask(asked(f"{{ partners(first: {number + 1}) {{ totalCount nodes {{ name }} }} }}"))
        await one.ask(NAMES)
        async with one.engine.connect() as connection:
            assert (await connection.execute(opened)).scalar_one() == 2
            assert (await connection.execute(text("SELECT count(*) FROM cache_lease"))).scalar_one() == 1


async def test_a_process_that_ended_is_not_waited_for(url: str, views: Views) -> None:
    before = await told(views, "SELECT holder FROM cache_lease")
    async with process(url):
        assert await told(views, "SELECT holder FROM cache_lease") == before + 1
    assert await told(views, "SELECT holder FROM cache_lease") == before
