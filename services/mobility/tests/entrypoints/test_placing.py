"""From an open call to a planned mobility, and what follows when somebody does not go."""

from __future__ import annotations

from services.mobility.tests.conftest import Outbox
from services.mobility.tests.office import Office


async def test_the_best_applicant_gets_the_place_and_the_next_waits(office: Office) -> None:
    place = await office.place(places=1)
    call = await office.call(place)
    second = await office.apply(call, place, language_score=70)
    first = await office.apply(call, place, language_score=90)
    await office.publish(call)
    assert (await office.placement_of(first))["status"] == "offered"
    assert (await office.placement_of(second))["status"] == "reserve"


async def test_an_accepted_place_becomes_a_mobility_with_days_by_the_rule(
    office: Office, outbox: Outbox
) -> None:
    place = await office.place(country="AT")
    call = await office.call(place)
    application = await office.apply(call, place)
    await office.publish(call)
    placement = await office.placement_of(application)
    accepted = await office.post(f"/placements/{placement['id']}/accept")
    mobility = (await office.sees(f"/mobilities/{accepted['mobility_id']}")).body
    assert (mobility["days"], mobility["host_country"], mobility["status"]) == (150, "AT", "planned")
    assert [event.name for event in await outbox()][-2:] == ["placement-accepted", "mobility-planned"]


async def test_a_withdrawal_promotes_the_first_reserve(office: Office) -> None:
    place = await office.place(places=1)
    call = await office.call(place)
    first = await office.apply(call, place, language_score=90)
    await office.apply(call, place, language_score=60)
    second = await office.apply(call, place, language_score=70)
    await office.publish(call)
    placement = await office.placement_of(first)
    gone = await office.post(f"/placements/{placement['id']}/withdraw")
    assert await office.holders(call) == {second["id"]}
    assert gone["promoted_placement_id"] == (await office.placement_of(second))["id"]
