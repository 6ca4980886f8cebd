"""The database itself refuses an unbalanced or a changed ledger, whatever the code does."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts.vocabulary import Currency
from services.finance.adapters.tables import LEDGER_ENTRIES, LEDGER_TRANSACTIONS
from services.finance.tests.builders import NOW
from services.finance.tests.office import Office

WORDS = LocalizedText("deneme", "trial")


async def _post(office: Office, *amounts: tuple[str, Currency]) -> None:
    transaction = new_id()
    async with office.transactions.begin() as work:
        await work.connection.execute(
            LEDGER_TRANSACTIONS.insert().values(
                id=transaction, posted_at=NOW, description_tr=WORDS.tr, description_en=WORDS.en
            )
        )
        for number, (amount, currency) in enumerate(amounts, 1):
            await work.connection.execute(
                LEDGER_ENTRIES.insert().values(
                    transaction_id=transaction,
                    number=number,
                    account="bank",
                    currency=currency,
                    amount=amount,
                )
            )


async def test_entries_that_do_not_sum_to_zero_are_not_committed(office: Office) -> None:
    with pytest.raises(IntegrityError, match="does not sum to zero"):
        await _post(office, ("10.00", Currency.EUR), ("-9.99", Currency.EUR))
    assert await office.balances() == {}


async def test_currencies_do_not_balance_each_other(office: Office) -> None:
    with pytest.raises(IntegrityError, match="does not sum to zero"):
        await _post(office, ("10.00", Currency.EUR), ("-10.00", Currency.TRY))


async def test_a_transaction_without_entries_is_not_committed(office: Office) -> None:
    with pytest.raises(IntegrityError, match="does not sum to zero"):
        await _post(office)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entries SET amount = amount * 2",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_entries",
        "UPDATE ledger_transactions SET description_en = ''",
        "DELETE FROM ledger_transactions",
    ],
)
async def test_nothing_in_the_ledger_is_ever_changed(office: Office, change: str) -> None:
    await office.budget("1000.00")
    before = await office.balances()
    with pytest.raises(DBAPIError, match="only appended to"):
        async with office.transactions.begin() as work:
            await work.connection.execute(text(change))
    assert await office.balances() == before


async def test_the_database_refuses_an_overspent_budget(office: Office) -> None:
    await office.budget("1000.00")
    with pytest.raises(IntegrityError, match="ck_budgets_never_overspent"):
        async with office.transactions.begin() as work:
            await work.connection.execute(text("UPDATE budgets SET reserved = 1000.01"))
