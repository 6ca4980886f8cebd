"""Parts of inputs that several mutations take."""

from decimal import Decimal
from typing import Any

import strawberry

from contracts.vocabulary import Currency


def given(description: str) -> Any:
    """A field that may be left out; the service then uses its own default, or leaves things as they are."""
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(description="An amount with its currency.")
class MoneyInput:
    amount: Decimal = strawberry.field(description="Decimal with at most two places")
    currency: Currency = strawberry.field(description="Its currency")


@strawberry.input(description="The same words in Turkish and English.")
class LocalizedTextInput:
    tr: str = strawberry.field(description="Turkish")
    en: str = strawberry.field(description="English")
