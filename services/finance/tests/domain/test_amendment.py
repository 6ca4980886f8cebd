from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.vocabulary import Currency, InstalmentStatus, Programme
from services.finance.domain.amendment import amend, funding, settle
from services.finance.domain.grant import Grant, Stay, fund, pay, price
from services.finance.domain.instalments import Instalment, PaymentPlan, refit
from services.finance.domain.money import Money
from services.finance.domain.rates import Action, Figure, RateKind, RateUnit, Step
from services.finance.domain.settlement import proof_missing, survey_missing
from services.finance.domain.support import support_total
from services.finance.domain.terms import Terms

TODAY = date(2026, 6, 1)
PLAN = PaymentPlan()


def euro(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


PLENTY, NOTHING = euro("100000"), euro("0")
MONTH = (Step(1, RateUnit.MONTH, euro("600"), "S18"),)
TOP_UP = Terms(top_ups=(Step(1, RateUnit.MONTH, euro("250"), "S18"),))
SURVEY = survey_missing(Step(1, RateUnit.PERCENT_OF_GRANT, euro("20"), "S14"))


def in_line(days: int = 120) -> Grant:
    """A zero-grant place worth 2,400 EUR."""
    grant = Grant(
        id=new_id(),
        version=1,
        budget_id=new_id(),
        mobility_id=new_id(),
        person_id=new_id(),
        faculty=None,
        programme=Programme.ERASMUS,
        figure=Figure(Action.KA131, RateKind.STUDENT_STUDY, "1", 2024),
        currency=Currency.EUR,
        rank=1,
        begins=date(2026, 9, 15),
        days=days,
    )
    return price(grant, MONTH)


def promised(days: int = 120) -> Grant:
    return fund(in_line(days), PLAN, TODAY)


def over(grant: Grant) -> Grant:
    return replace(grant, stay=Stay.OVER)


def parts(grant: Grant) -> list[str]:
    return [str(part.amount.amount) for part in grant.instalments]


def code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


def test_an_amended_contract_is_a_new_ceiling_and_the_advance_keeps_its_share() -> None:
    after = amend(promised(), TOP_UP, plan=PLAN, available=PLENTY)
    assert (after.amount, after.contract_amount) == (euro("3400"), euro("3400"))
    assert parts(after) == ["2720.00", "680.00"]


def test_once_the_advance_is_paid_the_balance_takes_the_rest() -> None:
    after = amend(pay(promised(), 1), TOP_UP, plan=PLAN, available=PLENTY)
    assert parts(after) == ["1920.00", "1480.00"]


def test_an_amendment_the_budget_does_not_reach_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        amend(promised(), TOP_UP, plan=PLAN, available=euro("999.99"))
    assert code(refused) == "budget-does-not-reach"
    assert amend(promised(), TOP_UP, plan=PLAN, available=euro("1000.00")).amount == euro("3400")


def test_who_is_in_line_is_only_computed_anew() -> None:
    after = amend(in_line(), TOP_UP, plan=PLAN, available=NOTHING)
    assert (after.amount, after.contract_amount) == (euro("3400"), None)


def test_after_the_stay_the_contract_stands() -> None:
    with pytest.raises(Refusal) as refused:
        amend(over(promised()), TOP_UP, plan=PLAN, available=PLENTY)
    assert code(refused) == "stay-is-over"


def test_a_missing_survey_shrinks_the_balance_and_a_missing_proof_owes_all_back() -> None:
    paid = over(pay(promised(), 1))
    without_survey = settle(paid, (SURVEY,), plan=PLAN, available=NOTHING, today=TODAY)
    assert (without_survey.amount, without_survey.owed) == (euro("1920"), NOTHING)
    without_proof = settle(paid, (proof_missing(),), plan=PLAN, available=NOTHING, today=TODAY)
    assert (without_proof.amount, without_proof.owed) == (NOTHING, euro("1920"))


def test_a_settlement_can_be_mended_while_money_is_there() -> None:
    paid = over(pay(promised(), 1))
    mistaken = settle(paid, (proof_missing(),), plan=PLAN, available=NOTHING, today=TODAY)
    mended = settle(mistaken, (), plan=PLAN, available=euro("480"), today=TODAY)
    assert (mended.amount, mended.owed, mended.reserved) == (euro("2400"), NOTHING, euro("480"))
    with pytest.raises(Refusal) as refused:
        settle(mistaken, (), plan=PLAN, available=euro("479.99"), today=TODAY)
    assert code(refused) == "budget-does-not-reach"


def test_before_the_stay_is_over_nothing_is_settled() -> None:
    with pytest.raises(Refusal) as refused:
        settle(promised(), (SURVEY,), plan=PLAN, available=PLENTY, today=TODAY)
    assert code(refused) == "stay-not-over"


@pytest.mark.parametrize(
    ("days", "why"),
    [(121, "days-exceed-stay"), (59, "partly-funded-too-short"), (0, "partly-funded-too-short")],
)
def test_only_two_months_or_more_of_the_stay_are_funded_in_part(days: int, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        funding(in_line(), days)
    assert code(refused) == why


def test_funded_days_are_paid_and_no_others() -> None:
    grant = amend(in_line(), funding(in_line(), 90), plan=PLAN, available=NOTHING)
    assert (grant.days, grant.amount) == (120, euro("1800"))


def test_what_is_promised_is_not_made_less() -> None:
    with pytest.raises(Refusal) as refused:
        funding(promised(), 90)
    assert code(refused) == "funded-days-fewer"


@given(st.integers(60, 360), st.integers(60, 360), st.booleans())
def test_lines_always_sum_to_the_grant(days: int, other: int, settled: bool) -> None:
    grant = over(amend(promised(days), TOP_UP, plan=PLAN, available=PLENTY))
    if settled:
        grant = settle(grant, (SURVEY,), plan=PLAN, available=PLENTY, today=TODAY)
    assert support_total(grant.lines) == grant.amount


@given(
    st.lists(st.sampled_from(list(InstalmentStatus)), min_size=2, max_size=2),
    st.integers(0, 500_000),
)
def test_instalments_fit_what_they_are_refitted_to(statuses: list[InstalmentStatus], cents: int) -> None:
    """Unless more is paid or ordered already: that stays, and is a recovery."""
    before = [
        replace(part, status=status) for part, status in zip(promised().instalments, statuses, strict=True)
    ]
    amount = euro(str(Decimal(cents) / 100))
    after = refit(before, amount, PLAN)
    fixed = _sum(before, InstalmentStatus.PAID, InstalmentStatus.ORDERED)
    live = [status for status in InstalmentStatus if status is not InstalmentStatus.CANCELLED]
    assert _sum(after, *live) == max(fixed, amount.amount)


def _sum(parts: list[Instalment] | tuple[Instalment, ...], *statuses: InstalmentStatus) -> Decimal:
    return sum((part.amount.amount for part in parts if part.status in statuses), Decimal(0))
