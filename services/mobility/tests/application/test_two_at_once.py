"""Two at the same moment, on real PostgreSQL: nobody is promoted twice, no place is given twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from chassis.clock import utc_now
from chassis.refusal import Refusal
from chassis.work import Transactions
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.accept_placement import accept_placement
from services.mobility.application.withdraw import withdraw_application, withdraw_placement
from services.mobility.tests.office import Office

TODAY = utc_now().date()


async def published_call(
    office: Office, holders: int, reserves: int, rooms: int = 1
) -> tuple[UUID, list[str]]:
    """Every holder has one of ``rooms`` places (shared), and every reserve waits for all of them."""
    wanted = [await office.place(places=holders // rooms) for _ in range(rooms)]
    call = await office.call(*wanted)
    held = [await office.apply(call, wanted[number % rooms], language_score=95) for number in range(holders)]
    for number in range(reserves):
        await office.apply(call, *wanted, language_score=80 - number)
    await office.publish(call)
    return call, [(await office.placement_of(one))["id"] for one in held]


async def withdraw(placement_id: str, transactions: Transactions[MobilityWork]) -> None:
    async with transactions.begin() as work:
        await withdraw_placement(UUID(placement_id), work, TODAY, expected=None)


@pytest.mark.parametrize("rooms", [1, 2])
async def test_withdrawals_at_once_promote_as_many_reserves_as_there_were_places(
    office: Office, transactions: Transactions[MobilityWork], rooms: int
) -> None:
    call, held = await published_call(office, holders=4, reserves=6, rooms=rooms)
    await asyncio.gather(*(withdraw(one, transactions) for one in held))
    placements = await office.placements(call)
    promoted = Counter(one["application_id"] for one in placements if one["promoted"])
    assert promoted == dict.fromkeys(await office.holders(call), 1)
    assert sorted(one["rank"] for one in placements if one["status"] == "offered") == [5, 6, 7, 8]


@pytest.mark.parametrize("delay_ms", [0, 20, 40, 80])
async def test_holders_and_reserves_who_leave_at_once_do_not_wait_for_each_other(
    office: Office, transactions: Transactions[MobilityWork], delay_ms: int
) -> None:
    """Each reserve leaves while a holder's withdrawal is about to promote them, sooner or later."""
    call, held = await published_call(office, holders=4, reserves=8)
    leaving = [one["application_id"] for one in await office.placements(call) if 5 <= one["rank"] <= 8]

    async def leave(application_id: str, after_ms: int) -> None:
        await asyncio.sleep(after_ms / 1000)
        async with transactions.begin() as work:
            await withdraw_application(UUID(application_id), work, TODAY, expected=None)

    goings = [withdraw(one, transactions) for one in held]
    leavings = [leave(one, delay_ms * turn // 2) for turn, one in enumerate(leaving)]
    await asyncio.gather(*goings, *leavings)
    assert len(await office.holders(call)) == 4


async def test_two_calls_at_once_do_not_give_one_place_twice(office: Office) -> None:
    place = await office.place(places=1)
    calls = [await office.call(place) for _ in range(4)]
    for call in calls:
        await office.apply(call, place)
        await office.close(call)
        await office.post(f"/calls/{call}/rank")
    answers = await asyncio.gather(*(office.client.post(f"/calls/{call}/publish") for call in calls))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]


async def test_an_offer_is_either_accepted_or_withdrawn(
    office: Office, transactions: Transactions[MobilityWork]
) -> None:
    call, (offer,) = await published_call(office, holders=1, reserves=1)

    async def accept() -> None:
        async with transactions.begin() as work:
            await accept_placement(UUID(offer), work, stay_rules(), TODAY, expected=None)

    results = await asyncio.gather(accept(), withdraw(offer, transactions), return_exceptions=True)
    assert all(isinstance(one, Refusal) for one in results if one is not None)
    mobilities = (await office.sees("/mobilities")).body["items"]
    assert [one["status"] for one in mobilities] in ([], ["withdrawn"])
    assert len(await office.holders(call)) == 1


async def test_two_acceptances_make_one_mobility(
    office: Office, transactions: Transactions[MobilityWork]
) -> None:
    _, (offer,) = await published_call(office, holders=1, reserves=0)
    answers: list[Any] = await asyncio.gather(
        *(office.client.post(f"/placements/{offer}/accept") for _ in range(4))
    )
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert len((await office.sees("/mobilities")).body["items"]) == 1


async def test_two_acceptances_at_once_never_take_more_days_than_a_cycle_has(office: Office) -> None:
    """Two calls of 200 days each: the person fits both, but not both together."""
    person, offers = await office.person(), []
    for _ in range(2):
        place = await office.place()
        call = await office.call(place, stay_begins="2027-02-01", stay_ends="2027-08-20")
        application = await office.apply(call, place, person_id=person)
        await office.publish(call)
        offers.append((await office.placement_of(application))["id"])
    answers: list[Any] = await asyncio.gather(
        *(office.client.post(f"/placements/{offer}/accept") for offer in offers)
    )
    assert sorted((answer.status, answer.code) for answer in answers if answer.status != 200) == [
        (422, "cycle-days-exceeded")
    ]
    assert [one["days"] for one in (await office.sees("/mobilities")).body["items"]] == [200]
