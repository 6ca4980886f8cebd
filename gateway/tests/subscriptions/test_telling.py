"""What is told, to whom, and how a client goes on where it stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from chassis.clock import utc_now
from chassis.identity.caller import Role
from chassis.ids import new_id
from chassis.work import Transactions, UnitOfWork
from contracts.vocabulary import (
    AnnouncementStatus,
    Audience,
    CallStatus,
    InstalmentStatus,
    MobilityStatus,
    PaymentOrderStatus,
)
from gateway.reading.ids import node_id
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views, received
from gateway.tests.subscriptions.conftest import NewLine
from gateway.tests.subscriptions.line import Line, Wire
from gateway.tests.subscriptions.subscribing import Socket, connected, now
from gateway.tests.world import World, build_world
from gateway.views.changes import begin_anew
from gateway.views.projection import PROJECTION

STAYS = """subscription ($after: String, $id: ID, $filter: MobilityFilter) {
  mobilityChanged(after: $after, id: $id, filter: $filter) {
    cursor mobility { id status person { givenName } }
  }
}"""
APPLICATIONS = """subscription ($after: String, $filter: ApplicationFilter) {
  applicationChanged(after: $after, filter: $filter) { cursor application { id status score } }
}"""
PLACES = """subscription ($after: String, $id: ID) {
  eventPlacesChanged(after: $after, id: $id) { cursor event { id registered capacity } }
}"""
PAYMENTS = """subscription ($after: String, $grantId: ID, $personId: ID) {
  paymentChanged(after: $after, grantId: $grantId, personId: $personId) {
    cursor paymentOrder { id status } grant { id instalments { status } }
  }
}"""
ANNOUNCEMENTS = """subscription ($after: String) {
  announcementChanged(after: $after) { cursor announcement { id status reach { page } } }
}"""
EVERYTHING = {
    "Mobility": ("subscription ($after: String) { mobilityChanged(after: $after) { mobility { id } } }"),
    "Application": (
        "subscription ($after: String) { applicationChanged(after: $after) { application { id } } }"
    ),
    "Announcement": (
        "subscription ($after: String) { announcementChanged(after: $after) { announcement { id } } }"
    ),
    "Event": "subscription ($after: String) { eventPlacesChanged(after: $after) { event { id } } }",
    "PaymentOrder": (
        "subscription ($after: String) { paymentChanged(after: $after) { paymentOrder { id } grant { id } } }"
    ),
}


async def next_id(client: Socket | Wire) -> str:
    """The node id of the next object told."""
    (change,) = (await client.told()).values()
    found: str = next(value["id"] for value in change.values() if isinstance(value, dict))
    return found


async def test_a_changed_mobility_is_told_as_it_is_now(gateway: Gateway, views: Views) -> None:
    student = office.person(new_id())
    async with connected(gateway) as socket:
        await socket.subscribe(STAYS, after=await now(gateway))
        stay = office.stay(new_id(), student.key)
        await views.take_in(student, stay)
        told = (await socket.told())["mobilityChanged"]["mobility"]
        assert told == {
            "id": node_id("Mobility", stay.key),
            "status": "PLANNED",
            "person": {"givenName": "Ayşe"},
        }
        await views.take_in(office.stay(stay.key, student.key, 2, status=MobilityStatus.ONGOING))
        assert (await socket.told())["mobilityChanged"]["mobility"]["status"] == "ONGOING"


async def test_arguments_narrow(gateway: Gateway, views: Views) -> None:
    mine, other = office.stay(new_id(), new_id()), office.stay(new_id(), new_id(), faculty="economics")
    after = await now(gateway)
    async with connected(gateway) as socket:
        await socket.subscribe(STAYS, name="one", after=after, id=node_id("Mobility", mine.key))
        await views.take_in(other)
        await views.take_in(mine)
        assert await next_id(socket) == node_id("Mobility", mine.key)
        await socket.send("complete", id="one")
        await socket.subscribe(STAYS, name="two", after=after, filter={"faculty": "economics"})
        assert await next_id(socket) == node_id("Mobility", other.key)


async def test_places_of_an_event(gateway: Gateway, views: Views) -> None:
    event = office.gathering(new_id())
    async with connected(gateway, gateway.token(Role.STUDENT)) as socket:
        await socket.subscribe(PLACES, after=await now(gateway))
        await views.take_in(event)
        assert (await socket.told())["eventPlacesChanged"]["event"]["registered"] == 1
        await views.take_in(office.gathering(event.key, 2, registered=30))
        assert (await socket.told())["eventPlacesChanged"]["event"]["registered"] == 30


async def test_an_announcement_is_told_to_those_it_is_for_once_it_is_out(
    gateway: Gateway, views: Views
) -> None:
    draft, out = AnnouncementStatus.DRAFTED, AnnouncementStatus.PUBLISHED
    mine, staffs = new_id(), new_id()
    async with connected(gateway, gateway.token(Role.STUDENT)) as socket:
        await socket.subscribe(ANNOUNCEMENTS, after=await now(gateway))
        await views.take_in(office.announcement(mine, status=draft, published_at=None))
        await views.take_in(office.announcement(staffs, audience=Audience.STAFF))
        await views.take_in(office.announcement(mine, 2, status=out, audience=Audience.STUDENTS))
        told = (await socket.told())["announcementChanged"]["announcement"]
        assert told == {"id": node_id("Announcement", mine), "status": "PUBLISHED", "reach": None}


async def test_a_payment_is_followed_from_its_order_to_the_instalment(gateway: Gateway, views: Views) -> None:
    stay = office.stay(new_id(), new_id())
    grant = office.grant(new_id(), stay)
    order = office.order(new_id(), grant)
    await views.take_in(stay, grant)
    async with connected(gateway) as socket:
        await socket.subscribe(PAYMENTS, after=await now(gateway), grantId=node_id("Grant", grant.key))
        await views.take_in(office.order(new_id(), office.grant(new_id(), stay)))
        await views.take_in(order)
        issued = (await socket.told())["paymentChanged"]
        await views.take_in(office.order(order.key, grant, 2, status=PaymentOrderStatus.PAID))
        paid = (await socket.told())["paymentChanged"]
        settled = grant.state.instalments[0].model_copy(update={"status": InstalmentStatus.PAID})
        await views.take_in(office.grant(grant.key, stay, 2, instalments=(settled,)))
        instalment = (await socket.told())["paymentChanged"]
    assert [change["paymentOrder"] and change["paymentOrder"]["status"] for change in (issued, paid)] == [
        "ISSUED",
        "PAID",
    ]
    assert instalment["paymentOrder"] is None
    assert instalment["grant"]["instalments"] == [{"status": "PAID"}]


async def test_a_ranking_is_told_to_its_applicant_when_it_is_public(gateway: Gateway, views: Views) -> None:
    student, call = office.person(new_id()), office.call(new_id(), status=CallStatus.RANKED)
    application = office.application(new_id(), call.key, student.key)
    await views.take_in(student, call)
    async with connected(gateway, gateway.token(Role.STUDENT, person_id=student.key)) as socket:
        await socket.subscribe(APPLICATIONS, after=await now(gateway))
        await views.take_in(application)
        secret = (await socket.told())["applicationChanged"]["application"]
        await views.take_in(office.call(call.key, 2, status=CallStatus.PUBLISHED))
        public = (await socket.told())["applicationChanged"]["application"]
    assert (secret["status"], secret["score"]) == (None, None)
    assert (public["status"], public["score"]) == ("PLACED", "91.50")


async def test_an_erased_person_disappears_from_what_is_told(gateway: Gateway, views: Views) -> None:
    student = office.person(new_id())
    await views.take_in(student, office.stay(new_id(), student.key))
    async with connected(gateway) as socket:
        await socket.subscribe(STAYS, after=await now(gateway))
        await views.take_in(office.erased(student.key, 2))
        assert (await socket.told())["mobilityChanged"]["mobility"]["person"] is None


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_is_told_of_exactly_what_it_may_see(line: Line, role: Role) -> None:
    world, after = build_world(), await line.now()
    await line.take_in(*world.events)
    async with line.connected(line.token(role, **world.claims(role))) as wire:
        for name, query in EVERYTHING.items():
            await wire.subscribe(query, name=name, after=after)
        await line.listening(len(EVERYTHING))
        await wire.send("ping")
        told = [message async for message in until_pong(wire)]
    assert sorted(told) == sorted(expected(world, role))


async def until_pong(wire: Wire) -> AsyncIterator[str]:
    """Node ids of everything told before the answer to a ping."""
    while (message := await wire.next())["type"] != "pong":
        (change,) = message["payload"]["data"].values()
        yield next(value["id"] for value in change.values() if value)


def expected(world: World, role: Role) -> list[str]:
    """What is written down by hand in the world, of the types that are told of."""
    seen = world.visible(role)
    return [node_id(name, found) for name in (*EVERYTHING, "Grant") for found in seen.get(name, ())]


async def test_nothing_at_all_is_told_of_what_one_may_not_see(line: Line) -> None:
    """Not a message, not an empty one: the next thing heard is the next thing that may be seen."""
    ayse, mehmet = new_id(), new_id()
    async with line.connected(line.token(Role.STUDENT, person_id=ayse)) as wire:
        await wire.subscribe(STAYS)
        await line.listening(1)
        for _ in range(5):
            await line.take_in(office.stay(new_id(), mehmet))
        own = office.stay(new_id(), ayse)
        await line.take_in(own)
        assert await next_id(wire) == node_id("Mobility", own.key)


async def test_rights_are_those_of_the_moment(gateway: Gateway, views: Views) -> None:
    """A stay moves to another faculty: its old coordinator hears no more of it, the new one does."""
    stay, after = office.stay(new_id(), new_id()), await now(gateway)
    old, new = (gateway.token(Role.COORDINATOR, faculty=faculty) for faculty in ("engineering", "economics"))
    async with connected(gateway, old) as first, connected(gateway, new) as second:
        for socket in (first, second):
            await socket.subscribe(STAYS, after=after)
        await views.take_in(stay)
        assert await next_id(first) == node_id("Mobility", stay.key)
        await views.take_in(office.stay(stay.key, stay.state.person_id, 2, faculty="economics"))
        assert await next_id(second) == node_id("Mobility", stay.key)
        another = office.stay(new_id(), new_id())
        await views.take_in(another)
        assert await next_id(first) == node_id("Mobility", another.key)


async def test_who_comes_back_with_a_cursor_missed_nothing(line: Line) -> None:
    stays = [office.stay(new_id(), new_id()) for _ in range(6)]
    async with line.connected() as wire:
        await wire.subscribe(STAYS, after=await line.now())
        await line.take_in(stays[0])
        cursor = (await wire.told())["mobilityChanged"]["cursor"]
    await line.quiet()  # nobody listens, so nobody reads the log
    await line.take_in(stays[1])
    await line.take_in(stays[2], stays[3])
    async with line.connected() as wire:
        await wire.subscribe(STAYS, after=cursor)
        await line.take_in(stays[4])
        await line.take_in(stays[5])
        told = [await next_id(wire) for _ in stays[1:]]
    assert sorted(told) == sorted(node_id("Mobility", stay.key) for stay in stays[1:])
    assert told[0] == node_id("Mobility", stays[1].key)


async def test_what_changed_often_meanwhile_is_told_once_as_it_is_now(gateway: Gateway, views: Views) -> None:
    stay, after = office.stay(new_id(), new_id()), await now(gateway)
    for version in range(1, 5):
        await views.take_in(office.stay(stay.key, stay.state.person_id, version))
    last = office.stay(stay.key, stay.state.person_id, 5, status=MobilityStatus.COMPLETED)
    other = office.stay(new_id(), new_id())
    await views.take_in(last, other)
    async with connected(gateway) as socket:
        await socket.subscribe(STAYS, after=after)
        told = [(await socket.told())["mobilityChanged"]["mobility"] for _ in range(2)]
    assert {row["id"]: row["status"] for row in told} == {
        node_id("Mobility", stay.key): "COMPLETED",
        node_id("Mobility", other.key): "PLANNED",
    }


async def test_a_cursor_holds_at_every_process(new_line: NewLine) -> None:
    one, other = new_line(), new_line()
    first, second = office.stay(new_id(), new_id()), office.stay(new_id(), new_id())
    async with one.connected() as wire:
        await wire.subscribe(STAYS, after=await one.now())
        await other.take_in(first)
        cursor = (await wire.told())["mobilityChanged"]["cursor"]
    await one.take_in(second)
    async with other.connected() as wire:
        await wire.subscribe(STAYS, after=cursor)
        assert await next_id(wire) == node_id("Mobility", second.key)


async def test_after_a_rebuild_a_cursor_is_refused_with_what_to_do(gateway: Gateway, views: Views) -> None:
    cursor = await now(gateway)
    async with views.engine.begin() as connection:
        await begin_anew(connection)
    async with connected(gateway) as socket:
        await socket.subscribe(STAYS, after=cursor)
        message = await socket.next()
    assert message["type"] == "error"
    assert message["payload"][0]["extensions"]["code"] == "change-cursor-too-old"
    assert "changeCursor" in message["payload"][0]["extensions"]["next"]["en"]


async def test_after_a_rebuild_who_listens_is_told_to_read_anew(line: Line) -> None:
    async with line.connected() as wire:
        await wire.subscribe(STAYS)
        await line.listening(1)
        async with line.views.engine.begin() as connection:
            await begin_anew(connection)
        message = await wire.next()
        assert message["payload"][0]["extensions"]["code"] == "change-cursor-too-old"
        await wire.subscribe(STAYS)
        await line.listening(1)
        await line.take_in(office.stay(new_id(), new_id()))
        await wire.told()


async def test_a_value_that_no_row_can_hold_ends_only_its_own_subscription(line: Line) -> None:
    async with line.connected() as wire:
        await wire.subscribe(STAYS, name="bad", filter={"faculty": "x\u0000"})
        await wire.subscribe(STAYS, name="good")
        await line.listening(1)
        await line.take_in(office.stay(new_id(), new_id()))
        messages = [await wire.next(), await wire.next()]
    found = {message["id"]: message for message in messages}
    assert found["good"]["type"] == "next"
    assert found["bad"]["type"] == "error"
    assert found["bad"]["payload"][0]["extensions"]["code"] == "text-with-nul"


async def test_the_consumers_commit_wakes_the_process(views: Views) -> None:
    """Only a commit that changed the log does."""
    transactions = Transactions(views.engine, UnitOfWork, source="tests")
    stay = office.stay(new_id(), new_id())
    for event, wakes in ((office.partner(new_id()), False), (stay, True), (stay, False)):
        transactions.committed.clear()
        async with transactions.begin() as work:
            await PROJECTION.apply(work, [received(event)], utc_now())
        assert transactions.committed.is_set() is wakes


async def test_subscriptions_cannot_be_run_like_queries(gateway: Gateway) -> None:
    answer = await gateway.ask("subscription { mobilityChanged { cursor } }")
    assert answer.status in {400, 405}
    assert "data" not in answer.body
