"""What a grant hears of its stay: what is done, when it begins, how many days it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from contracts.vocabulary import ActivityKind
from services.finance.domain.grant import Grant, GrantIsCancelled, Stay, recount
from services.finance.domain.instalments import PaymentPlan


@dataclass(frozen=True, slots=True)
class HeardStay:
    """``version``: the mobility's. ``days`` is None where it did not say."""

    version: int
    activity: ActivityKind
    begins: date | None
    days: int | None


def is_older(grant: Grant, stay: HeardStay) -> bool:
    """Whether the grant followed a later state already."""
    return stay.version < grant.mobility_version


def noted(grant: Grant, stay: HeardStay) -> Grant:
    """What is told beside the days."""
    return replace(
        grant,
        mobility_version=stay.version,
        activity=stay.activity,
        begins=stay.begins or grant.begins,
    )


def follow(grant: Grant, stay: HeardStay, *, plan: PaymentPlan, today: date) -> Grant:
    """The stay began or ends later. Fewer days shrink the grant; more are not promised until they are funded.

    What is not promised yet has the stay's days as they are now, and is to be priced anew.
    Raises: GrantIsCancelled.
    """
    if grant.stay is Stay.WITHDRAWN:
        raise GrantIsCancelled
    known, days = noted(grant, stay), stay.days or grant.days
    if days <= grant.days:
        return known if days == grant.days else recount(known, days, over=False, plan=plan, today=today)
    if grant.contract_amount is None:
        return replace(known, days=days)
    promised = replace(grant.terms, funded_days=grant.terms.paid_days(grant.days))
    return replace(known, days=days, terms=promised)
