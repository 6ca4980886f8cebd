"""Computing a grant from the rates in force for its call year, or saying which one is missing."""

from __future__ import annotations

from services.finance.application.work import Work
from services.finance.domain.grant import Grant, WaitingFor, price, wait_for_rate
from services.finance.domain.rates import RateUnknown, agreed_steps


async def priced(grant: Grant, work: Work) -> Grant:
    """The grant with its amount, or waiting for the figure that nobody has confirmed yet."""
    try:
        steps = agreed_steps(grant.figure, grant.days, await work.rates.of(grant.figure))
    except RateUnknown as unknown:
        return wait_for_rate(grant, WaitingFor(unknown.code, unknown.message))
    return price(grant, steps)
