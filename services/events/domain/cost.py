"""What something spends, by kind: as planned, and as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.refusal import Refusal
from contracts.vocabulary import CostKind
from services.events.domain.money import Money


class CostKindTwice(Refusal):
    code = "cost-kind-twice"
    tr, en = "Bu masraf türü iki kez yazıldı.", "This kind of cost stands there twice."
    next_tr, next_en = "Her tür için tek satır yazın.", "Write one line for each kind."


@dataclass(frozen=True, slots=True)
class Cost:
    kind: CostKind
    planned: Money
    actual: Money | None = None


def require_one_line_a_kind(costs: Sequence[Cost]) -> None:
    """Raises: CostKindTwice."""
    kinds = [cost.kind for cost in costs]
    for number, kind in enumerate(kinds):
        if kind in kinds[:number]:
            raise CostKindTwice(f"costs.{number}.kind")
