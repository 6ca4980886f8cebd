"""That an agreement ends soon is told once, whoever looks and however often a process dies over it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.timetable import Entry, round_of
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.app import SERVICE
from services.agreements.entrypoints.timetable import ENDS, EXPIRES
from services.agreements.tests.builders import a_partner, active
from services.agreements.tests.conftest import Client, ReadOutbox


class Killed(BaseException):
    """Nothing of the process runs on."""


def a_year_before() -> datetime:
    """The last day is 31 August 2029; a year before it, by midnight in Istanbul."""
    return datetime(2028, 8, 30, 21, 1, tzinfo=UTC)


async def told(outbox: ReadOutbox) -> list[str]:
    return [event.state["expiring_since"] for event in await outbox() if event.name == "agreement-expiring"]


def dying(*, before_the_commit: bool) -> Entry[AgreementsWork]:
    """The entry, in a process that is killed just before or just after its commit."""

    async def act(identity: UUID, transactions: Transactions[AgreementsWork], now: datetime) -> None:
        if before_the_commit:
            async with transactions.begin() as work:
                await EXPIRES.act(identity, _Within(work), now)  # type: ignore[arg-type]
                raise Killed
        await EXPIRES.act(identity, transactions, now)
        raise Killed

    return replace(EXPIRES, act=act)


class _Within:
    """A transaction that is open already, and not committed by who uses it."""

    def __init__(self, work: AgreementsWork) -> None:
        self._work = work

    def begin(self) -> _Within:
        return self

    async def __aenter__(self) -> AgreementsWork:
        return self._work

    async def __aexit__(self, *_: object) -> None:
        return None


async def test_it_is_told_a_year_before_and_never_again(
    office: Client, outbox: ReadOutbox, transactions: Transactions[AgreementsWork]
) -> None:
    identity = await active(office)

    def day_before() -> datetime:
        return datetime(2028, 8, 30, 20, 59, tzinfo=UTC)

    assert await round_of(EXPIRES, transactions, day_before) == 0
    assert await round_of(EXPIRES, transactions, a_year_before) == 1
    assert await round_of(EXPIRES, transactions, a_year_before) == 0
    assert await told(outbox) == ["2028-08-31"]
    agreement = (await office.get(f"/agreements/{identity}")).body
    assert (agreement["expiring_since"], agreement["status"]) == ("2028-08-31", "active")


async def test_a_notice_that_moves_the_last_day_tells_it_no_second_time(
    office: Client, outbox: ReadOutbox, transactions: Transactions[AgreementsWork]
) -> None:
    identity = await active(office)
    given = {"by": "partner", "given_on": "2026-06-01", "reason": "The programme closes."}
    await office.post(f"/agreements/{identity}/notice", given)
    assert await round_of(EXPIRES, transactions, lambda: datetime(2026, 9, 2, tzinfo=UTC)) == 1
    assert await round_of(EXPIRES, transactions, a_year_before) == 0
    assert await told(outbox) == ["2026-09-02"]


@pytest.mark.parametrize("before_the_commit", [True, False])
async def test_a_process_killed_over_it_leaves_it_to_the_next_once(
    office: Client, outbox: ReadOutbox, engine: AsyncEngine, before_the_commit: bool
) -> None:
    await active(office)
    killed = SERVICE.transactions(engine)
    with pytest.raises(Killed):
        await round_of(dying(before_the_commit=before_the_commit), killed, a_year_before)
    assert len(await told(outbox)) == (0 if before_the_commit else 1)
    restarted = SERVICE.transactions(engine)
    assert await round_of(EXPIRES, restarted, a_year_before) == (1 if before_the_commit else 0)
    assert await told(outbox) == ["2028-08-31"]


async def test_two_processes_at_once_tell_it_once(
    office: Client, outbox: ReadOutbox, engine: AsyncEngine
) -> None:
    partner = await a_partner(office)
    for number in range(3):
        await active(office, partner_id=partner, reference=f"R{number}")
    both = (round_of(EXPIRES, SERVICE.transactions(engine), a_year_before) for _ in range(2))
    await asyncio.gather(*both)
    assert len(await told(outbox)) == 3


async def test_what_is_over_is_not_said_to_end_soon(
    office: Client, outbox: ReadOutbox, transactions: Transactions[AgreementsWork]
) -> None:
    await active(office)

    def after() -> datetime:
        return datetime(2029, 9, 1, tzinfo=UTC)

    await round_of(EXPIRES, transactions, after)
    await round_of(ENDS, transactions, after)
    assert (await told(outbox), (await outbox())[-1].name) == ([], "agreement-withdrawn")
