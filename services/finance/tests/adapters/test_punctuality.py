"""How punctually participants are paid, as operators read it: from the tables, so a restart is not seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.tests.telemetry.scraping import measuring, scraped
from contracts.finance import PaymentAnswered, PaymentResult
from contracts.vocabulary import PaymentOutcome
from services.finance.adapters import punctuality
from services.finance.tests.builders import NOW, account, completed, planned, rejected
from services.finance.tests.office import Office

DAY = timedelta(days=1)
PROMISED_ON = date(2026, 6, 1)
LAST_SECOND_OF_THE_30TH_DAY = datetime(2026, 7, 1, 20, 59, 59, tzinfo=UTC)
"""In Istanbul; in Greenwich it is still the evening."""


@pytest.fixture(autouse=True)
def telemetry(tmp_path: Path) -> Iterator[None]:
    with measuring(tmp_path):
        yield


def paid(order_id: UUID, at: datetime) -> PaymentAnswered:
    result = PaymentResult(
        id=order_id, version=1, answered_at=at, outcome=PaymentOutcome.PAID, bank_reference=f"BANK-{order_id}"
    )
    return PaymentAnswered(state=result)


async def pays_advance(office: Office, at: datetime, **facts: object) -> None:
    going = planned(**facts)
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    (order,) = await office.orders_of(going)
    await office.hears(paid(order.id, at))


async def looked_at(engine: AsyncEngine, now: datetime) -> None:
    async with engine.begin() as connection:
        await punctuality.measure(connection, now)


def of(name: str, **labels: str) -> float:
    text = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
    return scraped(f"kervan_finance_{name}")[f"{{{text}}}"]


async def test_an_advance_is_in_time_to_the_end_of_the_30th_day_in_istanbul(
    office: Office, engine: AsyncEngine
) -> None:
    await office.budget("100000.00")
    await pays_advance(office, LAST_SECOND_OF_THE_30TH_DAY)
    await looked_at(engine, LAST_SECOND_OF_THE_30TH_DAY + DAY)
    assert of("payments_late_share", instalment="advance") == 0
    assert of("payment_time_days", instalment="advance", statistic="max") == 30
    await pays_advance(office, LAST_SECOND_OF_THE_30TH_DAY + timedelta(seconds=1))
    await looked_at(engine, LAST_SECOND_OF_THE_30TH_DAY + DAY)
    assert of("payments_late_share", instalment="advance") == 0.5
    assert of("payments_made", instalment="advance") == 2
    assert of("payment_time_days", instalment="advance", statistic="max") == 31
    assert of("payment_time_days", instalment="advance", statistic="mean") == 30.5


async def test_an_advance_after_the_stay_began_is_late_though_30_days_are_not_over(
    office: Office, engine: AsyncEngine
) -> None:
    await office.budget("100000.00")
    await pays_advance(office, NOW + 5 * DAY, begins=PROMISED_ON + 4 * DAY)
    await looked_at(engine, NOW + 6 * DAY)
    assert of("payments_late_share", instalment="advance") == 1
    assert of("payment_time_days", instalment="advance", statistic="max") == 5


async def test_a_balance_has_45_days_from_the_end_of_the_stay(office: Office, engine: AsyncEngine) -> None:
    await office.budget("100000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(completed(going))
    balance = next(order for order in await office.orders_of(going) if order.instalment == 2)
    await office.hears(paid(balance.id, NOW + 45 * DAY))
    await looked_at(engine, NOW + 46 * DAY)
    assert of("payments_late_share", instalment="balance") == 0
    assert of("payment_time_days", instalment="balance", statistic="max") == 45


async def test_what_was_paid_long_ago_is_not_counted_any_more(office: Office, engine: AsyncEngine) -> None:
    await office.budget("100000.00")
    await pays_advance(office, NOW + 40 * DAY)
    await looked_at(engine, NOW + 41 * DAY)
    assert of("payments_late_share", instalment="advance") == 1
    await looked_at(engine, NOW + 131 * DAY)
    assert of("payments_made", instalment="advance") == 0
    assert scraped("kervan_finance_payments_late_share") == {}
    assert scraped("kervan_finance_payment_time_days") == {}


async def test_who_waits_is_overdue_from_the_day_after_the_term(office: Office, engine: AsyncEngine) -> None:
    await office.budget("100000.00")
    without_account, unanswered, refused = planned(), planned(), planned()
    for going in (unanswered, refused):
        await office.hears(account(going.state.person_id))
    for going in (without_account, unanswered, refused):
        await office.hears(going)
    (order,) = await office.orders_of(refused)
    await office.hears(rejected(order.id))
    await looked_at(engine, NOW + 30 * DAY)
    assert of("payments_overdue", instalment="advance", state="ordered") == 0
    assert of("payments_overdue", instalment="advance", state="unordered") == 0
    await looked_at(engine, NOW + 31 * DAY)
    assert of("payments_overdue", instalment="advance", state="ordered") == 1
    assert of("payments_overdue", instalment="advance", state="unordered") == 2


async def test_a_payment_in_time_is_not_overdue(office: Office, engine: AsyncEngine) -> None:
    await office.budget("100000.00")
    await pays_advance(office, NOW + DAY)
    await looked_at(engine, NOW + 60 * DAY)
    assert of("payments_overdue", instalment="advance", state="ordered") == 0
    assert of("payments_overdue", instalment="advance", state="unordered") == 0
