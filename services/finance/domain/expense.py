"""An expense of the office (a visit, an event, staff travel): one person enters it, another approves it.

It is paid from organisational support. The participants' money pays grants and nothing else: what the office
needs of it would have to be transferred first, and is refused while it is promised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import ExpenseKind, ExpenseStatus
from services.finance.domain.money import Money


class SecondPersonNeeded(Refusal):
    code, kind = "second-person-needed", Kind.FORBIDDEN
    tr = "Harcamayı giren kişi onaylayamaz."
    en = "Whoever entered an expense cannot approve it."
    next_tr, next_en = "Ofisten ya da mali işlerden başka biri onaylasın.", "Ask somebody else to approve it."


class ExpenseIsDecided(Refusal):
    code, kind = "expense-is-decided", Kind.CONFLICT
    tr, en = "Bu harcama için karar verilmiş.", "This expense is decided already."
    next_tr, next_en = "Gerekiyorsa yeni bir harcama girin.", "Enter another expense if one is needed."


@dataclass(frozen=True, slots=True)
class Expense:
    """``receipt``: the number on it. ``entered_by`` and ``decided_by`` stay in finance."""

    id: UUID
    version: int
    budget_id: UUID
    kind: ExpenseKind
    purpose: str
    incurred_on: date
    amount: Money
    receipt: str
    entered_by: str
    event_id: UUID | None = None
    status: ExpenseStatus = ExpenseStatus.ENTERED
    decided_by: str | None = None
    decided_at: datetime | None = None
    objection: str | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    by: str
    words: str


def approve(expense: Expense, by: str, at: datetime) -> Expense:
    """Raises: ExpenseIsDecided, SecondPersonNeeded."""
    _require_open(expense)
    if expense.entered_by == by:
        raise SecondPersonNeeded
    return _decided(expense, ExpenseStatus.APPROVED, by, at)


def reject(expense: Expense, objection: Objection, at: datetime) -> Expense:
    """Whoever entered it may take it back so, too. Raises: ExpenseIsDecided."""
    _require_open(expense)
    rejected = _decided(expense, ExpenseStatus.REJECTED, objection.by, at)
    return replace(rejected, objection=objection.words)


def _require_open(expense: Expense) -> None:
    if expense.status is not ExpenseStatus.ENTERED:
        raise ExpenseIsDecided


def _decided(expense: Expense, status: ExpenseStatus, by: str, at: datetime) -> Expense:
    return replace(expense, version=expense.version + 1, status=status, decided_by=by, decided_at=at)
