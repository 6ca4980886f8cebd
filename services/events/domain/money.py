"""What something costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.vocabulary import Currency


@dataclass(frozen=True, slots=True)
class Money:
    """``amount``: at most two decimals, never below zero."""

    amount: Decimal
    currency: Currency
