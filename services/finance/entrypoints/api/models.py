"""What finance takes and gives over HTTP, where it is not the published state itself."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from chassis.http.paging import Page
from chassis.ids import new_id
from contracts.event import Money as MoneyOut
from contracts.finance import LedgerTransaction
from contracts.vocabulary import BudgetLine, Currency, ExpenseKind, Programme
from services.finance.application.amend_budget import Amendment, Transfer
from services.finance.application.claim_organisational_support import Participants
from services.finance.application.published import money, transaction_state
from services.finance.application.receive_recovery import Receipt
from services.finance.application.settle_grant import Credits, Settlement
from services.finance.application.work import Posting
from services.finance.domain.budget import Contract
from services.finance.domain.expense import Expense, Objection
from services.finance.domain.money import Money
from services.finance.domain.rates import Action, Rate, RateKind, RateUnit
from services.finance.domain.terms import Circumstances
from services.finance.domain.travel import TravelMode

CallYear = Annotated[int, Field(ge=2014, le=2100, examples=[2024])]
CountryGroupName = Annotated[
    str,
    Field(
        pattern=r"^([1-9]|[A-Z]{2}|\*)$",
        description="A group, an ISO country that belongs to none, or * for all",
        examples=["2"],
    ),
]


Purpose = Annotated[str, Field(min_length=3, max_length=200)]
ReceiptNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9./-]{1,64}$", examples=["A-2026-000417"])]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MoneyIn(Input):
    amount: Decimal = Field(max_digits=12, decimal_places=2, examples=["25000.00"])
    currency: Currency

    def money(self) -> Money:
        return Money(self.amount, self.currency)


class BudgetIn(Input):
    programme: Programme
    call_year: CallYear
    allocated: MoneyIn


class AllocationIn(Input):
    amount: MoneyIn


Reference = Annotated[
    str, Field(min_length=3, max_length=64, description="Letter or decision", examples=["UA 2026/1412"])
]


class ContractIn(Input):
    """The grant agreement with the National Agency."""

    number: str = Field(pattern=r"^[A-Za-z0-9./-]{3,64}$", examples=["2024-1-TR01-KA131-HED-000123456"])
    begins_on: date
    ends_on: date

    def contract(self) -> Contract:
        return Contract(self.number, self.begins_on, self.ends_on)


class AmendmentIn(Input):
    """``amount`` below zero: the contract gives less."""

    line: BudgetLine
    amount: MoneyIn
    reference: Reference

    def amendment(self) -> Amendment:
        return Amendment(self.line, self.amount.money(), self.reference)


class TransferIn(Input):
    source: BudgetLine
    target: BudgetLine
    amount: MoneyIn
    reference: Reference

    def transfer(self) -> Transfer:
        return Transfer(self.source, self.target, self.amount.money(), self.reference)


class ParticipantsIn(Input):
    count: int = Field(ge=1, le=10_000, description="Of the contract, without a grant or with one")
    reference: Reference

    def participants(self) -> Participants:
        return Participants(self.count, self.reference)


class ExpenseIn(Input):
    """``purpose``: in words, without names of people."""

    kind: ExpenseKind
    purpose: Purpose
    incurred_on: date
    amount: MoneyIn
    receipt: ReceiptNumber
    event_id: UUID | None = None

    def expense(self, budget_id: UUID, entered_by: str) -> Expense:
        return Expense(
            id=new_id(),
            version=1,
            budget_id=budget_id,
            kind=self.kind,
            purpose=self.purpose,
            incurred_on=self.incurred_on,
            amount=self.amount.money(),
            receipt=self.receipt,
            entered_by=entered_by,
            event_id=self.event_id,
        )


class ObjectionIn(Input):
    objection: str = Field(min_length=3, max_length=200)

    def by(self, subject: str) -> Objection:
        return Objection(subject, self.objection)


class RecoveryIn(Input):
    amount: MoneyIn
    received_on: date
    bank_reference: str = Field(pattern=r"^[A-Za-z0-9./-]{1,64}$", examples=["TR2026-00017"])

    def receipt(self) -> Receipt:
        return Receipt(self.amount.money(), self.received_on, self.bank_reference)


class CircumstancesIn(Input):
    """``distance_km``: one way, as the official calculator says; leave it out where travel is not claimed."""

    distance_km: int | None = Field(default=None, ge=0, le=20_000, examples=[2412])
    travel: TravelMode = TravelMode.STANDARD
    fewer_opportunities: bool = False
    evidence: str = Field(min_length=3, max_length=200, description="What was seen, never the report itself")

    def circumstances(self, verified_by: str) -> Circumstances:
        return Circumstances(
            self.distance_km, self.travel, self.fewer_opportunities, self.evidence, verified_by
        )


class CreditsIn(Input):
    passed: Decimal = Field(ge=0, max_digits=5, decimal_places=2)
    obligatory: Decimal = Field(gt=0, max_digits=5, decimal_places=2)


class SettlementIn(Input):
    """``credits``: Mevlana and Farabi pay a share by success."""

    survey_received: bool
    proof_received: bool
    credits: CreditsIn | None = None

    def settlement(self) -> Settlement:
        earned = Credits(self.credits.passed, self.credits.obligatory) if self.credits else None
        return Settlement(self.survey_received, self.proof_received, earned)


class FundedDaysIn(Input):
    days: int = Field(ge=1, le=360)


class SpendingPlanIn(Input):
    assumed_release_percent: Decimal | None = Field(
        default=None,
        ge=0,
        le=100,
        decimal_places=2,
        description="Of what is promised, what the office expects not to be used",
    )


class RateIn(Input):
    """A figure as the office found it. ``source`` says where: nobody has to believe it."""

    call_year: CallYear
    kind: RateKind
    country_group: CountryGroupName
    amount: Decimal = Field(max_digits=9, decimal_places=2, examples=["674.00"])
    currency: Currency
    unit: RateUnit
    source: str = Field(min_length=3, max_length=500)
    action: Action = Action.KA131
    from_day: int = Field(
        default=1, ge=1, le=360, description="Short stays and staff: another rate from day 15"
    )

    def rate(self, rate_id: UUID, now: datetime, entered_by: str) -> Rate:
        return Rate(
            id=rate_id,
            action=self.action,
            kind=self.kind,
            country_group=self.country_group,
            first_call_year=self.call_year,
            last_call_year=self.call_year,
            from_day=self.from_day,
            unit=self.unit,
            amount=self.amount,
            currency=self.currency,
            source=self.source,
            confidence="entered by the office",
            note="",
            recorded_at=now,
            recorded_by=entered_by,
        )


class RateOut(BaseModel):
    """A figure with its source. ``amount`` is null where nobody could confirm one: grants wait for it."""

    id: UUID
    action: Action
    kind: RateKind
    country_group: str
    first_call_year: int
    last_call_year: int
    from_day: int
    unit: RateUnit
    amount: Decimal | None
    currency: Currency
    source: str
    confidence: str
    note: str
    recorded_at: datetime
    supersedes: UUID | None

    @classmethod
    def of(cls, rate: Rate) -> "RateOut":
        return cls.model_validate(rate, from_attributes=True)


class TravelBandOut(BaseModel):
    """Support for the round trip, by the one-way distance of the official calculator."""

    model_config = ConfigDict(from_attributes=True)

    travel: str = Field(examples=["standard", "green"])
    km_from: int
    km_to: int | None
    first_call_year: int
    last_call_year: int
    amount: Decimal
    currency: Currency
    source: str
    note: str


class LedgerTransactionOut(LedgerTransaction):
    bank_reference: str | None = None
    value_on: date | None = None

    @classmethod
    def of(cls, posting: Posting) -> "LedgerTransactionOut":
        return cls(
            **dict(transaction_state(posting)),
            bank_reference=posting.bank_reference,
            value_on=posting.value_on,
        )


class AccountOut(BaseModel):
    """Debit positive, credit negative."""

    account: str
    balance: MoneyOut

    @classmethod
    def of(cls, balance: tuple[str, Money]) -> "AccountOut":
        return cls(account=balance[0], balance=money(balance[1]))


class AccountsOut(Page[AccountOut]):
    """``totals`` over all accounts, not only this page: zero in every currency."""

    totals: list[MoneyOut]
