"""Debts that come back in agreed parts, and what becomes of the agreement when the debt changes."""

from __future__ import annotations

from datetime import date

import pytest

from chassis.refusal import Refusal
from contracts.finance import Recovery
from services.finance.application.agree_recovery import agree_recovery
from services.finance.application.published import grant_state, money
from services.finance.domain.grant import Grant
from services.finance.domain.recovery_plan import RecoveryPart
from services.finance.tests.builders import NOW, planned, shortened, withdrawn
from services.finance.tests.office import Office, euro

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


async def agrees(office: Office, grant: Grant, *parts: tuple[date, str]) -> Grant:
    agreed = [RecoveryPart(day, euro(amount)) for day, amount in parts]
    async with office.transactions.begin() as work:
        return await agree_recovery(grant.id, agreed, None, work, NOW)


def told(grant: Grant) -> Recovery:
    recovery = grant_state(grant).recovery
    assert recovery is not None
    return recovery


async def owing(office: Office) -> Grant:
    """2,176 EUR were paid for a stay that did not take place."""
    await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(withdrawn(going))
    return await office.grant_of(going)


async def test_what_comes_back_fills_the_plan_and_the_books_are_the_same(office: Office) -> None:
    grant = await owing(office)
    agreed = await agrees(office, grant, (JULY, "1000.00"), (AUGUST, "1176.00"))
    later = await office.receives(agreed, "1000.01")
    plan = told(later).plan
    assert plan is not None
    assert [part.received for part in plan.parts] == [money(euro("1000.00")), money(euro("0.01"))]
    assert (plan.holds, plan.next_due_on) == (True, AUGUST)
    assert (await office.balances())["recovery"] == euro("1175.99").amount


async def test_nothing_is_due_when_all_is_back(office: Office) -> None:
    grant = await agrees(office, await owing(office), (JULY, "2176.00"))
    plan = told(await office.receives(grant, "2176.00")).plan
    assert plan is not None
    assert plan.next_due_on is None


async def test_a_plan_is_of_what_is_owed_now(office: Office) -> None:
    grant = await office.receives(await owing(office), "176.00")
    with pytest.raises(Refusal) as refusal:
        await agrees(office, grant, (JULY, "2176.00"))
    agreed = await agrees(office, grant, (JULY, "2000.00"))
    assert refusal.value.code == "recovery-plan-sum-differs"
    assert agreed.recovery_plan is not None


async def test_a_debt_that_changes_leaves_a_plan_that_does_not_hold_until_it_is_agreed_anew(
    office: Office,
) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(shortened(going, 60))
    first = await office.grant_of(going)
    await agrees(office, first, (JULY, str(first.owed.amount)))
    await office.hears(shortened(going, 50))
    changed = await office.grant_of(going)
    plan = told(changed).plan
    assert first.owed < changed.owed
    assert plan is not None
    assert (plan.holds, plan.next_due_on) == (False, None)
    anew = told(await agrees(office, changed, (AUGUST, str(changed.owed.amount)))).plan
    assert anew is not None
    assert (anew.holds, anew.next_due_on) == (True, AUGUST)


async def test_nothing_owed_has_no_plan_and_no_part_is_nothing(office: Office) -> None:
    grant = await owing(office)
    with pytest.raises(Refusal) as nothing:
        await agrees(office, grant, (JULY, "2176.00"), (AUGUST, "0.00"))
    paid_back = await office.receives(grant, "2176.00")
    with pytest.raises(Refusal) as settled:
        await agrees(office, paid_back, (JULY, "1.00"))
    assert (nothing.value.code, settled.value.code) == ("amount-not-positive", "nothing-to-recover")
