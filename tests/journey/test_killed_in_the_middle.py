"""finance is killed while places are being accepted; after it came back everybody has one grant."""

from __future__ import annotations

import asyncio
from collections import Counter
from uuid import UUID

import pytest

from contracts import cloudevents
from contracts.finance import PaymentOrderIssued
from contracts.topics import PAYMENT_ORDER
from deploy.local.journey.approving import approve_what_waits
from tests.journey.another_call import CALL_YEAR, Offer, accept
from tests.journey.system import System
from tests.journey.topics import records_of

pytestmark = pytest.mark.timeout(300)

GRANTED = "SELECT count(*) FROM grants WHERE call_year = $1"
ACCEPTED = """
SELECT mobility.id FROM placement JOIN mobility ON mobility.placement_id = placement.id
WHERE placement.status = 'accepted'
"""
UNANSWERED = "SELECT count(*) FROM payment_orders WHERE status = 'issued'"


@pytest.fixture(scope="module", autouse=True)
async def killed_and_back(system: System, offers: list[Offer]) -> None:
    """Killed as soon as it has drafted two of the eight grants; the others are accepted meanwhile."""
    already = (await system.rows("finance", GRANTED, CALL_YEAR))[0][0]
    accepting = asyncio.create_task(_accept_all(system, offers[2:10]))
    await system.until(
        "the first grants",
        lambda: system.rows("finance", GRANTED, CALL_YEAR),
        lambda rows: rows[0][0] >= already + 2,
    )
    await system.kill("finance")
    await accepting
    await system.start_again()
    await system.settle()
    await approve_what_waits(system.stage)
    await system.settle()


async def _accept_all(system: System, offers: list[Offer]) -> None:
    for offer in offers:
        await accept(system.stage, offer)


async def test_every_accepted_place_has_exactly_one_grant(system: System) -> None:
    accepted = {row["id"] for row in await system.rows("mobility", ACCEPTED)}
    grants = Counter(row[0] for row in await system.rows("finance", "SELECT mobility_id FROM grants"))
    assert {mobility: grants[mobility] for mobility in accepted} == dict.fromkeys(accepted, 1)
    assert [mobility for mobility, count in grants.items() if count > 1] == []


async def test_no_instalment_was_ordered_twice(system: System) -> None:
    """Kafka may tell one order twice; two orders for one instalment would be paid twice."""
    rejected = {
        row["id"]
        for row in await system.rows("finance", "SELECT id FROM payment_orders WHERE status = 'rejected'")
    }
    orders: dict[tuple[UUID, int], set[UUID]] = {}
    for record in await records_of(system.bootstrap, [PAYMENT_ORDER]):
        event = cloudevents.decode(record.key, record.value, record.headers).event
        if isinstance(event, PaymentOrderIssued) and event.key not in rejected:
            orders.setdefault((event.state.grant_id, event.state.instalment), set()).add(event.key)
    assert len(orders) >= len(rejected) + 10
    assert [order for order in orders.values() if len(order) > 1] == []


async def test_every_order_has_its_answer(system: System) -> None:
    assert (await system.rows("finance", UNANSWERED))[0][0] == 0


async def test_each_transaction_of_the_ledger_sums_to_zero(system: System) -> None:
    query = """
        SELECT transaction_id, currency, sum(amount) FROM ledger_entries GROUP BY 1, 2 HAVING sum(amount) <> 0
    """
    assert await system.rows("finance", query) == []


async def test_what_left_the_bank_is_what_the_answered_orders_say(system: System) -> None:
    left = "SELECT -coalesce(sum(amount), 0) FROM ledger_entries WHERE account = 'bank' AND amount < 0"
    paid = "SELECT sum(amount) FROM payment_orders WHERE status = 'paid'"
    assert (await system.rows("finance", left))[0][0] == (await system.rows("finance", paid))[0][0]
