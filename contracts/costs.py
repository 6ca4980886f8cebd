"""What visits and events spend."""

from __future__ import annotations

from contracts.event import Money, Value
from contracts.vocabulary import CostKind


class Cost(Value):
    """What one kind of spending was planned to be, and what it was."""

    kind: CostKind
    planned: Money
    actual: Money | None = None
