"""Whether participants are paid in time, counted from the orders, the ledger and the grants.

The terms are the participant agreement's (S30): the advance within 30 days of the promise and not after the
stay begins, the balance within 45 days of the stay's end. The domain writes them as ``due_on``; here it is
only compared. Days are Istanbul's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.clock import ISTANBUL, academic_date
from chassis.telemetry import metrics
from contracts.vocabulary import InstalmentKind
from services.finance.domain.instalments import PaymentPlan

LOOKED_BACK: Final = timedelta(days=90)
KINDS: Final = {1: InstalmentKind.ADVANCE, 2: InstalmentKind.BALANCE}
"""What comes after the second instalment is a balance too: an amendment's, or a correction's."""
ORDERED, UNORDERED = "ordered", "unordered"

OVERDUE: Final = text("""
    SELECT least(instalment, 2) AS number, 'ordered' AS state, count(*) AS overdue
    FROM payment_orders WHERE status = 'issued' AND due_on < :today GROUP BY 1
    UNION ALL
    SELECT least(CAST(part ->> 'number' AS integer), 2), 'unordered', count(*)
    FROM grants CROSS JOIN jsonb_array_elements(instalments) AS part
    WHERE grants.status = 'reserved' AND part ->> 'status' IN ('planned', 'rejected')
      AND CAST(part ->> 'due_on' AS date) < :today
    GROUP BY 1
""")
# the first movement of a grant in the ledger is its promise
MADE: Final = text("""
    WITH paid AS (
        SELECT least(instalment, 2) AS instalment, due_on,
               CAST(answered_at AT TIME ZONE :zone AS date) AS paid_on,
               CASE WHEN instalment = 1
                    THEN (SELECT CAST(min(posted_at) AT TIME ZONE :zone AS date)
                          FROM ledger_transactions AS booked WHERE booked.grant_id = payment_orders.grant_id)
                    ELSE due_on - CAST(:balance_days AS integer) END AS owed_from
        FROM payment_orders WHERE status = 'paid' AND answered_at > :since
    )
    SELECT instalment AS number, count(*) AS made, count(*) FILTER (WHERE paid_on > due_on) AS late,
           CAST(avg(paid_on - owed_from) AS float) AS days_mean, max(paid_on - owed_from) AS days_max
    FROM paid GROUP BY instalment
""")


async def measure(connection: AsyncConnection, now: datetime) -> None:
    await _overdue(connection, now)
    await _made(connection, now)


async def _overdue(connection: AsyncConnection, now: datetime) -> None:
    counts = dict.fromkeys(product(KINDS.values(), (ORDERED, UNORDERED)), 0)
    for row in await connection.execute(OVERDUE, {"today": academic_date(now)}):
        counts[KINDS[row.number], row.state] = row.overdue
    metrics.payments_overdue({(str(kind), state): count for (kind, state), count in counts.items()})


async def _made(connection: AsyncConnection, now: datetime) -> None:
    asked = {"zone": ISTANBUL.key, "since": now - LOOKED_BACK, "balance_days": PaymentPlan().balance_days_max}
    found = {row.number: row for row in await connection.execute(MADE, asked)}
    for number, kind in KINDS.items():
        row = found.get(number)
        if row is None:
            metrics.payments_made(str(kind), 0, 0, 0.0, 0.0)
        else:
            metrics.payments_made(str(kind), row.made, row.late, row.days_mean, row.days_max)
