"""What one client and one process may hold, and that nothing stays of who is gone."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from chassis.ids import new_id
from gateway.subscriptions.mailbox import Mailbox
from gateway.subscriptions.subscription import Subscription
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.subscriptions.conftest import NewLine, Served
from gateway.tests.subscriptions.line import Line
from gateway.tests.subscriptions.subscribing import Closed, connected, now

WAVE = 400
STAYS = "subscription ($after: String) { mobilityChanged(after: $after) { cursor mobility { id } } }"


async def test_a_slow_client_is_sent_away_and_resumes_without_a_gap(new_line: NewLine) -> None:
    line = new_line(messages_max=3)
    stays = [office.stay(new_id(), new_id()) for _ in range(8)]
    async with line.connected() as wire, line.connected() as other:
        for each in (wire, other):
            await each.subscribe(STAYS)
        await line.listening(2)
        await line.take_in(stays[0])
        cursor = (await wire.told())["mobilityChanged"]["cursor"]
        wire.stall()
        for stay in stays[1:]:
            await line.take_in(stay)
            await other.told()
        wire.flow()
        closed = await wire.closed()
    assert (closed.code, closed.reason) == (
        4413,
        "subscriber-too-slow: Subscribe again after your last cursor.",
    )
    async with line.connected() as wire:
        await wire.subscribe(STAYS, after=cursor)
        told = [(await wire.told())["mobilityChanged"]["mobility"]["id"] for _ in stays[1:]]
    assert len(set(told)) == len(stays) - 1


async def test_who_resumes_is_not_slow_because_much_had_happened(new_line: NewLine) -> None:
    line = new_line(messages_max=2)
    after, stays = await line.now(), [office.stay(new_id(), new_id()) for _ in range(30)]
    await line.take_in(*stays)
    async with line.connected() as wire:
        await wire.subscribe(STAYS, after=after)
        assert len([await wire.told() for _ in stays]) == 30


async def test_a_client_that_takes_nothing_at_all_does_not_hold_the_process(new_line: NewLine) -> None:
    line = new_line(messages_max=2)
    async with line.connected() as wire:
        await wire.subscribe(STAYS)
        await line.listening(1)
        wire.stall()
        for _ in range(5):
            await line.take_in(office.stay(new_id(), new_id()))
        async with asyncio.timeout(20):
            await asyncio.gather(*line.serving)
    assert line.subscriptions.listening == 0


async def test_a_connection_ends_at_its_age(new_line: NewLine) -> None:
    line = new_line(lifetime_seconds_max=0.2)
    async with line.connected() as wire:
        closed = await wire.closed()
    assert closed.code == 4410
    assert closed.reason.startswith("connection-lifetime-over: Reconnect")


async def test_the_shorter_of_token_and_age_counts(new_line: NewLine) -> None:
    line = new_line(lifetime_seconds_max=0.2)
    async with line.connected(line.token(lifetime=timedelta(seconds=30))) as wire:
        assert (await wire.closed()).code == 4410


async def test_a_connection_holds_so_many_subscriptions(new_line: NewLine) -> None:
    line = new_line(per_connection_max=2)
    async with line.connected() as wire:
        for name in ("a", "b", "c"):
            await wire.subscribe(STAYS, name=name)
        message = await wire.next()
        assert (message["type"], message["id"]) == ("error", "c")
        assert message["payload"][0]["extensions"]["code"] == "too-many-subscriptions"
        await wire.send("complete", id="a")
        await wire.subscribe(STAYS, name="c")
        await line.listening(2)


async def test_a_process_holds_so_many_subscriptions(new_line: NewLine) -> None:
    line = new_line(subscriptions_max=2)
    async with line.connected() as wire:
        for name in ("a", "b"):
            await wire.subscribe(STAYS, name=name)
        await line.listening(2)
        await wire.subscribe(STAYS, name="c")
        message = await wire.next()
    assert message["payload"][0]["extensions"]["code"] == "subscriptions-full"


async def test_a_process_holds_so_many_connections(new_line: NewLine) -> None:
    line = new_line(connections_max=2)
    async with line.connected(), line.connected():
        assert (await (await line.dial()).closed()).code == 1013


async def test_a_client_holds_so_many_connections_and_others_are_let_in(new_line: NewLine) -> None:
    line = new_line(of_client_max=1)
    token = line.token()
    async with line.connected(token), line.connected():
        more = await line.dial()
        await more.send("connection_init", payload={"token": token})
        closed = await more.closed()
        assert (closed.code, closed.reason.split(":")[0]) == (1013, "too-many-connections")


async def test_a_connection_outlives_the_time_that_a_requests_head_may_take(
    served_punctually: Gateway,
) -> None:
    async with connected(served_punctually) as socket:
        await asyncio.sleep(0.4)
        await socket.send("ping")
        assert await socket.next() == {"type": "pong"}


async def test_a_process_that_stops_asks_everybody_to_come_back(new_line: NewLine) -> None:
    line = new_line()
    async with line.connected() as wire:
        await wire.subscribe(STAYS)
        await line.listening(1)
        await line.subscriptions.stop()
        closed = await wire.closed()
        late = await (await line.dial()).closed()
    assert closed.code == late.code == 1001
    assert closed.reason == "server-restarting: Reconnect, go on after your last cursor."


async def test_the_server_says_so_before_it_drains(served: Served, views: Views) -> None:
    """Over real sockets: the server itself would close them with 1012 and no word of cursors."""
    stopping, stop = served
    async with connected(stopping) as socket:
        await socket.subscribe(STAYS, after=await now(stopping))
        await views.take_in(office.stay(new_id(), new_id()))
        await socket.told()
        stop.set()
        with pytest.raises(Closed) as closed:
            await socket.next()
    assert closed.value.code == 1001


async def test_the_database_out_of_reach_is_no_gap(new_line: NewLine, views: Views) -> None:
    """What could not be told ends the connection, so that the client comes back for it."""
    line = new_line()
    async with line.connected() as wire:
        await wire.subscribe(STAYS)
        await line.listening(1)
        async with views.engine.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE mobility_view RENAME TO away")
            await connection.exec_driver_sql("UPDATE change_clock SET newest = newest + 1")
            await connection.exec_driver_sql(
                "INSERT INTO changes (position, type, aggregate_id, version) "
                "SELECT newest, 'Mobility', gen_random_uuid(), 1 FROM change_clock"
            )
        closed = await wire.closed()
        async with views.engine.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE away RENAME TO mobility_view")
    assert (closed.code, closed.reason.split(":")[0]) == (4503, "subscription-interrupted")


def held() -> Counter[str]:
    """What a leak would be made of; a timer of ours that is left would hold its mailbox.

    Files: without the connections to the database, which pools keep for the next.
    """
    gc.collect()
    kinds = (Mailbox, Subscription, asyncio.Task, asyncio.Queue)
    found = Counter(type(thing).__name__ for thing in gc.get_objects() if isinstance(thing, kinds))
    found["Task"] = len(asyncio.all_tasks())
    kept = [each for each in gc.get_objects() if isinstance(each, asyncpg.Connection)]
    files = len(list(Path("/proc/self/fd").iterdir()))
    found["files"] = files - sum(not connection.is_closed() for connection in kept)
    return found


@asynccontextmanager
async def changes_coming_in(views: Views) -> AsyncIterator[None]:
    """All the while: so that who listens is told, and goes as a member of its group."""
    over = asyncio.Event()

    async def write() -> None:
        while not over.is_set():
            await views.take_in(office.stay(new_id(), new_id()))
            await asyncio.sleep(0.2)

    writing = asyncio.create_task(write())
    yield
    over.set()
    await writing


WAYS_TO_GO = ("at once", "greeted", "refused", "subscribed", "told", "resumed", "completed", "twice")


async def come_and_go(line: Line, way: str, token: str, after: str) -> None:
    """One client, gone at a moment of its own."""
    wire = await line.dial()
    if way != "at once":
        await wire.send("connection_init", payload={"token": token if way != "refused" else "x"})
    if way in {"subscribed", "told", "resumed", "completed", "twice"}:
        await wire.subscribe(STAYS, **({"after": after} if way == "resumed" else {}))
    if way in {"told", "resumed"}:
        assert (await wire.next())["type"] == "connection_ack"
        await wire.told()
    if way == "completed":
        await wire.send("complete", id="1")
    if way == "twice":
        await wire.subscribe(STAYS)
    wire.hang_up()


async def test_ten_thousand_come_and_go_and_nothing_stays(new_line: NewLine) -> None:
    line = new_line(of_client_max=WAVE)
    await _crowd(line, 80)
    before = held()
    await _crowd(line, 10_000)
    assert held() <= before


async def _crowd(line: Line, count: int) -> None:
    """In waves, while changes come in; then until all of it is over."""
    token = line.token()
    async with changes_coming_in(line.views):
        for start in range(0, count, WAVE):
            after = await line.now()
            ways = (WAYS_TO_GO[n % len(WAYS_TO_GO)] for n in range(start, min(start + WAVE, count)))
            await asyncio.gather(*(come_and_go(line, way, token, after) for way in ways))
            while line.serving:
                await asyncio.wait(line.serving)
    await line.quiet()


async def test_real_sockets_that_drop_leave_nothing(served: Served, views: Views) -> None:
    gateway, _ = served
    await now(gateway)  # opens what a process keeps
    before = held()
    async with changes_coming_in(views):
        for _ in range(8):
            await asyncio.gather(*(_visit(gateway, n) for n in range(50)))
    async with asyncio.timeout(20):
        while not held() <= before:  # noqa: ASYNC110  sockets close in their own time
            await asyncio.sleep(0.1)


async def _visit(gateway: Gateway, n: int) -> None:
    """A client that says goodbye, or whose cable is cut."""
    async with aiohttp.ClientSession() as session, connected(replace(gateway, session=session)) as socket:
        await socket.subscribe(STAYS)
        await socket.told()
        if n % 2:
            socket.ws.get_extra_info("socket").shutdown(2)
