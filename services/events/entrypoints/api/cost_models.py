"""What callers send of money."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from contracts.vocabulary import CostKind, Currency
from services.events.entrypoints.api.models import Input

Amount = Annotated[Decimal, Field(ge=0, lt=1_000_000_000, decimal_places=2)]


class MoneyIn(Input):
    amount: Amount
    currency: Currency


class CostIn(Input):
    kind: CostKind
    planned: MoneyIn
    actual: MoneyIn | None = None
