"""An expense proposal: what a visit or an event really cost, waiting for somebody who has its receipt.

While it is open it follows its cost. Once somebody took it up or dismissed it, what is told of the cost later
changes nothing: the receipt says what was spent, and a person decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import CostKind, ExpenseKind, ExpenseProposalStatus
from services.finance.domain.expense import Objection
from services.finance.domain.money import Money

DECIDED = (ExpenseProposalStatus.TAKEN_UP, ExpenseProposalStatus.DISMISSED)


class ProposalIsDecided(Refusal):
    code, kind = "expense-proposal-is-decided", Kind.CONFLICT
    tr = "Bu harcama önerisi artık açık değil."
    en = "This expense proposal is not open any more."
    next_tr, next_en = "Önerinin güncel durumuna bakın.", "Look at its present state."


@dataclass(frozen=True, slots=True)
class Costs:
    """What a visit or an event really cost, as of its ``version``: one amount a kind."""

    kind: ExpenseKind
    source_id: UUID
    version: int
    spent: Mapping[CostKind, Money]


@dataclass(frozen=True, slots=True)
class ExpenseProposal:
    """``source_id``: the visit's or the event's, as ``kind`` says. ``decided_by`` stays in finance."""

    id: UUID
    version: int
    kind: ExpenseKind
    source_id: UUID
    cost: CostKind
    amount: Money
    proposed_at: datetime
    status: ExpenseProposalStatus = ExpenseProposalStatus.OPEN
    expense_id: UUID | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    objection: str | None = None


def proposed(
    known: Sequence[ExpenseProposal], costs: Costs, new_id: Callable[[], UUID], at: datetime
) -> Iterator[ExpenseProposal]:
    """Of costs that no proposal is ``known`` for."""
    asked = {proposal.cost for proposal in known}
    for cost, spent in costs.spent.items():
        if cost not in asked:
            yield ExpenseProposal(new_id(), 1, costs.kind, costs.source_id, cost, spent, proposed_at=at)


def followed(known: Sequence[ExpenseProposal], costs: Costs, at: datetime) -> Iterator[ExpenseProposal]:
    """Those of the ``known`` proposals that the costs change, as they then are.

    Withdrawn when the cost is gone, open with its amount when it is another or there again.
    """
    for proposal in known:
        spent = costs.spent.get(proposal.cost)
        if proposal.status in DECIDED:
            continue
        if spent is None and proposal.status is ExpenseProposalStatus.OPEN:
            yield _next(proposal, status=ExpenseProposalStatus.WITHDRAWN, decided_at=at)
        if spent is not None and not _is_open_for(proposal, spent):
            yield _next(proposal, status=ExpenseProposalStatus.OPEN, amount=spent, decided_at=None)


def take_up(proposal: ExpenseProposal, expense_id: UUID, by: str, at: datetime) -> ExpenseProposal:
    """Raises: ProposalIsDecided."""
    _require_open(proposal)
    return _next(
        proposal,
        status=ExpenseProposalStatus.TAKEN_UP,
        expense_id=expense_id,
        decided_by=by,
        decided_at=at,
    )


def dismiss(proposal: ExpenseProposal, objection: Objection, at: datetime) -> ExpenseProposal:
    """Raises: ProposalIsDecided."""
    _require_open(proposal)
    return _next(
        proposal,
        status=ExpenseProposalStatus.DISMISSED,
        decided_by=objection.by,
        decided_at=at,
        objection=objection.words,
    )


def _require_open(proposal: ExpenseProposal) -> None:
    """Raises: ProposalIsDecided."""
    if proposal.status is not ExpenseProposalStatus.OPEN:
        raise ProposalIsDecided


def _is_open_for(proposal: ExpenseProposal, spent: Money) -> bool:
    return (proposal.status, proposal.amount) == (ExpenseProposalStatus.OPEN, spent)


def _next(proposal: ExpenseProposal, **changes: object) -> ExpenseProposal:
    return replace(proposal, version=proposal.version + 1, **changes)  # type: ignore[arg-type]
