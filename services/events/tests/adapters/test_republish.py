"""Saying everything again: the newest state of every event and registration."""

from __future__ import annotations

from chassis.ids import new_id
from chassis.republish import republish
from chassis.work import Transactions
from contracts import events
from services.events.adapters.work import EventsWork
from services.events.app import SERVICE
from services.events.tests.conftest import Client, Said


async def test_every_aggregate_is_said_again_at_its_present_version(
    office: Client, transactions: Transactions[EventsWork], said: Said
) -> None:
    event = await office.announces(capacity=1)
    for _ in range(2):
        await office.registers(event, new_id())
    before = {one.key: one.sequence for one in await said()}
    assert await republish(SERVICE, transactions) == 3
    again = (await said())[-3:]
    assert {one.key: one.sequence for one in again} == before
    assert {type(one) for one in again} == {events.EventRepublished, events.RegistrationRepublished}


async def test_a_cancellation_meanwhile_comes_after_it(
    office: Client, transactions: Transactions[EventsWork], said: Said
) -> None:
    registration = await office.registers(await office.announces(), new_id())
    await republish(SERVICE, transactions)
    await office.post(f"/registrations/{registration['id']}/cancel")
    mine = [one.sequence for one in await said() if str(one.key) == registration["id"]]
    assert mine == [1, 1, 2]
