"""The lines of a contract: what came for what, changed by amendments and by transfers between lines.

Mobility, travel and top-ups are the participants' money: a grant may draw on all three, their limits are a
plan that a transfer mends. Organisational support is apart: no grant reaches it until it is transferred.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import BudgetLine, Currency
from services.finance.domain.money import Money

PARTICIPANTS = (BudgetLine.MOBILITY, BudgetLine.TRAVEL, BudgetLine.TOP_UP)


class LineNotEnough(Refusal):
    code, kind = "line-not-enough", Kind.CONFLICT
    tr = "{line} kaleminde yalnızca {free} serbest."
    en = "Only {free} is free in the line {line}."
    next_tr, next_en = (
        "Tutarı azaltın ya da başka kalemden aktarın.",
        "Take less, or transfer from another line.",
    )


class LinesAreOne(Refusal):
    code = "lines-are-one"
    tr, en = "Aktarım iki ayrı kalem arasında olur.", "A transfer needs two different lines."
    next_tr, next_en = "Kalemleri düzeltin.", "Correct the lines."


class AmendmentIsNothing(Refusal):
    code = "amendment-is-nothing"
    tr, en = "Sıfır tutarlı değişiklik olmaz.", "An amendment of nothing changes nothing."
    next_tr, next_en = "Tutarı girin.", "Enter the amount."


@dataclass(frozen=True, slots=True)
class Lines:
    """What of the allocation is meant for travel and top-ups, and what the office has and spent beside it."""

    travel: Money
    top_up: Money
    organisational: Money
    expended: Money

    @classmethod
    def none(cls, currency: Currency) -> Lines:
        return cls(*(Money.zero(currency) for _ in range(4)))

    def plus(self, line: BudgetLine, amount: Money) -> Lines:
        """``amount`` may be below zero. Mobility is what the others leave of the allocation."""
        match line:
            case BudgetLine.TRAVEL:
                return replace(self, travel=self.travel + amount)
            case BudgetLine.TOP_UP:
                return replace(self, top_up=self.top_up + amount)
            case BudgetLine.ORGANISATIONAL_SUPPORT:
                return replace(self, organisational=self.organisational + amount)
            case BudgetLine.MOBILITY:
                return self

    def of(self, line: BudgetLine, allocated: Money) -> Money:
        """What a line has; ``allocated`` is the participants' money in all."""
        match line:
            case BudgetLine.TRAVEL:
                return self.travel
            case BudgetLine.TOP_UP:
                return self.top_up
            case BudgetLine.ORGANISATIONAL_SUPPORT:
                return self.organisational
            case BudgetLine.MOBILITY:
                return allocated - self.travel - self.top_up

    def free(self, line: BudgetLine, allocated: Money) -> Money:
        """What a line can give away."""
        has = self.of(line, allocated)
        return has - self.expended if line is BudgetLine.ORGANISATIONAL_SUPPORT else has
