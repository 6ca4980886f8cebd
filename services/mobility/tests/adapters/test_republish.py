"""Republishing says the present state of everything once more, at its present version."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.republish import republish
from chassis.work import Transactions
from services.mobility.adapters.work import MobilityWork
from services.mobility.app import SERVICE
from services.mobility.tests.conftest import Outbox
from services.mobility.tests.office import Office


async def test_every_aggregate_goes_out_again_as_it_was_last_told(
    office: Office, outbox: Outbox, engine: AsyncEngine, transactions: Transactions[MobilityWork]
) -> None:
    place = await office.place()
    call = await office.call(place)
    application = await office.apply(call, place)
    await office.publish(call)
    await office.post(f"/placements/{(await office.placement_of(application))['id']}/accept")
    last_told = {event.state["id"]: event.state for event in await outbox()}
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM outbox"))
    await republish(SERVICE, transactions)
    again = await outbox()
    assert {event.state["id"]: event.state for event in again} == last_told
    assert Counter(event.name for event in again) == {
        "person-republished": 1,
        "call-republished": 1,
        "application-republished": 1,
        "placement-republished": 1,
        "mobility-republished": 1,
    }
