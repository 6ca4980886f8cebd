"""The ledger of a period as CSV, for the bookkeeping of the university: a line an entry, debit and credit.

It is read and sent page by page, each page in a transaction of its own: the ledger is only appended to, so a
period that is over is told whole however long it is. Participants are ids; the columns' order is stable.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from chassis.clock import academic_date
from chassis.csv_writing import MARK, Row, csv_text
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.refusal import Kind, Refusal
from services.finance.adapters.ledger import LedgerPeriod
from services.finance.application.work import Posting
from services.finance.domain.ledger import Entry
from services.finance.entrypoints.api.edge import Day, FinanceEdge

TRANSACTIONS_A_PAGE: Final = 500

router = APIRouter(prefix="/ledger", tags=["ledger"])


class Language(StrEnum):
    TURKISH = "tr"
    ENGLISH = "en"


HEADINGS: Mapping[Language, Row] = {
    Language.TURKISH: (
        "İşlem",
        "Satır",
        "Kayıt tarihi",
        "Valör",
        "Hesap",
        "Bütçe kalemi",
        "Borç",
        "Alacak",
        "Para birimi",
        "Açıklama",
        "Hibe",
        "Ödeme emri",
    ),
    Language.ENGLISH: (
        "Transaction",
        "Entry",
        "Booked on",
        "Value date",
        "Account",
        "Budget line",
        "Debit",
        "Credit",
        "Currency",
        "Description",
        "Grant",
        "Payment order",
    ),
}


class PeriodEndsFirst(Refusal):
    code, kind = "period-ends-first", Kind.INVALID
    tr, en = "Dönem başlamadan bitiyor.", "The period ends before it begins."
    next_tr, next_en = "Tarihleri düzeltin.", "Correct the dates."


class Asked(BaseModel):
    """Days on which transactions were booked, both included; missing: this year until today."""

    model_config = ConfigDict(extra="forbid")

    begins: Day | None = Field(default=None, description="First day")
    ends: Day | None = Field(default=None, description="Last day")
    language: Language = Language.TURKISH

    def period(self, today: date) -> LedgerPeriod:
        """Raises: PeriodEndsFirst."""
        ends = self.ends or today
        begins = self.begins or ends.replace(month=1, day=1)
        if ends < begins:
            raise PeriodEndsFirst(field="ends")
        return LedgerPeriod(begins, ends)


@router.get("/export", response_class=StreamingResponse)
@allowed(everything=(Role.FINANCE,))
async def export(edge: FinanceEdge, asked: Annotated[Asked, Query()]) -> StreamingResponse:
    """Every transaction of the period balances. A file that ends early was cut off: ask again."""
    period = asked.period(edge.today())
    first = await _page(edge, period, None)  # while a failure can still be told as one
    name = f"kervan-ledger-{period.begins}-{period.ends}.csv"
    return StreamingResponse(
        _file(edge, period, first, asked.language),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _file(
    edge: FinanceEdge, period: LedgerPeriod, page: Sequence[Posting], language: Language
) -> AsyncIterator[str]:
    yield MARK + csv_text([HEADINGS[language]])
    while page:
        yield csv_text(row for posting in page for row in rows(posting, language))
        page = await _page(edge, period, page[-1])


async def _page(edge: FinanceEdge, period: LedgerPeriod, after: Posting | None) -> Sequence[Posting]:
    return await edge.look(lambda work: work.ledger.booked_in(period, after, TRANSACTIONS_A_PAGE))


def rows(posting: Posting, language: Language) -> Iterator[Row]:
    """A line for each entry. The bank's reference is left out: it may hold whatever a bank wrote."""
    description = posting.description.tr if language is Language.TURKISH else posting.description.en
    booked_on = academic_date(posting.posted_at).isoformat()
    value_on = posting.value_on.isoformat() if posting.value_on else booked_on
    for number, entry in enumerate(posting.entries, 1):
        yield (
            str(posting.id),
            number,
            booked_on,
            value_on,
            entry.account,
            entry.line,
            *_sides(entry),
            entry.amount.currency,
            description,
            _id(posting.grant_id),
            _id(posting.payment_order_id),
        )


def _sides(entry: Entry) -> Row:
    """Debit and credit, one of them empty."""
    amount = entry.amount.amount
    return (amount, None) if amount > 0 else (None, -amount)


def _id(identifier: UUID | None) -> str | None:
    return str(identifier) if identifier else None
