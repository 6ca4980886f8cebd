"""A budget: the money of one programme and call year, and who is served from it next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import BudgetLine, Currency, Programme
from services.finance.domain.budget_lines import (
    PARTICIPANTS,
    AmendmentIsNothing,
    LineNotEnough,
    Lines,
    LinesAreOne,
)
from services.finance.domain.grant import CurrencyDiffers, Grant, require_positive
from services.finance.domain.money import Money
from services.finance.domain.rates import action_of
from services.finance.domain.support import Line, support_total


class BudgetExists(Refusal):
    code, kind = "budget-exists", Kind.CONFLICT
    tr = "{programme} programının {call_year} çağrı yılı bütçesi zaten var."
    en = "The budget of {programme} for call year {call_year} already exists."
    next_tr, next_en = "Ek ödeneği mevcut bütçeye ekleyin.", "Add the allocation to the existing budget."


class BudgetTooLarge(Refusal):
    code = "budget-too-large"
    tr, en = "Bütçe {limit} tutarını aşamaz.", "A budget cannot exceed {limit}."
    next_tr, next_en = "Tutarı kontrol edin.", "Check the amount."


class ContractEndsFirst(Refusal):
    code = "contract-ends-first"
    tr, en = "Sözleşme başlamadan bitemez.", "A contract cannot end before it begins."
    next_tr, next_en = "Tarihleri düzeltin.", "Correct the dates."


ALLOCATED_MAX = Decimal("99999999999.99")


@dataclass(frozen=True, slots=True)
class Contract:
    """The grant agreement with the National Agency: spending ends with it."""

    number: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Budget:
    """``available`` = ``allocated`` - ``reserved`` - ``spent``, and never below zero.

    ``support``: how the organisational support of the contract was reckoned; part of that line.
    """

    id: UUID
    version: int
    programme: Programme
    call_year: int
    allocated: Money
    reserved: Money
    spent: Money
    lines: Lines
    contract: Contract | None = None
    support: tuple[Line, ...] = ()

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
    lines = Lines.none(nothing.currency)
    return Budget(budget_id, 1, programme, call_year, nothing, nothing, nothing, lines)


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


def name(budget: Budget, contract: Contract) -> Budget:
    """Raises: ContractEndsFirst."""
    if contract.ends_on <= contract.begins_on:
        raise ContractEndsFirst(field="ends_on")
    return replace(budget, contract=contract)


def amend(budget: Budget, line: BudgetLine, amount: Money) -> Budget:
    """The contract gives a line more, or less when ``amount`` is below zero; what is promised stays covered.

    Raises: AmendmentIsNothing, CurrencyDiffers, LineNotEnough, BudgetTooLarge.
    """
    if amount.currency is not budget.currency:
        raise CurrencyDiffers(field="amount.currency", expected=budget.currency)
    if not amount:
        raise AmendmentIsNothing(field="amount.amount")
    _require_free(
        budget, line, Money.zero(budget.currency) - amount, leaves_participants=line in PARTICIPANTS
    )
    if amount.amount > 0 and budget.allocated.amount + amount.amount > ALLOCATED_MAX:
        raise BudgetTooLarge(field="amount", limit=Money(ALLOCATED_MAX, budget.currency))
    return _plus(budget, line, amount)


def support(budget: Budget, lines: tuple[Line, ...]) -> Budget:
    """Organisational support as ``lines`` say; the line takes the difference to what was reckoned before.

    Raises: AmendmentIsNothing, LineNotEnough when less is given than was transferred away.
    """
    before = support_total(budget.support) if budget.support else Money.zero(budget.currency)
    given = support_total(lines) - before
    return replace(amend(budget, BudgetLine.ORGANISATIONAL_SUPPORT, given), support=lines)


def transfer(budget: Budget, source: BudgetLine, target: BudgetLine, amount: Money) -> Budget:
    """Raises: LinesAreOne, AmountNotPositive, CurrencyDiffers, LineNotEnough."""
    if source is target:
        raise LinesAreOne(field="target")
    require_positive(amount, budget.currency)
    leaves_participants = source in PARTICIPANTS and target not in PARTICIPANTS
    _require_free(budget, source, amount, leaves_participants=leaves_participants)
    return _plus(_plus(budget, source, Money.zero(budget.currency) - amount), target, amount)


def expend(budget: Budget, amount: Money) -> Budget:
    """Organisational support pays an expense. Raises: LineNotEnough."""
    _require_free(budget, BudgetLine.ORGANISATIONAL_SUPPORT, amount, leaves_participants=False)
    return replace(budget, lines=replace(budget.lines, expended=budget.lines.expended + amount))


def _require_free(budget: Budget, line: BudgetLine, taken: Money, *, leaves_participants: bool) -> None:
    """A line keeps no less than nothing, and participants no less than what is promised and paid."""
    free = budget.lines.free(line, budget.allocated)
    if leaves_participants:
        free = min(free, budget.available)
    if free < taken:
        raise LineNotEnough(field="amount", line=line, free=free)


def _plus(budget: Budget, line: BudgetLine, amount: Money) -> Budget:
    allocated = budget.allocated + amount if line in PARTICIPANTS else budget.allocated
    return replace(budget, allocated=allocated, lines=budget.lines.plus(line, amount))


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
