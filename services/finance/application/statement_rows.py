"""A row of the bank's statement as CSV: ``date,amount,currency,reference,iban``.

``amount`` is below zero where money went out. ``reference`` is the transfer's end-to-end id: of our payments
the order's id, as in the bank's file. ``iban`` is the other side's, or empty.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Final
from uuid import UUID

from chassis.csv_rows import CellMalformed, CellMissing, Rejected, Row
from chassis.ids import new_id
from chassis.masks import masked_iban
from contracts.vocabulary import Currency, StatementDirection
from services.finance.domain.money import Money, cents
from services.finance.domain.statement import StatementLine

COLUMNS = ("date", "amount", "currency", "reference", "iban")
ORDER_ID: Final = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-f])"
)
AMOUNT_MAX = Decimal(10**9)


@dataclass
class Taken:
    """What has become of a file so far.

    ``alike`` counts rows that say the same: a bank may charge the same twice a day.
    """

    accepted: int = 0
    already_there: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    alike: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """``amount`` with its sign; the text is read here and not kept."""

    line: int
    booked_on: date
    amount: Money
    reference: str
    account: str | None

    def as_line(self, alike: Counter[str], now: datetime) -> StatementLine:
        direction = StatementDirection.DEBIT if self.amount.amount < 0 else StatementDirection.CREDIT
        return StatementLine(
            id=new_id(),
            version=1,
            digest=self._digest(alike),
            line=self.line,
            taken_at=now,
            booked_on=self.booked_on,
            direction=direction,
            amount=Money(abs(self.amount.amount), self.amount.currency),
            account=self.account,
            order_id=order_named(self.reference),
        )

    def _digest(self, alike: Counter[str]) -> str:
        """Of what the row says and how many before it in this file said the same."""
        says = "\n".join((self.booked_on.isoformat(), str(self.amount), self.reference, self.account or ""))
        alike[says] += 1
        return sha256(f"{says}\n{alike[says]}".encode()).hexdigest()


def read_row(row: Row) -> StatementRow:
    """Raises: CellMissing, CellMalformed."""
    return StatementRow(
        line=row.line,
        booked_on=row.day("date"),
        amount=Money(_amount(row), row.choice("currency", Currency)),
        reference=" ".join(row.words("reference")),
        account=masked_iban("".join(row.words("iban")) or None),
    )


def order_named(reference: str) -> UUID | None:
    """The order's id, as the bank's file writes it or with hyphens; banks put words before it."""
    found = ORDER_ID.search(reference.lower())
    return UUID(found.group()) if found else None


def _amount(row: Row) -> Decimal:
    """Whole cents and not zero: ``1.234`` may be a thousand elsewhere."""
    amount = row.decimal("amount")
    if amount is None:
        raise CellMissing("amount")
    if not amount or abs(amount) >= AMOUNT_MAX or amount != cents(amount):
        wanted_tr, wanted = (
            "sıfırdan farklı, en çok iki ondalıklı tutar",
            "an amount with two decimals, not zero",
        )
        raise CellMalformed("amount", written=row.required("amount"), wanted_tr=wanted_tr, wanted=wanted)
    return amount
