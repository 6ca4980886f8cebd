"""Expense proposals follow what visits and events cost, until somebody decided on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from chassis.ids import new_id
from contracts.vocabulary import CostKind, Currency, ExpenseKind, ExpenseProposalStatus
from services.finance.domain.expense import Objection
from services.finance.domain.expense_proposal import (
    Costs,
    ExpenseProposal,
    ProposalIsDecided,
    dismiss,
    followed,
    proposed,
    take_up,
)
from services.finance.domain.money import Money
from services.finance.tests.builders import NOW

OPEN, WITHDRAWN = ExpenseProposalStatus.OPEN, ExpenseProposalStatus.WITHDRAWN
VISIT = new_id()


def lira(amount: str) -> Money:
    return Money(Decimal(amount), Currency.TRY)


def costs(**spent: Money) -> Costs:
    return Costs(ExpenseKind.VISIT, VISIT, 5, {CostKind(kind): amount for kind, amount in spent.items()})


def of(spent: Costs) -> ExpenseProposal:
    [proposal] = proposed([], spent, new_id, NOW)
    return proposal


def after(proposal: ExpenseProposal, spent: Costs) -> Sequence[tuple[ExpenseProposalStatus, Money, int]]:
    return [(each.status, each.amount, each.version) for each in followed([proposal], spent, NOW)]


def test_a_cost_is_proposed_once() -> None:
    both = costs(travel=lira("900"), venue=lira("300"))
    travel, venue = proposed([], both, new_id, NOW)
    assert [(each.cost, each.amount, each.status) for each in (travel, venue)] == [
        (CostKind.TRAVEL, lira("900"), OPEN),
        (CostKind.VENUE, lira("300"), OPEN),
    ]
    assert [each.cost for each in proposed([travel], both, new_id, NOW)] == [CostKind.VENUE]
    assert list(proposed([travel, venue], both, new_id, NOW)) == []


def test_it_follows_its_cost_while_it_is_open() -> None:
    proposal = of(costs(travel=lira("900")))
    assert after(proposal, costs(travel=lira("900"))) == []
    assert after(proposal, costs(travel=lira("950"), venue=lira("300"))) == [(OPEN, lira("950"), 2)]
    in_euro = Money(Decimal("900"), Currency.EUR)
    assert after(proposal, costs(travel=in_euro)) == [(OPEN, in_euro, 2)]


def test_it_is_withdrawn_when_the_cost_is_gone_and_open_when_it_is_there_again() -> None:
    proposal = of(costs(travel=lira("900")))
    [gone] = followed([proposal], costs(), NOW)
    assert (gone.status, gone.amount, gone.decided_at) == (WITHDRAWN, lira("900"), NOW)
    assert after(gone, costs()) == []
    [again] = followed([gone], costs(travel=lira("900")), NOW)
    assert (again.status, again.decided_at, again.version) == (OPEN, None, 3)


@pytest.mark.parametrize("spent", [costs(), costs(travel=lira("950"))], ids=["gone", "corrected"])
def test_what_a_person_decided_stays(spent: Costs) -> None:
    proposal = of(costs(travel=lira("900")))
    taken = take_up(proposal, new_id(), "one", NOW)
    dismissed = dismiss(proposal, Objection("one", "the host pays"), NOW)
    assert list(followed([taken, dismissed], spent, NOW)) == []


@pytest.mark.parametrize("status", set(ExpenseProposalStatus) - {OPEN})
def test_only_an_open_one_is_decided_on(status: ExpenseProposalStatus) -> None:
    proposal = replace(of(costs(travel=lira("900"))), status=status)
    with pytest.raises(ProposalIsDecided):
        take_up(proposal, new_id(), "one", NOW)
    with pytest.raises(ProposalIsDecided):
        dismiss(proposal, Objection("one", "the host pays"), NOW)
