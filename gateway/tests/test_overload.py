"""Full, slow or late: the gateway says so at once, by name, and goes on answering others."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest
from asyncpg import AdminShutdownError, CannotConnectNowError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.database import FAREWELL
from chassis.http.database_problems import DatabaseBusy, DatabaseUnreachable, refusal_of
from chassis.identity.issuer import DevelopmentIssuer
from gateway.app import reading_engine
from gateway.limits.reading_time import ReadingTime
from gateway.settings import GatewaySettings
from gateway.tests.edges import DATA, Gate, serving
from gateway.tests.fixtures import Answer, Gateway

ME = {"query": "{ me { roles } }"}


def asking(gateway: Gateway, subject: str) -> asyncio.Task[Answer]:
    return asyncio.create_task(gateway.post(ME, gateway.token(subject=subject)))


async def test_beyond_the_line_a_request_is_refused_at_once_and_the_others_are_answered(
    issuer: DevelopmentIssuer,
) -> None:
    gate = Gate()
    async with serving(gate, issuer, operations_running_max=1, operations_waiting_max=1) as gateway:
        runs = asking(gateway, "runs")
        await gate.sees(1)
        waits = asking(gateway, "waits")
        await asyncio.sleep(0.1)
        refused = await asking(gateway, "refused")
        assert (refused.status, refused.codes) == (503, ["overloaded"])
        assert refused.headers["Retry-After"]
        gate.opened.set()
        assert [(await each).status for each in (runs, waits)] == [200, 200]
    assert gate.through == ["runs", "waits"]


async def test_one_client_cannot_take_every_place(issuer: DevelopmentIssuer) -> None:
    gate = Gate()
    async with serving(gate, issuer, operations_of_client_max=2) as gateway:
        first = [asking(gateway, "greedy") for _ in range(2)]
        await gate.sees(2)
        third = await asking(gateway, "greedy")
        assert (third.status, third.codes) == (429, ["too-many-at-once"])
        other = asking(gateway, "other")
        await gate.sees(1)
        gate.opened.set()
        assert [(await each).status for each in (*first, other)] == [200, 200, 200]
        assert (await asking(gateway, "greedy")).status == 200


async def test_a_late_operation_is_answered_and_runs_to_its_end_in_its_place(
    issuer: DevelopmentIssuer,
) -> None:
    gate = Gate()
    limits = {"operations_running_max": 1, "operations_waiting_max": 0, "operation_seconds_max": 0.05}
    async with serving(gate, issuer, **limits) as gateway:
        late = await asking(gateway, "late")
        assert (late.status, late.codes) == (503, ["took-too-long"])
        assert (await asking(gateway, "next")).codes == ["overloaded"]
        gate.opened.set()
        await gate.passed.wait()
        assert (await asking(gateway, "last")).status == 200
    assert gate.through == ["late", "last"]


async def test_who_waits_too_long_in_the_line_is_answered_and_never_runs(issuer: DevelopmentIssuer) -> None:
    gate = Gate()
    limits = {"operations_running_max": 1, "operation_seconds_max": 0.05}
    async with serving(gate, issuer, **limits) as gateway:
        answers = [await asking(gateway, subject) for subject in ("runs", "waits")]
        assert [answer.codes for answer in answers] == [["took-too-long"], ["took-too-long"]]
        gate.opened.set()
        await gate.passed.wait()
        assert (await asking(gateway, "next")).status == 200
    assert gate.through == ["runs", "next"]


async def test_new_documents_of_one_client_are_paced(issuer: DevelopmentIssuer) -> None:
    gate = Gate()
    gate.opened.set()
    async with serving(gate, issuer, new_documents_a_minute_max=1) as gateway:
        token = gateway.token()
        assert (await gateway.post(ME, token)).status == 200
        other = {"query": "{ me { subject: __typename } }"}
        refused = await gateway.post(other, token)
        assert (refused.status, refused.codes) == (429, ["too-many-new-documents"])
        assert (await gateway.post(ME, token)).status == 200
        assert (await gateway.post(other, gateway.token())).status == 200
        assert (await gateway.post(other, token)).status == 200


async def test_a_body_that_comes_too_slowly_is_refused_and_its_connection_closed(
    issuer: DevelopmentIssuer,
) -> None:
    async with serving(Gate(), issuer, body_seconds_max=0.05) as gateway:
        address = urlsplit(gateway.url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(
            b"POST /graphql HTTP/1.1\r\nHost: kervan\r\nContent-Type: application/json\r\n"
            b"Authorization: Bearer " + gateway.token().encode() + b"\r\nContent-Length: 100\r\n\r\n{"
        )
        told = await reader.read()
        writer.close()
    assert told.startswith(b"HTTP/1.1 408 ")
    assert b"body-too-slow" in told


async def test_a_body_that_came_in_time_is_not_called_late_while_its_refusal_waits(
    issuer: DevelopmentIssuer,
) -> None:
    async with serving(Gate(), issuer, body_seconds_max=0.05, refusals_a_second_max=1) as gateway:
        token = gateway.token()
        answers = [await gateway.post({"query": "{ nothing }"}, token) for _ in range(2)]
    assert [answer.codes for answer in answers] == [["graphql-invalid"]] * 2


async def test_data_that_is_ready_goes_out_as_it_is(issuer: DevelopmentIssuer) -> None:
    gate = Gate()
    gate.opened.set()
    async with serving(gate, issuer) as gateway:
        assert (await gateway.post(ME, gateway.token())).body == {"data": {"me": None}}
    assert DATA == b'{"me":null}'


async def test_postgresql_ends_a_statement_when_the_requests_time_is_over(settings: GatewaySettings) -> None:
    engine = reading_engine(settings.model_copy(update={"operation_seconds_max": 0.05}))
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError) as ended:
            await connection.execute(text("SELECT pg_sleep(3)"))
    await engine.dispose()
    assert isinstance(refusal_of(ended.value, {}), DatabaseBusy)


async def test_where_much_is_refused_refusals_wait_and_answers_do_not(issuer: DevelopmentIssuer) -> None:
    gate = Gate()
    gate.opened.set()
    async with serving(gate, issuer, refusals_a_second_max=1) as gateway:
        assert (await gateway.post(ME)).status == 401
        refused = asyncio.create_task(gateway.post(ME))
        answered = asking(gateway, "honest")
        done, _ = await asyncio.wait({refused, answered}, return_when=asyncio.FIRST_COMPLETED)
        assert done == {answered}
        assert (await refused).status == 401


async def test_new_documents_wait_when_reading_took_its_share() -> None:
    clock = Clock()
    reading = ReadingTime(clock)
    async with reading.turn():
        clock.now += 2.0  # one second more than is saved
    waiting = asyncio.create_task(_enter(reading))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    waiting.cancel()


async def test_new_documents_are_read_at_once_after_a_quiet_while() -> None:
    clock = Clock()
    reading = ReadingTime(clock)
    async with reading.turn():
        clock.now += 2.0
    clock.now += 10.0
    await asyncio.wait_for(_enter(reading), 1)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def _enter(reading: ReadingTime) -> None:
    async with reading.turn():
        pass


def test_what_a_bare_connection_meets_while_postgresql_restarts_is_said_like_the_rest() -> None:
    """Compiled statements do without SQLAlchemy: their errors come as asyncpg has them."""
    for met in (CannotConnectNowError("shutting down"), AdminShutdownError("terminating")):
        assert isinstance(refusal_of(met, {}), DatabaseUnreachable)


def test_a_servers_farewell_in_mid_statement_is_the_servers_fault() -> None:
    assert isinstance(refusal_of(FAREWELL("another operation is in progress"), {}), DatabaseUnreachable)
