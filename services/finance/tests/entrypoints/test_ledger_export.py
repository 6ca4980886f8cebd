"""The ledger as CSV: every entry of a period, each transaction in balance, read page by page."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chassis.identity.caller import Role
from services.finance.entrypoints.api import ledger_export
from services.finance.tests.builders import planned, withdrawn
from services.finance.tests.conftest import Client, ClientOf
from services.finance.tests.office import Office

YEAR = {"begins": "2026-01-01", "ends": "2026-12-31"}
NUMBER, DEBIT, CREDIT = 1, 6, 7


@pytest.fixture
async def finance(client_of: ClientOf) -> Client:
    return await client_of(Role.FINANCE)


async def something_happens(office: Office) -> None:
    budget = await office.claims_support(await office.budget("10000.00"), 10)
    going = planned()
    await office.pays_advance(going)
    await office.records(await office.grant_of(going), distance_km=2412)
    await office.hears(withdrawn(going))
    await office.approves(await office.spends(budget, "84.50", by="one"), by="two")


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


async def exported(client: Client, **asked: str) -> list[list[str]]:
    status, text = await client.file("/ledger/export", **asked)
    assert status == 200, text
    return table(text)[1:]


async def test_every_transaction_is_there_and_balances(office: Office, finance: Client) -> None:
    await something_happens(office)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in await exported(finance, **YEAR):
        assert (row[DEBIT] == "") != (row[CREDIT] == "")
        sums[row[0]] += Decimal(row[DEBIT] or 0) - Decimal(row[CREDIT] or 0)
    async with office.transactions.read() as work:
        posted = await work.ledger.page(None, None, 1000)
    assert set(sums) == {str(posting.id) for posting in posted}
    assert set(sums.values()) == {Decimal(0)}


async def test_what_it_sums_to_is_what_stands_in_the_accounts(office: Office, finance: Client) -> None:
    await something_happens(office)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in await exported(finance, **YEAR):
        sums[row[4]] += Decimal(row[DEBIT] or 0) - Decimal(row[CREDIT] or 0)
    assert sums == await office.balances()


async def test_pages_make_one_file(office: Office, finance: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    await something_happens(office)
    whole = await exported(finance, **YEAR)
    monkeypatch.setattr(ledger_export, "TRANSACTIONS_A_PAGE", 2)
    assert await exported(finance, **YEAR) == whole
    assert len({row[0] for row in whole}) > 4


async def test_a_period_holds_what_was_booked_on_its_days_in_istanbul(
    office: Office, finance: Client
) -> None:
    office.now = datetime(2026, 5, 31, 20, 59, tzinfo=UTC)  # 23:59 of 31 May there
    await office.budget("100.00", 2022)
    office.now = datetime(2026, 5, 31, 21, 0, tzinfo=UTC)
    await office.budget("200.00", 2023)
    may = await exported(finance, begins="2026-05-01", ends="2026-05-31")
    june = await exported(finance, begins="2026-06-01", ends="2026-06-01")
    assert [(row[2], row[DEBIT]) for row in may if row[DEBIT]] == [("2026-05-31", "100.00")]
    assert [(row[2], row[DEBIT]) for row in june if row[DEBIT]] == [("2026-06-01", "200.00")]
    assert await exported(finance, begins="2026-06-02", ends="2026-06-30") == []


async def test_the_columns_stand_in_their_order(office: Office, finance: Client) -> None:
    budget = await office.claims_support(await office.budget("1000.00"), 10)
    await office.approves(await office.spends(budget, "84.50", by="one"), by="two")
    _, text = await finance.file("/ledger/export", **YEAR, language="en")
    heading, *rows = table(text)
    assert ",".join(heading) == (
        "Transaction,Entry,Booked on,Value date,Account,Budget line,Debit,Credit,Currency,Description,"
        "Grant,Payment order"
    )
    assert rows[-4][1:] == [
        *("1", "2026-06-01", "2026-05-04", "organisational:erasmus:2024", "organisational-support"),
        *("84.50", "", "EUR", "Expense, receipt A-417", "", ""),
    ]


async def test_it_is_in_turkish_too(office: Office, finance: Client) -> None:
    await office.budget("1000.00")
    _, text = await finance.file("/ledger/export", **YEAR)
    heading, row, _ = table(text)
    assert (heading[6], heading[7], row[9]) == ("Borç", "Alacak", "Bütçeye ödenek geldi")


async def test_a_period_that_ends_first_is_refused(finance: Client) -> None:
    refused = await finance.get("/ledger/export", begins="2026-06-02", ends="2026-06-01")
    assert (refused.status, refused.body["code"]) == (422, "period-ends-first")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FINANCE])
async def test_it_is_for_finance_alone(client_of: ClientOf, role: Role) -> None:
    refused = await (await client_of(role)).get("/ledger/export")
    assert (refused.status, refused.body["code"]) == (403, "role-missing")
