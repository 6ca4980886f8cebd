"""Nobody is paid twice, nobody is forgotten, and the ledger adds up; from tables and topics alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

import asyncpg
from aiokafka import ConsumerRecord

from contracts import cloudevents
from contracts.cloudevents import Received
from contracts.finance import GrantEvent, PaymentOrderIssued, PaymentOrderPaid
from tests.failpoints.site import rows

GRANTS = "SELECT id, mobility_id, version, status FROM grants WHERE mobility_id = ANY($1)"
ORDERS = """
SELECT payment_orders.id, grant_id, instalment, payment_orders.status
FROM payment_orders JOIN grants ON grants.id = grant_id WHERE mobility_id = ANY($1)
"""
UNBALANCED = """
SELECT transaction_id, currency, sum(amount) FROM ledger_entries GROUP BY 1, 2 HAVING sum(amount) <> 0
"""
PARKED = """
SELECT consumer_group, key, error FROM parked_record JOIN parked_key USING (consumer_group, topic, key)
WHERE key = ANY($1)
"""
MONEY = """
SELECT (SELECT -coalesce(sum(amount), 0) FROM ledger_entries
        WHERE account = 'bank' AND amount < 0) AS left_bank,
       (SELECT coalesce(sum(amount), 0) FROM payment_orders WHERE status = 'paid') AS paid,
       (SELECT coalesce(sum(spent), 0) FROM budgets) AS spent
"""


async def broken(database: str, mobilities: Sequence[UUID], records: Iterable[ConsumerRecord]) -> list[str]:
    """``records``: all of grants' and payment orders' topics."""
    grants = await rows(database, GRANTS, list(mobilities))
    orders = await rows(database, ORDERS, list(mobilities))
    received = [cloudevents.decode(record.key, record.value, record.headers) for record in records]
    return [
        *_a_grant_each(mobilities, grants),
        *_an_order_an_instalment(orders),
        *_told_as_stored(orders, received),
        *_paid_once(orders, received),
        *_no_gap_no_fork(grants, received),
        *[f"unbalanced: {row}" for row in await rows(database, UNBALANCED)],
        *[f"parked: {row}" for row in await rows(database, PARKED, _keys(mobilities, orders))],
        *_money_agrees(*await rows(database, MONEY)),
    ]


def _keys(mobilities: Iterable[UUID], orders: Iterable[asyncpg.Record]) -> list[str]:
    """Under which finance hears of them."""
    return [str(each) for each in [*mobilities, *(row["id"] for row in orders)]]


def _a_grant_each(mobilities: Iterable[UUID], grants: Iterable[asyncpg.Record]) -> list[str]:
    counted = Counter(row["mobility_id"] for row in grants)
    return [f"mobility {each} has {counted[each]} grants" for each in mobilities if counted[each] != 1]


def _an_order_an_instalment(orders: Iterable[asyncpg.Record]) -> list[str]:
    counted = Counter((row["grant_id"], row["instalment"]) for row in orders)
    unpaid = [f"order {row['id']} is {row['status']}" for row in orders if row["status"] != "paid"]
    return unpaid + [f"instalment {each} was ordered {n} times" for each, n in counted.items() if n > 1]


def _told_as_stored(orders: Iterable[asyncpg.Record], received: Iterable[Received]) -> list[str]:
    """The finance office has every order, and none that is not in the table."""
    stored = {(row["grant_id"], row["instalment"]): row["id"] for row in orders}
    told: dict[tuple[UUID, int], set[UUID]] = defaultdict(set)
    for each in received:
        if isinstance(each.event, PaymentOrderIssued):
            told[each.event.state.grant_id, each.event.state.instalment].add(each.key)
    return [
        f"instalment {instalment}: order {order}, told {told[instalment]}"
        for instalment, order in stored.items()
        if told[instalment] != {order}
    ]


def _paid_once(orders: Iterable[asyncpg.Record], received: Iterable[Received]) -> list[str]:
    """However often the finance office said so, and under however many ids."""
    payments: dict[UUID, set[str]] = defaultdict(set)
    for each in received:
        if isinstance(each.event, PaymentOrderPaid):
            payments[each.key].add(each.id)
    return [f"order {row['id']} was paid {n} times" for row in orders if (n := len(payments[row["id"]])) != 1]


def _no_gap_no_fork(grants: Iterable[asyncpg.Record], received: Iterable[Received]) -> list[str]:
    events: dict[UUID, list[Received]] = defaultdict(list)
    for each in received:
        if isinstance(each.event, GrantEvent):
            events[each.key].append(each)
    wrong = []
    for row in grants:
        told = events[row["id"]]
        firsts = list(dict.fromkeys(each.sequence for each in told))
        if firsts != list(range(1, row["version"] + 1)):
            wrong.append(f"grant {row['id']} of version {row['version']}: events {firsts}")
        if len({each.id for each in told}) != len(firsts):
            wrong.append(f"grant {row['id']} has forked")
    return wrong


def _money_agrees(money: asyncpg.Record) -> list[str]:
    return [] if money["left_bank"] == money["paid"] == money["spent"] else [f"money differs: {dict(money)}"]
