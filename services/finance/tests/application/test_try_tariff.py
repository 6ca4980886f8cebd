"""A rate table tried before it is entered: whom it would touch and by how much; looking changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.vocabulary import Currency
from services.finance.application import try_tariff as use_case
from services.finance.application.try_tariff import TariffPage, try_tariff
from services.finance.domain.rates import Action, Rate, RateKind, RateUnit
from services.finance.domain.tariff_change import TariffEffect
from services.finance.tests.builders import NOW, completed, planned
from services.finance.tests.office import Office, euro


def rate(amount: str, **facts: Any) -> Rate:
    """Study in group 1, call year 2024; published are 600 EUR."""
    return replace(
        Rate(
            id=new_id(),
            action=Action.KA131,
            kind=RateKind.STUDENT_STUDY,
            country_group="1",
            first_call_year=2024,
            last_call_year=2024,
            from_day=1,
            unit=RateUnit.MONTH,
            amount=Decimal(amount),
            currency=Currency.EUR,
            source="letter",
            confidence="entered by the office",
            note="",
            recorded_at=NOW + timedelta(days=1),
            recorded_by="office",
        ),
        **facts,
    )


def of_year(amount: str, call_year: int) -> Rate:
    return rate(amount, first_call_year=call_year, last_call_year=call_year)


async def tried(office: Office, *rates: Rate, **page: Any) -> TariffPage:
    async with office.transactions.read() as work:
        return await try_tariff(rates, page.get("after"), page.get("limit", 100), work)


async def refusal_of(trying: object) -> str:
    with pytest.raises(Refusal) as refused:
        await trying  # type: ignore[misc]
    return refused.value.code


async def test_who_has_a_grant_would_have_another_and_keeps_this_one(office: Office) -> None:
    """136 days at 660 EUR a month instead of 600: 2,992.00 instead of 2,720.00."""
    budget = await office.budget("10000.00")
    going = planned()
    await office.hears(going)
    grant = await office.grant_of(going)
    found = await tried(office, rate("660.00"))
    [change] = found.changes
    assert (change.grant, change.old, change.new) == (grant, euro("2720.00"), euro("2992.00"))
    assert (change.difference, change.effect) == (euro("272.00"), TariffEffect.KEPT)
    assert found.sums is not None
    [by_budget] = found.sums
    assert (by_budget.budget.id, by_budget.kept, by_budget.computed) == (budget.id, 1, 0)
    assert (by_budget.old, by_budget.new, by_budget.difference) == (
        euro("2720.00"),
        euro("2992.00"),
        euro("272.00"),
    )


async def test_looking_changes_nothing_and_entering_gives_what_was_foretold(office: Office) -> None:
    """Of call year 2025 no rate is known: whoever goes waits for it."""
    budget = await office.budget("10000.00", 2025)
    going = planned(call_year=2025)
    await office.hears(going)
    before, balances = await office.grant_of(going), await office.balances()
    [change] = (await tried(office, of_year("660.00", 2025))).changes
    assert (change.old, change.new, change.effect) == (None, euro("2992.00"), TariffEffect.COMPUTED)
    assert await office.grant_of(going) == before
    assert (await office.budget_now(budget.id), await office.balances()) == (budget, balances)
    await office.enters_rate("660.00", 2025)
    assert (await office.grant_of(going)).amount == change.new


async def test_top_ups_and_travel_are_reckoned_with_it(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.hears(going)
    grant = await office.records(await office.grant_of(going), distance_km=2412, fewer_opportunities=True)
    kind = RateKind.FEWER_OPPORTUNITIES_MONTH
    [change] = (await tried(office, rate("280.00", kind=kind))).changes
    assert change.old == grant.amount
    assert change.difference == euro("136.00")  # 30 EUR a month more, for 136 days


async def test_only_those_it_touches_are_told(office: Office) -> None:
    await office.budget("20000.00")
    over, elsewhere = planned(), planned(host_country="GB")
    for event in (over, elsewhere):
        await office.hears(event)
    await office.hears(completed(over))
    found = await tried(office, rate("660.00"))
    assert (found.changes, found.sums, found.following) == ([], (), None)
    assert (await tried(office, rate("600.00"))).changes == []


async def test_who_is_funded_in_part_would_get_more_for_these_days(office: Office) -> None:
    await office.budget("2000.00")
    going = planned()
    await office.hears(going)
    await office.funds(await office.grant_of(going), 90)
    [change] = (await tried(office, rate("660.00"))).changes
    assert (change.old, change.new) == (euro("1800.00"), euro("1980.00"))


async def test_pages_follow_each_other_and_sums_stand_on_the_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.budget("20000.00")
    for _ in range(5):
        await office.hears(planned())
    whole = await tried(office, rate("660.00"))
    monkeypatch.setattr(use_case, "GRANTS_A_PAGE", 2)
    first = await tried(office, rate("660.00"), limit=3)
    second = await tried(office, rate("660.00"), limit=3, after=first.following)
    assert [*first.changes, *second.changes] == whole.changes
    assert (first.sums, second.sums, second.following) == (whole.sums, None, None)


async def test_a_table_is_of_one_action_and_call_year(office: Office) -> None:
    assert await refusal_of(tried(office, rate("1"), of_year("1", 2025))) == "tariff-of-several"
    share = rate("20", kind=RateKind.SURVEY_MISSING, unit=RateUnit.PERCENT_OF_GRANT)
    assert await refusal_of(tried(office, share)) == "rate-touches-no-grant"
    assert await refusal_of(tried(office, rate("0"))) == "rate-not-positive"
