"""Which budget line pays how much of a grant: mobility, travel or top-up, as the grant's own lines say.

A grant draws on the participants' money as a whole. Its reserved and its paid money are shared over the three
lines as its computation is: what a deduction or the ceiling takes off, it takes off each in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.vocabulary import BudgetLine
from services.finance.domain.money import Money, total
from services.finance.domain.settlement import PERCENT
from services.finance.domain.support import Line
from services.finance.domain.terms import CEILING
from services.finance.domain.top_ups import TOP_UP
from services.finance.domain.travel import GREEN_TOP_UP, TRAVEL

Shares = Mapping[BudgetLine, Money]


def shares(amount: Money, lines: Sequence[Line]) -> Shares:
    """``amount`` over the participants' lines, to the cent; where nothing is computed all is mobility's.

    Of 2,176.00 paid on 2,720.00 support and 395.00 travel, 1,900.07 are mobility's and 275.93 travel's.
    """
    given = {line: _given(line, lines, amount) for line in BudgetLine}
    whole = total(list(given.values()), amount.currency)
    if not whole:
        return {BudgetLine.MOBILITY: amount}
    travel = _part(amount, given[BudgetLine.TRAVEL], whole)
    top_up = min(_part(amount, given[BudgetLine.TOP_UP], whole), amount - travel)
    return {
        BudgetLine.MOBILITY: amount - travel - top_up,
        BudgetLine.TRAVEL: travel,
        BudgetLine.TOP_UP: top_up,
    }


def budget_line(line: Line) -> BudgetLine | None:
    """From which line of the budget a line of a grant is paid; None for what only takes off."""
    if line.unit == PERCENT or line.rule == CEILING:
        return None
    if line.rule == GREEN_TOP_UP or line.rule.startswith(TOP_UP.rule):
        return BudgetLine.TOP_UP
    return BudgetLine.TRAVEL if line.rule.startswith(TRAVEL) else BudgetLine.MOBILITY


def _given(wanted: BudgetLine, lines: Sequence[Line], amount: Money) -> Money:
    return total([line.amount for line in lines if budget_line(line) is wanted], amount.currency)


def _part(amount: Money, given: Money, whole: Money) -> Money:
    return Money(amount.amount * given.amount / whole.amount, amount.currency)
