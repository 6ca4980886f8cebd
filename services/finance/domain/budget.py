"""A budget: the money of one programme and call year, and who is served from it next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import Currency, Programme
from services.finance.domain.grant import Grant, require_positive
from services.finance.domain.money import Money
from services.finance.domain.rates import action_of


class BudgetExists(Refusal):
    code, kind = "budget-exists", Kind.CONFLICT
    tr = "{programme} programının {call_year} çağrı yılı bütçesi zaten var."
    en = "The budget of {programme} for call year {call_year} already exists."
    next_tr, next_en = "Ek ödeneği mevcut bütçeye ekleyin.", "Add the allocation to the existing budget."


class BudgetTooLarge(Refusal):
    code = "budget-too-large"
    tr, en = "Bütçe {limit} tutarını aşamaz.", "A budget cannot exceed {limit}."
    next_tr, next_en = "Tutarı kontrol edin.", "Check the amount."


ALLOCATED_MAX = Decimal("99999999999.99")


@dataclass(frozen=True, slots=True)
class Budget:
    """``available`` = ``allocated`` - ``reserved`` - ``spent``, and never below zero."""

    id: UUID
    version: int
    programme: Programme
    call_year: int
    allocated: Money
    reserved: Money
    spent: Money

    @property
    def currency(self) -> Currency:
        return self.allocated.currency

    @property
    def available(self) -> Money:
        return self.allocated - self.reserved - self.spent

    def reaches(self, grant: Grant) -> bool:
        return grant.amount is not None and grant.amount <= self.available


def unallocated(budget_id: UUID, programme: Programme, call_year: int) -> Budget:
    """The budget of a call year before any money came: people may already stand in its line.

    Raises: ProgrammeNotPaid.
    """
    nothing = Money.zero(action_of(programme).currency)
    return Budget(budget_id, 1, programme, call_year, nothing, nothing, nothing)


def require_unallocated(budget: Budget) -> None:
    """Raises: BudgetExists."""
    if budget.allocated:
        raise BudgetExists(programme=budget.programme, call_year=budget.call_year)


def allocate(budget: Budget, amount: Money) -> Budget:
    """More money. Raises: AmountNotPositive, CurrencyDiffers, BudgetTooLarge."""
    require_positive(amount, budget.currency)
    if budget.allocated.amount + amount.amount > ALLOCATED_MAX:
        raise BudgetTooLarge(field="amount", limit=Money(ALLOCATED_MAX, budget.currency))
    return replace(budget, allocated=budget.allocated + amount)


def follow(budget: Budget, before: Grant | None, after: Grant) -> Budget:
    """The budget after a grant changed: what is set aside and what is out moves with the grant."""
    nothing = Money.zero(budget.currency)
    reserved_before = before.reserved if before else nothing
    spent_before = before.paid - before.returned if before else nothing
    return replace(
        budget,
        reserved=budget.reserved + after.reserved - reserved_before,
        spent=budget.spent + (after.paid - after.returned) - spent_before,
    )
