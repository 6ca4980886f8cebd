"""Three people with a grant and its order: me, a colleague of my faculty, a stranger."""

from __future__ import annotations

from typing import Any

import aiohttp

from chassis.csv_rows import read_rows
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.work import Transactions
from contracts.vocabulary import PaymentChannel
from services.finance.adapters.figures import load_figures
from services.finance.adapters.work import FinanceWork
from services.finance.application.reconcile_statement import take_statement
from services.finance.application.statement_rows import COLUMNS, Taken
from services.finance.tests.builders import NOW, account, completed, planned, reported
from services.finance.tests.office import Office
from tests.security.authorisation.world import (
    MINE,
    MY_FACULTY,
    OTHER_FACULTY,
    Thing,
    World,
    everybodys,
    open_to_all_readers,
)

MONEY = {"amount": "100.00", "currency": "EUR"}
AMENDMENT = {"line": "organisational-support", "amount": MONEY, "reference": "letter"}
RATE: dict[str, Any] = {
    "call_year": 2025,
    "kind": "student-study",
    "country_group": "1",
    "amount": "660.00",
    "currency": "EUR",
    "unit": "month",
    "source": "National Agency, letter of 3 May",
}


async def build(
    _url: str,
    _session: aiohttp.ClientSession,
    _issuer: DevelopmentIssuer,
    transactions: Transactions[FinanceWork],
) -> World:
    async with transactions.begin() as work:
        await load_figures(work.connection)
    office = Office(transactions)
    budget = await office.budget("100000.00")
    stays = [planned(faculty=faculty) for faculty in (MY_FACULTY, MY_FACULTY, OTHER_FACULTY)]
    for stay in stays:
        await office.hears(account(stay.state.person_id))
        await office.hears(stay)
    grants = [await office.grant_of(stay) for stay in stays]
    orders = [(await office.orders_of(stay))[0] for stay in stays]
    plan = await office.plans(budget)
    office.approves_at_once = False
    await office.hears(completed(stays[0]))
    await office.pays_from(budget)
    batch = await office.approves_batch(await office.gathers(budget, channel=PaymentChannel.BANK_FILE))
    my_balance = (await office.orders_of(stays[0]))[-1]
    await office.hears(completed(stays[1]))
    requests = await office.requests()
    async with transactions.begin() as work:
        statement = "\n".join((",".join(COLUMNS), "2026-06-01,-3.50,EUR,,")).encode()
        await take_statement(list(read_rows(statement, COLUMNS)), Taken(), work, NOW)
        [line] = await work.statement.page(None, None, 1)
    expense = await office.spends(budget, "84.50", by="somebody")
    await office.hears(reported(new_id(), hospitality="98.50"))
    [proposal] = await office.proposals()
    return World(
        me=stays[0].state.person_id,
        my_university=new_id(),
        things={
            "budget": open_to_all_readers(budget.id),
            "grant": everybodys([grant.id for grant in grants]),
            "plan": open_to_all_readers(plan.id),
            "expense": open_to_all_readers(expense.id),
            "proposal": open_to_all_readers(proposal.id),
            "person": everybodys([stay.state.person_id for stay in stays]),
            "request": open_to_all_readers(*(request.id for request in requests)),
            "batch": open_to_all_readers(batch.id),
            "line": open_to_all_readers(line.id),
            "order": [*everybodys([order.id for order in orders]), Thing("mine", my_balance.id, MINE)],
        },
        bodies={
            "POST /v1/budgets": {"programme": "mevlana", "call_year": 2024, "allocated": MONEY},
            "POST /v1/budgets/{budget_id}/allocations": {"amount": MONEY},
            "POST /v1/rates": RATE,
            "POST /v1/rates/trial": {"rates": [RATE]},
            "POST /v1/budgets/{budget_id}/contract": {
                "number": "2024-1-TR01-KA131-HED-000000001",
                "begins_on": "2024-06-01",
                "ends_on": "2026-07-31",
            },
            "POST /v1/budgets/{budget_id}/amendments": AMENDMENT,
            "POST /v1/budgets/{budget_id}/transfers": {
                "source": "mobility",
                "target": "travel",
                "amount": MONEY,
                "reference": "letter",
            },
            "POST /v1/budgets/{budget_id}/organisational-support": {"count": 10, "reference": "contract"},
            "POST /v1/budgets/{budget_id}/spending-plans": {},
            "POST /v1/budgets/{budget_id}/expenses": {
                "kind": "visit",
                "purpose": "A delegation's lunch",
                "incurred_on": "2026-05-04",
                "amount": MONEY,
                "receipt": "A-1",
            },
            "POST /v1/budgets/{budget_id}/payment-batches": {"channel": "finance-office"},
            "POST /v1/budgets/{budget_id}/paying-account": {
                "holder": "Iğdır Üniversitesi",
                "iban": "TR330006100519786457841326",
            },
            "POST /v1/imports/statements": ",".join(COLUMNS),
            "POST /v1/statement-lines/{line_id}/assignment": {"order_id": str(orders[0].id)},
            "POST /v1/statement-lines/{line_id}/setting-aside": {"origin": "bank-charge"},
            "POST /v1/expenses/{expense_id}/rejection": {"objection": "not the office's"},
            "POST /v1/expense-proposals/{proposal_id}/expense": {
                "budget_id": str(budget.id),
                "purpose": "A delegation's dinner",
                "incurred_on": "2026-05-04",
                "receipt": "A-2",
            },
            "POST /v1/expense-proposals/{proposal_id}/dismissal": {"objection": "the host pays"},
            "POST /v1/grants/{grant_id}/circumstances": {"evidence": "calculator, 3 May"},
            "POST /v1/grants/{grant_id}/funded-days": {"days": 136},
            "POST /v1/grants/{grant_id}/settlement": {"survey_received": True, "proof_received": True},
            "POST /v1/grants/{grant_id}/recovery-plan": {
                "parts": [{"due_on": "2026-07-01", "amount": MONEY}]
            },
            "POST /v1/grants/{grant_id}/recoveries": {
                "amount": MONEY,
                "received_on": "2026-06-01",
                "bank_reference": "TR-1",
            },
        },
        lists={
            "GET /v1/budgets": ("budget", "id"),
            "GET /v1/grants": ("grant", "id"),
            "GET /v1/payment-orders": ("order", "id"),
            "GET /v1/payment-requests": ("request", "id"),
            "GET /v1/payment-batches": ("batch", "id"),
            "GET /v1/statement-lines": ("line", "id"),
            "GET /v1/expense-proposals": ("proposal", "id"),
        },
    )
