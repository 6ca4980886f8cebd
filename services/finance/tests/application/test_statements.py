"""The bank's statement answers payment orders as the finance office does: books, events, once."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.csv_rows import read_rows
from chassis.refusal import Refusal
from contracts.mobility import MobilityPlanned
from contracts.vocabulary import (
    InstalmentStatus,
    PaymentOrderStatus,
    StatementLineStatus,
    StatementOrigin,
    StatementProblem,
)
from services.finance.application.reconcile_statement import (
    Deciding,
    assign_line,
    set_line_aside,
    take_statement,
)
from services.finance.application.statement_rows import COLUMNS, Taken
from services.finance.domain.payment_order import PaymentOrder
from services.finance.domain.statement import StatementLine
from services.finance.tests.builders import (
    IBAN,
    NOW,
    OTHER_IBAN,
    account,
    paid,
    planned,
    rejected,
    shortened,
)
from services.finance.tests.office import ALL, Office

MATCHED, UNMATCHED = StatementLineStatus.MATCHED, StatementLineStatus.UNMATCHED


def row(order: PaymentOrder | UUID, amount: str = "-2176.00", day: str = "2026-06-01") -> str:
    order_id = order if isinstance(order, UUID) else order.id
    return f"{day},{amount},EUR,{order_id.hex},{IBAN}"


async def take(office: Office, *rows: str) -> Taken:
    raw = "\n".join([",".join(COLUMNS), *rows]).encode()
    taken = Taken()
    async with office.transactions.begin() as work:
        await take_statement(list(read_rows(raw, COLUMNS)), taken, work, NOW)
    return taken


async def lines(office: Office, status: StatementLineStatus | None = None) -> list[StatementLine]:
    async with office.transactions.read() as work:
        return list(await work.statement.page(status, None, ALL))


async def assign(office: Office, line: StatementLine, order: PaymentOrder) -> StatementLine:
    async with office.transactions.begin() as work:
        return await assign_line(line.id, order.id, Deciding("okan", None, NOW), work)


async def postings(office: Office) -> int:
    async with office.transactions.read() as work:
        return len(await work.ledger.page(None, None, ALL))


@pytest.fixture
async def going(office: Office) -> MobilityPlanned:
    """Their advance of 2,176 EUR is ordered."""
    await office.budget("10000.00")
    mobility = planned()
    await office.hears(account(mobility.state.person_id))
    await office.hears(mobility)
    return mobility


@pytest.fixture
async def order(office: Office, going: MobilityPlanned) -> PaymentOrder:
    (issued,) = await office.orders_of(going)
    return issued


async def test_a_debit_that_fits_pays_the_order_as_the_finance_office_would(
    office: Office, going: MobilityPlanned, order: PaymentOrder
) -> None:
    taken = await take(office, row(order))
    balances = await office.balances()
    (line,) = await lines(office)
    assert (taken.accepted, line.status, line.order_id) == (1, MATCHED, order.id)
    assert (await office.order(order.id)).status is PaymentOrderStatus.PAID
    assert (await office.grant_of(going)).instalments[0].status is InstalmentStatus.PAID
    assert str(balances[f"participant:{going.state.person_id}"]) == "2176.00"


async def test_the_same_statement_again_changes_nothing(office: Office, order: PaymentOrder) -> None:
    charge = "2026-06-01,-3.50,EUR,,"
    first = await take(office, row(order), charge, charge)
    booked, kept = await postings(office), await lines(office)
    again = await take(office, charge, row(order), charge)
    assert (first.accepted, again.accepted, again.already_there) == (3, 0, 3)
    assert (await postings(office), await lines(office)) == (booked, kept)


async def test_uploads_at_once_book_a_row_once(office: Office, order: PaymentOrder) -> None:
    before = await postings(office)
    done = await asyncio.gather(*(take(office, row(order), "2026-06-01,-3.50,EUR,,") for _ in range(4)))
    assert sum(taken.accepted for taken in done) == 2
    assert await postings(office) == before + 1


async def test_the_same_order_on_a_second_row_is_not_booked_but_shown(
    office: Office, order: PaymentOrder
) -> None:
    await take(office, row(order), row(order, day="2026-06-02"))
    booked = await postings(office)
    (second,) = await lines(office, UNMATCHED)
    await take(office, row(order))
    assert second.problem is StatementProblem.ANOTHER_LINE
    assert await postings(office) == booked


@pytest.mark.parametrize("amount", ["-2176.01", "-2175.99", "-217.60"])
async def test_another_amount_is_not_taken(office: Office, order: PaymentOrder, amount: str) -> None:
    await take(office, row(order, amount))
    (line,) = await lines(office)
    assert (line.status, line.problem) == (UNMATCHED, StatementProblem.AMOUNT_DIFFERS)
    assert (await office.order(order.id)).status is PaymentOrderStatus.ISSUED


async def test_an_answer_by_event_and_one_by_statement_are_one(office: Office, order: PaymentOrder) -> None:
    await office.hears(paid(order.id))
    booked, answered = await postings(office), await office.order(order.id)
    await take(office, row(order))
    await office.hears(paid(order.id), event_id="later")
    (line,) = await lines(office)
    assert await office.order(order.id) == answered
    assert (line.status, await postings(office)) == (MATCHED, booked)


async def test_what_the_finance_office_rejected_and_the_bank_paid_is_shown(
    office: Office, order: PaymentOrder
) -> None:
    await office.hears(rejected(order.id))
    await take(office, row(order))
    (line,) = await lines(office)
    assert (line.status, line.problem) == (UNMATCHED, StatementProblem.ORDER_REJECTED)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("newest_first", [True, False])
async def test_a_payment_that_came_back_is_undone_and_waits_for_another_account(
    office: Office, going: MobilityPlanned, order: PaymentOrder, *, together: bool, newest_first: bool
) -> None:
    before = await office.balances()
    budget = (await office.budgets())[0]
    rows = [row(order), row(order, "2176.00", "2026-06-03")]
    if newest_first:
        rows.reverse()
    for part in [rows] if together else [[one] for one in rows]:
        await take(office, *part)
    returned = await office.order(order.id)
    balances = await office.balances()
    assert {each.status for each in await lines(office)} == {MATCHED}
    assert (returned.status, returned.rejection and returned.rejection.code) == (
        PaymentOrderStatus.REJECTED,
        "returned",
    )
    assert {name: amount for name, amount in balances.items() if amount} == before
    assert ((await office.budgets())[0].reserved, (await office.budgets())[0].spent) == (
        budget.reserved,
        budget.spent,
    )
    await office.hears(account(going.state.person_id, OTHER_IBAN, version=2))
    (second,) = await office.orders_of(going, PaymentOrderStatus.ISSUED)
    assert second.amount == order.amount


async def test_a_payment_that_comes_back_takes_its_debt_along(
    office: Office, going: MobilityPlanned, order: PaymentOrder
) -> None:
    await take(office, row(order))
    await office.hears(shortened(going, 30))
    owed = (await office.grant_of(going)).owed
    await take(office, row(order, "2176.00", "2026-06-03"))
    grant = await office.grant_of(going)
    assert owed
    assert not grant.owed
    assert grant.reserved == grant.amount
    assert sum((await office.balances()).values()) == 0


async def test_beside_a_recovery_nothing_is_undone(
    office: Office, going: MobilityPlanned, order: PaymentOrder
) -> None:
    await take(office, row(order))
    await office.hears(shortened(going, 30))
    await office.receives(await office.grant_of(going), "10.00")
    await take(office, row(order, "2176.00", "2026-06-03"))
    (line,) = await lines(office, UNMATCHED)
    assert line.problem is StatementProblem.RECOVERY_RECEIVED


async def test_a_person_says_whose_it_is_and_it_is_booked(office: Office, order: PaymentOrder) -> None:
    await take(office, f"2026-06-01,-2176.00,EUR,hibe,{IBAN}")
    (line,) = await lines(office)
    assigned = await assign(office, line, order)
    with pytest.raises(Refusal) as refusal:
        await assign(office, line, order)
    assert (assigned.status, assigned.decided_by) == (MATCHED, "okan")
    assert (await office.order(order.id)).status is PaymentOrderStatus.PAID
    assert refusal.value.code == "statement-line-is-decided"


async def test_what_is_set_aside_stays_so_when_it_comes_again(office: Office, order: PaymentOrder) -> None:
    await take(office, "2026-06-01,-3.50,EUR,masraf,")
    (line,) = await lines(office)
    async with office.transactions.begin() as work:
        await set_line_aside(line.id, StatementOrigin.BANK_CHARGE, Deciding("okan", None, NOW), work)
    again = await take(office, "2026-06-01,-3.50,EUR,masraf,")
    (kept,) = await lines(office)
    assert (again.already_there, kept.status) == (1, StatementLineStatus.SET_ASIDE)
    assert (await office.order(order.id)).status is PaymentOrderStatus.ISSUED


async def test_a_row_that_cannot_be_read_stops_no_other(office: Office, order: PaymentOrder) -> None:
    taken = await take(office, "yesterday,-1,EUR,,", row(order))
    assert [(one.line, one.column, one.refusal.code) for one in taken.rejected] == [
        (2, "date", "cell-malformed")
    ]
    assert taken.accepted == 1


async def test_neither_names_nor_accounts_leave_with_an_event(office: Office, order: PaymentOrder) -> None:
    await take(office, f"2026-06-01,-2176.00,EUR,Ada Yılmaz {order.id},{IBAN}")
    query = text("SELECT payload FROM outbox WHERE topic = 'finance.statement-line.v1'")
    async with office.transactions.read() as work:
        told = [value.decode() for (value,) in await work.connection.execute(query)]
        kept = str((await work.connection.execute(text("SELECT * FROM statement_lines"))).all())
    assert len(told) == 1
    for said in (*told, kept):
        assert "Ada" not in said
        assert IBAN not in said
