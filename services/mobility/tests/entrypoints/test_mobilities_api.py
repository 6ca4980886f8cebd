"""Stays over HTTP: ended early, completed, given up; and what that does to the reserve."""

from __future__ import annotations

from typing import Any

from chassis.identity.caller import Role
from services.mobility.tests.conftest import ClientOf, Outbox
from services.mobility.tests.office import Office


async def going(office: Office, *reserve: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A planned mobility, and the applications that wait for its place, best first."""
    place = await office.place(places=1)
    call = await office.call(place)
    first = await office.apply(call, place, language_score=95)
    waiting = [await office.apply(call, place, language_score=score) for score in reserve]
    await office.publish(call)
    placement = await office.placement_of(first)
    accepted = await office.post(f"/placements/{placement['id']}/accept")
    return dict((await office.sees(f"/mobilities/{accepted['mobility_id']}")).body), waiting


async def ready_to_go(office: Office) -> dict[str, Any]:
    """A planned mobility whose learning agreement the office waived: it is on paper, say."""
    mobility, _ = await going(office)
    await office.post(f"/mobilities/{mobility['id']}/file")
    waived = {"task": "learning-agreement", "status": "waived"}
    await office.post(f"/files/{mobility['id']}/tasks", waived)
    return mobility


async def test_nobody_goes_before_what_the_departure_needs_is_there(office: Office, outbox: Outbox) -> None:
    mobility, _ = await going(office)
    path = f"/mobilities/{mobility['id']}"
    ways = {
        "arrive": {"arrived_on": "2027-02-01"},
        "early-return": {"ends": "2027-05-15"},
        "force-majeure": {"ends": "2027-05-15"},
        "complete": {"ends": "2027-06-30"},
    }
    told = len(await outbox())
    for way, body in ways.items():
        refused = await office.client.post(f"{path}/{way}", body)
        assert (refused.status, refused.code) == (422, "stay-file-required")
    assert len(await outbox()) == told
    await office.post(f"{path}/file")
    for way, body in ways.items():
        refused = await office.client.post(f"{path}/{way}", body)
        assert (refused.status, refused.code) == (422, "departure-not-ready")
    assert (await office.sees(path)).body["status"] == "planned"


async def test_an_early_return_is_told_with_its_days(office: Office, outbox: Outbox) -> None:
    mobility = await ready_to_go(office)
    shorter = await office.post(f"/mobilities/{mobility['id']}/early-return", {"ends": "2027-05-15"})
    assert (shorter["days"], shorter["status"]) == (105, "ongoing")
    assert ((event := (await outbox())[-2]).name, event.state["days"]) == ("mobility-shortened", 105)


async def test_a_completed_stay_counts_again_and_is_over(office: Office) -> None:
    mobility = await ready_to_go(office)
    done = await office.post(f"/mobilities/{mobility['id']}/complete", {"ends": "2027-06-25"})
    assert (done["status"], done["days"]) == ("completed", 145)
    again = await office.client.post(f"/mobilities/{mobility['id']}/withdraw", {"reason": "…"})
    assert (again.status, again.code) == (409, "mobility-is-over")


async def test_a_stay_under_the_minimum_is_to_be_withdrawn(office: Office) -> None:
    mobility, _ = await going(office)
    answer = await office.client.post(f"/mobilities/{mobility['id']}/early-return", {"ends": "2027-03-01"})
    assert (answer.status, answer.code) == (422, "stay-too-short")


async def test_who_does_not_go_makes_room_for_the_reserve(office: Office, outbox: Outbox) -> None:
    mobility, (second, _) = await going(office, 90, 80)
    gone = await office.post(f"/mobilities/{mobility['id']}/withdraw", {"reason": "vize / visa"})
    assert gone["status"] == "withdrawn"
    assert gone["promoted_placement_id"] == (await office.placement_of(second))["id"]
    assert (await office.sees(f"/applications/{second['id']}")).body["status"] == "placed"
    assert "visa" not in str([event.state for event in await outbox()])


async def test_a_traveller_withdraws_the_own_stay_and_no_other(office: Office, client_of: ClientOf) -> None:
    mobility, _ = await going(office)
    other = await client_of(Role.STUDENT, person_id=await office.person())
    self = await client_of(Role.STUDENT, person_id=mobility["person_id"])
    path = f"/mobilities/{mobility['id']}/withdraw"
    assert (await other.post(path, {"reason": "…"})).code == "mobility-not-found"
    assert (await self.post(path, {"reason": "…"})).body["status"] == "withdrawn"


async def test_everybody_sees_the_stays_they_may(office: Office, client_of: ClientOf) -> None:
    mobility, _ = await going(office)
    seen = {
        "finance": await client_of(Role.FINANCE),
        "ours": await client_of(Role.COORDINATOR, faculty="engineering"),
        "theirs": await client_of(Role.COORDINATOR, faculty="theology"),
        "self": await client_of(Role.STUDENT, person_id=mobility["person_id"]),
    }
    counts = {name: len((await one.get("/mobilities")).body["items"]) for name, one in seen.items()}
    assert counts == {"finance": 1, "ours": 1, "theirs": 0, "self": 1}
    for role in (Role.PARTNER, Role.OPS):
        assert (await (await client_of(role)).get("/mobilities")).code == "role-missing"


async def test_an_unanswered_offer_goes_on_when_its_time_is_over(office: Office) -> None:
    place = await office.place(places=1)
    call = await office.call(place)
    first = await office.apply(call, place, language_score=95)
    second = await office.apply(call, place, language_score=90)
    await office.publish(call)
    offer = await office.placement_of(first)
    assert (
        await office.client.post(f"/placements/{offer['id']}/expire")
    ).code == "placement-offer-still-open"
    await office.let_time_pass(offer["id"])
    assert (await office.client.post(f"/placements/{offer['id']}/accept")).code == "placement-offer-expired"
    await office.post(f"/placements/{offer['id']}/expire")
    assert await office.holders(call) == {second["id"]}


async def test_who_gets_a_place_no_longer_waits_for_another(office: Office) -> None:
    first_place, second_place = await office.place(), await office.place()
    call = await office.call(first_place, second_place)
    holders = [await office.apply(call, place, language_score=95) for place in (first_place, second_place)]
    waiting = await office.apply(call, first_place, second_place, language_score=80)
    await office.publish(call)
    await office.post(f"/applications/{holders[0]['id']}/withdraw")
    mine = [one for one in await office.placements(call) if one["application_id"] == waiting["id"]]
    assert sorted(one["status"] for one in mine) == ["expired", "offered"]


async def test_a_turn_in_one_reserve_is_given_up_alone(office: Office) -> None:
    place = await office.place()
    call = await office.call(place)
    await office.apply(call, place, language_score=95)
    waiting = await office.apply(call, place, language_score=80)
    await office.publish(call)
    turn = await office.placement_of(waiting)
    gone = await office.post(f"/placements/{turn['id']}/withdraw")
    assert (gone["status"], gone["promoted_placement_id"]) == ("withdrawn", None)
    assert (await office.sees(f"/applications/{waiting['id']}")).body["status"] == "withdrawn"


async def test_arrival_and_extension_are_told_with_their_days(office: Office, outbox: Outbox) -> None:
    mobility = await ready_to_go(office)
    path = f"/mobilities/{mobility['id']}"
    there = await office.post(f"{path}/arrive", {"arrived_on": "2027-02-11"})
    assert (there["days"], there["arrived_on"], there["status"]) == (140, "2027-02-11", "ongoing")
    longer = await office.post(f"{path}/extend", {"ends": "2027-07-10"})
    assert (longer["days"], longer["ends"]) == (150, "2027-07-10")
    assert [event.name for event in await outbox()][-4:] == [
        "mobility-begun",
        "milestone-reached",
        "mobility-extended",
        "milestone-reached",
    ]


async def test_an_extension_beyond_the_days_of_the_cycle_is_refused(office: Office) -> None:
    mobility, _ = await going(office)
    place = await office.place()
    call = await office.call(place, stay_begins="2026-09-01", stay_ends="2027-01-30")
    other = await office.apply(call, place, person_id=mobility["person_id"])
    await office.publish(call)
    await office.post(f"/placements/{(await office.placement_of(other))['id']}/accept")
    answer = await office.client.post(f"/mobilities/{mobility['id']}/extend", {"ends": "2027-09-01"})
    assert (answer.status, answer.code) == (422, "cycle-days-exceeded")
    fits = await office.post(f"/mobilities/{mobility['id']}/extend", {"ends": "2027-08-30"})
    assert fits["days"] == 210


async def test_a_stay_broken_off_by_force_majeure_counts(office: Office, outbox: Outbox) -> None:
    mobility = await ready_to_go(office)
    path = f"/mobilities/{mobility['id']}"
    over = await office.post(f"{path}/force-majeure", {"ends": "2027-02-20"})
    assert (over["days"], over["force_majeure"]) == (20, True)
    assert (await outbox())[-2].name == "mobility-shortened"
    assert (await office.post(f"{path}/complete", {"ends": "2027-02-20"}))["status"] == "completed"
