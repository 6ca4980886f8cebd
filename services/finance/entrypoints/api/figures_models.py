"""What goes out about a budget at a date."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Money as MoneyOut
from contracts.vocabulary import BudgetLine
from services.finance.application.published import money
from services.finance.domain.figures import Figures, FiguresAtDate


class FiguresOut(BaseModel):
    """``allocated`` = ``reserved`` + ``spent`` + ``free``."""

    allocated: MoneyOut
    reserved: MoneyOut
    spent: MoneyOut
    free: MoneyOut

    @classmethod
    def of(cls, figures: Figures) -> "FiguresOut":
        return cls(
            allocated=money(figures.allocated),
            reserved=money(figures.reserved),
            spent=money(figures.spent),
            free=money(figures.free),
        )


class LineFiguresOut(FiguresOut):
    line: BudgetLine


class FiguresAtDateOut(BaseModel):
    """``participants``: mobility, travel and top-ups together."""

    budget_id: UUID
    on: date
    participants: FiguresOut
    lines: list[LineFiguresOut]

    @classmethod
    def of(cls, found: FiguresAtDate) -> "FiguresAtDateOut":
        lines = [
            LineFiguresOut(line=line, **dict(FiguresOut.of(figures))) for line, figures in found.lines.items()
        ]
        return cls(
            budget_id=found.budget.id,
            on=found.on,
            participants=FiguresOut.of(found.participants),
            lines=lines,
        )
