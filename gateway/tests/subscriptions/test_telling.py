"""Subscriptions: what changed is told to those who may see it, as they may see it now."""

from __future__ import annotations

from chassis.ids import new_id
from gateway.reading.ids import node_id
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.subscriptions.subscribing import connected, now

STAYS = """subscription ($after: String, $id: ID) {
  mobilityChanged(after: $after, id: $id) { cursor mobility { id status person { givenName } } }
}"""


async def test_a_changed_mobility_is_told(gateway: Gateway, views: Views) -> None:
    student, stay = office.person(new_id()), office.stay(new_id(), new_id())
    async with connected(gateway) as socket:
        await socket.subscribe(STAYS, after=await now(gateway))
        await views.take_in(student, office.stay(stay.key, student.key))
        told = (await socket.told())["mobilityChanged"]
    assert told["mobility"] == {
        "id": node_id("Mobility", stay.key),
        "status": "PLANNED",
        "person": {"givenName": "Ayşe"},
    }
