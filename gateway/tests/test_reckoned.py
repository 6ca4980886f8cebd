"""What an owner reckons when asked: for who may see the object, with their own token."""

from __future__ import annotations

import csv
import io
import zipfile
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


def figures(participants: int) -> dict[str, Any]:
    counts = ("completed", "with_grant", "zero_grant", "with_top_up", "days", "funded_days")
    categories = {name: euros("10.50") for name in ("individual", "travel", "top_up", "total")}
    return {
        "participants": participants,
        **dict.fromkeys(counts, 1),
        "granted": categories,
        "spent": categories,
        "owed": euros("0.00"),
    }


REPORT: dict[str, Any] = {
    "programme": "erasmus",
    "call_year": 2024,
    "as_of": "2026-06-01",
    "contract": None,
    "activities": [
        {"activity": "student-study", "stay": "long", **figures(3)},
        {"activity": None, "stay": "staff", **figures(2)},
    ],
    "total": figures(5),
    "organisational": euros("4000.00"),
    "expended": euros("84.50"),
    "support": [],
}
FINAL_REPORT = """
query Report($budget: ID!) {
  finalReport(budgetId: $budget) {
    programme asOf activities { activity stay participants spent { topUp { amount } } } total { participants }
    contract { number } organisational { amount } support { rule }
  }
}
"""


async def test_the_final_report_comes_from_the_owner(gateway: Gateway, views: Views, owner: Owner) -> None:
    asked = await budget(views)
    owner.answer = REPORT
    answer = await gateway.ask(FINAL_REPORT, budget=asked["budget"], token=gateway.token(Role.FINANCE))
    found = answer.data["finalReport"]
    assert found["activities"] == [
        {
            "activity": "STUDENT_STUDY",
            "stay": "LONG",
            "participants": 3,
            "spent": {"topUp": {"amount": "10.50"}},
        },
        {"activity": None, "stay": "STAFF", "participants": 2, "spent": {"topUp": {"amount": "10.50"}}},
    ]
    assert (found["programme"], found["total"], found["contract"]) == ("ERASMUS", {"participants": 5}, None)


async def table(gateway: Gateway, role: Role, **asked: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {gateway.token(role)}"}
    async with gateway.session.get(
        f"{gateway.url}/v1/reports/final", params=asked, headers=headers
    ) as response:
        return response.status, await response.read()


async def test_the_final_report_is_a_table_too(gateway: Gateway, views: Views, owner: Owner) -> None:
    owner.answer, id = REPORT, (await budget(views))["budget"]
    status, body = await table(gateway, Role.FINANCE, budget=id, format="csv", language="en")
    assert status == 200
    heading, study, unknown, total, support = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert {len(row) for row in (heading, study, unknown, total, support)} == {19}
    assert (heading[0], heading[-1]) == ("Activity", "Currency")
    assert study == ["study", "long", "3", *["1"] * 6, *["10.50"] * 8, "0.00", "EUR"]
    assert (unknown[0], total[0], total[2]) == ("not known", "TOTAL", "5")
    assert (support[12], support[16]) == ("4000.00", "84.50")


async def test_the_table_is_in_turkish_and_a_spreadsheet(
    gateway: Gateway, views: Views, owner: Owner
) -> None:
    owner.answer, id = REPORT, (await budget(views))["budget"]
    status, body = await table(gateway, Role.OFFICE, budget=id)
    words = zipfile.ZipFile(io.BytesIO(body)).read("xl/sharedStrings.xml").decode()
    assert status == 200
    assert all(word in words for word in ("Katılımcı", "öğrenim", "TOPLAM", "KURUMSAL DESTEK"))


async def test_the_table_is_for_finance_and_the_office(gateway: Gateway, views: Views, owner: Owner) -> None:
    owner.answer, id = REPORT, (await budget(views))["budget"]
    for role in (Role.STUDENT, Role.COORDINATOR, Role.PARTNER, Role.OPS):
        assert (await table(gateway, role, budget=id))[0] == 403
    assert (await table(gateway, Role.FINANCE, budget=node_id("Grant", new_id())))[0] == 422
    assert owner.seen == []
    owner.refuses(404, code="not-found", message={"tr": "Yok.", "en": "None."})
    assert (await table(gateway, Role.FINANCE, budget=id))[0] == 404


TRY = """
mutation Try($input: TryRatesInput!) {
  tryRates(input: $input) {
    userErrors { code } nextId
    changes { effect old { amount } difference { amount } grant { id } }
    sums { budgetId kept difference { amount } }
  }
}
"""
RATE = {
    "callYear": 2024,
    "kind": "STUDENT_STUDY",
    "countryGroup": "1",
    "amount": "660.00",
    "currency": "EUR",
    "unit": "MONTH",
    "source": "letter",
}


async def test_a_rate_table_is_tried_at_the_owner(gateway: Gateway, views: Views, owner: Owner) -> None:
    grant, there = office.grant(new_id(), office.stay(new_id(), new_id())), office.budget(new_id())
    await views.take_in(grant, there)
    change = {"grant_id": str(grant.key), "effect": "kept", "days": 136, "old": None}
    sums = {"budget_id": str(there.key), "kept": 1, "computed": 0, "difference": euros("272.00")}
    owner.answer = {
        "changes": [{**change, "new": euros("2992.00"), "difference": euros("272.00")}],
        "next_id": str(grant.key),
        "sums": [sums],
    }
    given = {"rates": [RATE], "afterId": node_id("Grant", grant.key)}
    answer = await gateway.ask(TRY, input=given, token=gateway.token(Role.FINANCE))
    assert answer.data["tryRates"] == {
        "userErrors": [],
        "nextId": node_id("Grant", grant.key),
        "changes": [
            {
                "effect": "KEPT",
                "old": None,
                "difference": {"amount": "272.00"},
                "grant": {"id": node_id("Grant", grant.key)},
            }
        ],
        "sums": [{"budgetId": node_id("Budget", there.key), "kept": 1, "difference": {"amount": "272.00"}}],
    }
    (seen,) = owner.seen
    assert (seen["path"], seen["body"]["after_id"]) == ("/v1/rates/trial", str(grant.key))
    assert seen["body"]["rates"][0]["kind"] == "student-study"


async def test_a_table_that_is_refused_is_a_user_error(gateway: Gateway, views: Views, owner: Owner) -> None:
    owner.refuses(422, code="tariff-of-several", message={"tr": "Olmaz.", "en": "No."})
    answer = await gateway.ask(TRY, input={"rates": [RATE]}, token=gateway.token(Role.FINANCE))
    assert [error["code"] for error in answer.data["tryRates"]["userErrors"]] == ["tariff-of-several"]
    assert answer.data["tryRates"]["changes"] is None
