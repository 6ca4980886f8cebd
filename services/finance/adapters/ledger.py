"""The ledger in PostgreSQL: inserted and read, never changed; the database refuses anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, Select, case, cast, func, insert, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.clock import ISTANBUL
from chassis.outbox import Outbox
from chassis.refusal import LocalizedText
from contracts.finance import LedgerTransactionPosted
from contracts.vocabulary import BudgetLine, Currency
from services.finance.adapters.tables import LEDGER_ENTRIES, LEDGER_TRANSACTIONS
from services.finance.application.work import Posting
from services.finance.domain.figures import Booked
from services.finance.domain.ledger import ORGANISATIONAL, Entry
from services.finance.domain.money import Money

AccountKey = tuple[str, str]

BOOKED_ON = cast(func.timezone(literal_column(f"'{ISTANBUL.key}'"), LEDGER_TRANSACTIONS.c.posted_at), Date)
LINE_BEFORE_LINES = case(
    (LEDGER_ENTRIES.c.account.startswith(f"{ORGANISATIONAL}:"), BudgetLine.ORGANISATIONAL_SUPPORT),
    else_=BudgetLine.MOBILITY,
)
"""Whose an entry of the budget's side is that names no line."""
COUNTS_FROM = func.least(BOOKED_ON, LEDGER_TRANSACTIONS.c.value_on)
"""The value date, at the latest the day of booking: ``least`` passes a missing one over."""


@dataclass(frozen=True, slots=True)
class LedgerPeriod:
    """Days of booking in Istanbul, both included."""

    begins: date
    ends: date

    @property
    def from_instant(self) -> datetime:
        return datetime.combine(self.begins, time(), ISTANBUL)

    @property
    def until_instant(self) -> datetime:
        """The first one that is too late."""
        return datetime.combine(self.ends + timedelta(days=1), time(), ISTANBUL)


class LedgerTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def post(self, posting: Posting, publishes: LedgerTransactionPosted) -> None:
        await self._connection.execute(insert(LEDGER_TRANSACTIONS).values(_transaction_row(posting)))
        await self._connection.execute(insert(LEDGER_ENTRIES).values(_entry_rows(posting)))
        self._outbox.add(publishes)

    async def page(self, grant_id: UUID | None, after: UUID | None, limit: int) -> Sequence[Posting]:
        """In the order of posting."""
        query = select(LEDGER_TRANSACTIONS).order_by(LEDGER_TRANSACTIONS.c.id).limit(limit)
        if grant_id is not None:
            query = query.where(LEDGER_TRANSACTIONS.c.grant_id == grant_id)
        if after is not None:
            query = query.where(LEDGER_TRANSACTIONS.c.id > after)
        return await self._postings(query)

    async def booked_in(self, period: LedgerPeriod, after: Posting | None, limit: int) -> Sequence[Posting]:
        """A page in the order of booking; an empty one ends them."""
        posted, key = LEDGER_TRANSACTIONS.c.posted_at, LEDGER_TRANSACTIONS.c.id
        query = (
            select(LEDGER_TRANSACTIONS)
            .where(posted >= period.from_instant, posted < period.until_instant)
            .order_by(posted, key)
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(posted, key) > (after.posted_at, after.id))
        return await self._postings(query)

    async def balances(self, after: AccountKey | None, limit: int) -> Sequence[tuple[str, Money]]:
        """What stands in each account, summed from its entries."""
        account, currency = LEDGER_ENTRIES.c.account, LEDGER_ENTRIES.c.currency
        query = (
            select(account, currency, func.sum(LEDGER_ENTRIES.c.amount).label("balance"))
            .group_by(account, currency)
            .order_by(account, currency)
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(account, currency) > after)
        rows = await self._connection.execute(query)
        return [(row.account, Money(row.balance, Currency(row.currency))) for row in rows]

    async def booked_until(self, day: date, accounts: Sequence[str]) -> Booked:
        """Sums by account and line of what counts on ``day``."""
        entries = LEDGER_ENTRIES.c
        line = func.coalesce(entries.line, LINE_BEFORE_LINES).label("line")
        query = (
            select(entries.account, line, entries.currency, func.sum(entries.amount).label("amount"))
            .join(LEDGER_TRANSACTIONS, LEDGER_TRANSACTIONS.c.id == entries.transaction_id)
            .where(entries.account.in_(accounts), day >= COUNTS_FROM)
            .group_by(entries.account, line, entries.currency)
        )
        return {
            (row.account, BudgetLine(row.line)): Money(row.amount, Currency(row.currency))
            for row in await self._connection.execute(query)
        }

    async def totals(self) -> Sequence[Money]:
        """The sum of all accounts by currency. Zero, or the books are wrong."""
        currency = LEDGER_ENTRIES.c.currency
        query = select(currency, func.sum(LEDGER_ENTRIES.c.amount).label("total")).group_by(currency)
        rows = await self._connection.execute(query.order_by(currency))
        return [Money(row.total, Currency(row.currency)) for row in rows]

    async def _postings(self, query: Select[Any]) -> list[Posting]:
        rows = (await self._connection.execute(query)).all()
        entries = await self._entries([row.id for row in rows])
        return [_posting(row, entries[row.id]) for row in rows]

    async def _entries(self, ids: Sequence[UUID]) -> dict[UUID, tuple[Entry, ...]]:
        wanted = select(LEDGER_ENTRIES).where(LEDGER_ENTRIES.c.transaction_id.in_(ids))
        rows = await self._connection.execute(
            wanted.order_by(LEDGER_ENTRIES.c.transaction_id, LEDGER_ENTRIES.c.number)
        )
        return {
            transaction: tuple(_entry(row) for row in group)
            for transaction, group in groupby(rows, key=lambda row: row.transaction_id)
        }


def _transaction_row(posting: Posting) -> dict[str, object]:
    return {
        "id": posting.id,
        "posted_at": posting.posted_at,
        "description_tr": posting.description.tr,
        "description_en": posting.description.en,
        "grant_id": posting.grant_id,
        "payment_order_id": posting.payment_order_id,
        "bank_reference": posting.bank_reference,
        "value_on": posting.value_on,
    }


def _entry_rows(posting: Posting) -> list[dict[str, object]]:
    return [
        {
            "transaction_id": posting.id,
            "number": number,
            "account": entry.account,
            "currency": entry.amount.currency,
            "amount": entry.amount.amount,
            "line": entry.line,
        }
        for number, entry in enumerate(posting.entries, 1)
    ]


def _entry(row: Row[Any]) -> Entry:
    line = BudgetLine(row.line) if row.line else None
    return Entry(row.account, Money(row.amount, Currency(row.currency)), line)


def _posting(row: Row[Any], entries: tuple[Entry, ...]) -> Posting:
    return Posting(
        id=row.id,
        description=LocalizedText(row.description_tr, row.description_en),
        posted_at=row.posted_at,
        entries=entries,
        grant_id=row.grant_id,
        payment_order_id=row.payment_order_id,
        bank_reference=row.bank_reference,
        value_on=row.value_on,
    )
