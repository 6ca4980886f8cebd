"""Chapters 6 and 7: places are accepted, money is set aside by itself, and goes out when it is approved."""

from __future__ import annotations

import secrets
from typing import Any

from deploy.local.journey.approving import approve_first_payments, approve_what_waits
from deploy.local.journey.cast import WRONG_IBAN_AT, students
from deploy.local.journey.choosing import (
    call_input,
    close_call,
    me,
    offered_in_order,
    open_call,
    publish,
    rank,
)
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage
from deploy.local.journey.story import money

ALLOCATED = "20000.00"
REACHED = 8
"""The budget reaches the first eight in whatever order their grants are drafted, and nobody after them."""

CALL_YEAR_OF_DEMO = 2024
UNKNOWN_YEAR = 2025
GRANTS = """
query Grants($year: Int!) {
  grants(filter: { callYear: $year }, first: 100) {
    nodes {
      id rank status days amount { amount currency } paid { amount currency }
      waitingFor { code message { tr en } } recovery { amount { amount currency } }
      person { id givenName } instalments { number kind status amount { amount currency } }
      paymentOrders { nodes { id status rejection { code } } } mobility { id status partner { country } }
    }
  }
  budgets(filter: { callYear: $year }, first: 5) {
    nodes { id allocated { amount } reserved { amount } spent { amount } available { amount } }
  }
}
"""
LEDGER = """
query Ledger($grant: ID!) {
  ledgerTransactions(filter: { grantId: $grant }, first: 20) {
    nodes { description { en tr } postedAt entries { account amount { amount currency } } }
  }
}
"""


async def answers(stage: Stage) -> Facts:
    """The budget is entered; nine accept and one withdraws; the first reserve moves up and accepts."""
    await allocate(stage, CALL_YEAR_OF_DEMO, ALLOCATED)
    call_id = stage.facts("applications")["call"]
    offers = await offered_in_order(stage, call_id, 10, "offers")
    trace_id = await stage.once("trace-id", _new_trace_id)
    await accept(stage, offers[0], trace=f"00-{trace_id}-{secrets.token_hex(8)}-01")
    for offer in offers[1:REACHED]:
        await accept(stage, offer)
    await grants_of(
        stage, CALL_YEAR_OF_DEMO, "the first grants", lambda grants: len(grants) >= REACHED, approving=False
    )
    await accept(stage, offers[REACHED])
    stage.story.step(
        "mutation acceptPlacement × 9", "each becomes a planned mobility, days by the 30/360 rule"
    )
    await stage.gateway.do(
        stage.office, "withdrawPlacement", {"id": offers[9]["id"]}, "placement { status }",
        key=stage.key("withdraw-offer"), input_type="PlacementInput",
    )  # fmt: skip
    [promoted] = await offered_in_order(stage, call_id, 1, "promoted")
    await accept(stage, promoted)
    stage.story.step(
        "mutation withdrawPlacement", f"rank {promoted['rank']} moves up from the reserve and accepts"
    )
    return {"trace": trace_id, "first": offers[0]["id"]}


async def _new_trace_id() -> str:
    return secrets.token_hex(16)


async def accept(stage: Stage, placement: Json, trace: str | None = None) -> None:
    await stage.gateway.do(
        stage.office, "acceptPlacement", {"id": placement["id"]}, "placement { status }",
        key=stage.key(f"accept-{placement['id']}"), input_type="PlacementInput", trace=trace,
    )  # fmt: skip


async def allocate(stage: Stage, year: int, amount: str) -> None:
    given = {"programme": "ERASMUS", "callYear": year, "allocated": {"amount": amount, "currency": "EUR"}}
    key = stage.key(f"budget-{year}")
    await stage.gateway.do(stage.finance, "allocateBudget", given, "budget { id }", key=key)
    stage.story.step("mutation allocateBudget", f"{amount} EUR for call year {year}")


async def grants_of(
    stage: Stage, year: int, what: str, ready: Any, *, approving: bool = True
) -> tuple[list[Json], Json]:
    """(grants by rank, budget) of a call year, as soon as ``ready(grants)``.

    ``approving``: meanwhile a colleague approves whatever payment comes to wait.
    """

    async def ask() -> Json:
        if approving:
            await approve_what_waits(stage)
        return await stage.gateway.ask(stage.finance, GRANTS, {"year": year})

    found = await eventually(
        what,
        ask,
        lambda d: ready(d["grants"]["nodes"]),
    )
    nodes = sorted(found["grants"]["nodes"], key=lambda g: g["rank"] or 0)
    return nodes, found["budgets"]["nodes"][0]


def show_grants(stage: Stage, title: str, grants: list[Json]) -> None:
    stage.story.table(
        title,
        ("rank", "host", "status", "days", "grant", "paid", "orders", "recovery"),
        [(g["rank"], g["mobility"]["partner"]["country"], g["status"], g["days"], money(g["amount"]),
          money(g["paid"]),
          ", ".join(o["status"] + (f" ({o['rejection']['code']})" if o["rejection"] else "")
                    for o in g["paymentOrders"]["nodes"]) or None,
          money(g["recovery"]["amount"]) if g["recovery"] else None) for g in grants],
    )  # fmt: skip


def settled(grants: list[Json], refused: int = 0) -> bool:
    """Nothing is on its way: every order has its answer, and all but ``refused`` payments were approved."""
    orders = [order for grant in grants for order in grant["paymentOrders"]["nodes"]]
    unordered = [g for g in grants if g["status"] == "RESERVED" and not g["paymentOrders"]["nodes"]]
    answered = all(order["status"] != "ISSUED" for order in orders)
    return len(grants) >= 10 and answered and len(unordered) <= refused


async def payments(stage: Stage) -> Facts:
    """A second person approves; the finance office pays; an unknown rate waits for the office."""
    answered = stage.facts("answers")
    trace = f"00-{answered['trace']}-{secrets.token_hex(8)}-01"
    await approve_first_payments(stage, CALL_YEAR_OF_DEMO, answered["first"], REACHED, trace)
    grants, budget = await grants_of(
        stage, CALL_YEAR_OF_DEMO, "grants and payments", lambda found: settled(found, refused=1)
    )
    show_grants(stage, "query Grants: rates of call year 2024 · 2024 çağrısının oranları", grants)
    stage.story.step(
        "query Grants { budgets }",
        f"allocated {budget['allocated']['amount']}, reserved {budget['reserved']['amount']},"
        f" spent {budget['spent']['amount']}, available {budget['available']['amount']} EUR",
    )
    await _correct_iban(stage)
    paid = next(g for g in grants if float(g["paid"]["amount"]) > 0)
    await _tell_ledger(stage, paid["id"])
    await _unknown_rate(stage)
    return {}


async def _correct_iban(stage: Stage) -> None:
    """A payment whose IBAN is wrong cannot be approved; the student corrects it, and it can."""
    student = students()[WRONG_IBAN_AT]
    person_id = stage.facts("applications")["people"][WRONG_IBAN_AT]
    node = await me(stage, person_id)
    given = {"id": node["id"], "expectedVersion": node["version"], "iban": student.right_iban}
    await stage.gateway.do(
        stage.student(person_id), "changePerson", given, "person { id }", key=stage.key("iban")
    )

    def paid_again(grants: list[Json]) -> bool:
        own = [g for g in grants if g["person"] and g["person"]["id"] == node["id"]]
        return any(order["status"] == "PAID" for grant in own for order in grant["paymentOrders"]["nodes"])

    await grants_of(stage, CALL_YEAR_OF_DEMO, "the corrected payment", paid_again)
    stage.story.step("mutation changePerson(iban)", "now the payment can be approved, and is paid")


async def _tell_ledger(stage: Stage, grant_id: str) -> None:
    async def ask() -> list[Json]:
        data = await stage.gateway.ask(stage.finance, LEDGER, {"grant": grant_id})
        found: list[Json] = data["ledgerTransactions"]["nodes"]
        return found

    nodes = await eventually("the ledger in the gateway", ask, bool)
    stage.story.table(
        "query Ledger: each transaction sums to zero · her işlem sıfıra toplanır",
        ("what", "account", "amount"),
        [(f"{node['description']['en']} · {node['description']['tr']}" if n == 0 else "",
          _short(entry["account"]), money(entry["amount"]))
         for node in nodes for n, entry in enumerate(node["entries"])],
    )  # fmt: skip


def _short(account: str) -> str:
    """An account without the tail of its id."""
    return account if len(account) < 30 else account[:28] + "…"


async def _unknown_rate(stage: Stage) -> None:
    """Call 2025 has no published rate: the grant waits, the office enters one, and it is computed."""
    made = stage.facts("agreements")["made"][-1]["agreement"]
    place = {"agreementId": made["id"], "conditionId": made["conditions"][0]["id"]}
    call_id = await open_call(stage, call_input(stage, [made["id"]], UNKNOWN_YEAR), "open-call-2025")
    await allocate(stage, UNKNOWN_YEAR, "5000.00")
    await _one_goes(stage, call_id, place)

    def waits(grants: list[Json]) -> bool:
        return any(grant["status"] == "WAITING_FOR_RATE" for grant in grants)

    if not stage.journal.page("rate-2025"):
        [waiting], _ = await grants_of(stage, UNKNOWN_YEAR, "the grant without a rate", waits)
        stage.story.refused("finance reacts", waiting["waitingFor"])
        stage.journal.write("rate-2025", {"seen": True})
    rate = {
        "callYear": UNKNOWN_YEAR, "action": "KA131", "kind": "STUDENT_STUDY", "countryGroup": "1",
        "amount": "600", "currency": "EUR", "unit": "MONTH", "source": "demo: figure entered by the office",
    }  # fmt: skip
    await stage.gateway.do(
        stage.office, "enterRate", rate, key=stage.key("rate-2025"), wanted="clientMutationId"
    )
    (grant, *_), _ = await grants_of(
        stage, UNKNOWN_YEAR, "the grant with its rate", lambda gs: any(g["amount"] for g in gs)
    )
    stage.story.step("mutation enterRate", f"the grant that waited is now {money(grant['amount'])}")


async def _one_goes(stage: Stage, call_id: str, place: Json) -> None:
    """One student through the whole second call, in short."""
    student = students()[30]
    person_id = stage.facts("applications")["people"][student.number]
    if not stage.journal.page("second-call"):
        node = await me(stage, person_id)
        given = {
            "callId": call_id, "personId": node["id"], "eqfLevel": "BACHELOR", "iscedCode": "0613",
            "cgpa": "3.2", "cgpaScale": 4, "languageScore": "80", "preferences": [place],
        }  # fmt: skip
        token = stage.student(person_id)
        await stage.gateway.do(
            token, "submitApplication", given, "application { id }", key=stage.key("apply-2025")
        )
        await close_call(stage, call_id, "close-2025")
        await rank(stage, call_id, "rank-2025")
        await publish(stage, call_id, "publish-2025")
        stage.journal.write("second-call", {"call": call_id})
    for offer in await offered_in_order(stage, call_id, 1, "second-offers"):
        await accept(stage, offer)
