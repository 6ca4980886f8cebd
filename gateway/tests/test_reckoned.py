"""What an owner reckons when asked: for who may see the object, with their own token."""

from __future__ import annotations

from typing import Any

from chassis.identity.caller import Role
from chassis.ids import new_id
from gateway.reading.ids import node_id
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.owner import Owner

FIGURES = """
query Figures($budget: ID!, $on: Date!) {
  budgetFigures(budgetId: $budget, on: $on) {
    on participants { allocated { amount currency } free { amount } } lines { line spent { amount } }
  }
}
"""


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


FOUND = {
    "allocated": euros("100.00"),
    "reserved": euros("30.00"),
    "spent": euros("20.00"),
    "free": euros("50.00"),
}
ANSWER: dict[str, Any] = {"on": "2026-03-01", "participants": FOUND, "lines": [{"line": "top-up", **FOUND}]}


async def budget(views: Views) -> dict[str, str]:
    there = office.budget(new_id())
    await views.take_in(there)
    return {"budget": node_id("Budget", there.key), "on": "2026-03-01"}


async def test_figures_at_a_date_come_from_the_owner(gateway: Gateway, views: Views, owner: Owner) -> None:
    asked, token = await budget(views), gateway.token(Role.FINANCE)
    owner.answer = ANSWER
    answer = await gateway.ask(FIGURES, **asked, token=token)
    assert answer.data["budgetFigures"] == {
        "on": "2026-03-01",
        "participants": {"allocated": euros("100.00"), "free": {"amount": "50.00"}},
        "lines": [{"line": "TOP_UP", "spent": {"amount": "20.00"}}],
    }
    (seen,) = owner.seen
    assert seen["path"] == f"/v1/budgets/{asked['budget'].partition('.')[2]}/figures"
    assert seen["headers"]["Authorization"] == f"Bearer {token}"


async def test_who_does_not_see_the_budget_asks_nobody(gateway: Gateway, views: Views, owner: Owner) -> None:
    owner.answer = ANSWER
    asked = await budget(views)
    for role in (Role.STUDENT, Role.COORDINATOR, Role.PARTNER):
        answer = await gateway.ask(FIGURES, **asked, token=gateway.token(role))
        assert answer.data["budgetFigures"] is None
    assert owner.seen == []


async def test_the_owners_refusal_is_told_as_it_is(gateway: Gateway, views: Views, owner: Owner) -> None:
    words = {"tr": "Olmaz {bu}.", "en": "Not so {this}."}
    owner.refuses(422, code="input-invalid", message=words, next=words)
    answer = await gateway.ask(FIGURES, **await budget(views), token=gateway.token(Role.OFFICE))
    (error,) = answer.body["errors"]
    told = error["extensions"]
    assert (told["code"], told["message"], told["next"]) == ("input-invalid", words, words)


async def test_an_owner_that_fails_is_unavailable(gateway: Gateway, views: Views, owner: Owner) -> None:
    owner.refuses(500, code="internal")
    answer = await gateway.ask(FIGURES, **await budget(views), token=gateway.token(Role.OFFICE))
    assert answer.codes == ["service-unavailable"]
