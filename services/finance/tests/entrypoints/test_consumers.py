"""Records as the runtime delivers them: what finance cannot act on waits for an operator, and only that."""

from __future__ import annotations

from uuid import UUID

from chassis.clock import utc_now
from chassis.consuming import parking
from chassis.consuming.delivery import Delivery
from chassis.consuming.handler import Handler
from chassis.consuming.record import Record
from chassis.ids import new_id
from contracts import cloudevents
from contracts.event import Event, Tombstone
from contracts.mobility import MobilityRepublished
from services.finance.adapters.work import FinanceWork
from services.finance.entrypoints.consumers import GRANTS, PAYMENT_RESULTS
from services.finance.tests.builders import NOW, account, paid, planned, withdrawn
from services.finance.tests.office import Office


def a_record(event: Event | Tombstone, offset: int, event_type: str | None = None) -> Record:
    headers = cloudevents.headers(event, event_id=new_id(), source="tests", at=NOW, traceparent=None)
    wired = tuple(cloudevents.wire_headers(headers | {"ce_type": event_type or event.TYPE}))
    key, value = str(event.key), cloudevents.encode(event)
    return Record(event.TOPIC.name, 0, offset, key, key.encode(), value, wired)


async def deliver(office: Office, handler: Handler[FinanceWork], *records: Record) -> list[parking.ParkedKey]:
    delivery = Delivery(handler, office.transactions, clock=utc_now, parked_keys_max=50)
    await delivery.deliver(list(records))
    async with office.transactions.begin() as work:
        return await parking.list_keys(work.connection, handler.group)


async def test_an_answer_to_an_unknown_order_is_parked_and_others_go_on(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    (order,) = await office.orders_of(going)
    unknown = paid(new_id())
    parked = await deliver(office, PAYMENT_RESULTS, a_record(unknown, 1), a_record(paid(order.id), 2))
    assert [(UUID(key.key), key.error.split(":")[0]) for key in parked] == [
        (unknown.key, "payment-order-unknown")
    ]
    assert (await office.grant_of(going)).paid == order.amount


async def test_an_event_of_an_unknown_version_is_parked(office: Office) -> None:
    going = planned()
    newer = a_record(going, 1, "kervan.mobility.mobility-planned.v2")
    parked = await deliver(office, GRANTS, newer)
    assert [key.key for key in parked] == [str(going.key)]
    assert await office.grants() == []


async def test_what_comes_before_its_plan_is_parked_with_all_that_follows(office: Office) -> None:
    going = planned()
    parked = await deliver(office, GRANTS, a_record(withdrawn(going), 1), a_record(going, 2))
    assert [(key.key, key.records) for key in parked] == [(str(going.key), 2)]
    assert await office.grants() == []


async def test_republished_states_are_passed_over(office: Office) -> None:
    going = planned()
    assert await deliver(office, GRANTS, a_record(MobilityRepublished(state=going.state), 1)) == []
    assert await office.grants() == []
