"""Money: budgets grow, payments are approved, and what was paid too much comes back."""

from __future__ import annotations

import random

from gateway.reading.ids import node_id
from tests.chaos.clients.command import Command, Mutation
from tests.chaos.clients.known import Known

SERVICE = "finance"


def increase_budget(known: Known, chance: random.Random) -> Command | None:
    budget = known.one("budget", chance)
    if budget is None:
        return None
    body = {"amount": {"amount": f"{chance.randint(500, 4000)}.00", "currency": "EUR"}}
    return Command(
        SERVICE, "increase-budget", "POST", f"/v1/budgets/{budget['id']}/allocations", known.finance, body,
        mutation=Mutation(
            "increaseBudget", {"id": node_id("Budget", budget["id"])} | body, "budget { id version }",
            "IncreaseBudgetInput",
        ),
    )  # fmt: skip


def approve_payment(known: Known, chance: random.Random) -> Command | None:
    request = known.one("payment-request", chance)
    if request is None:
        return None
    return Command(
        SERVICE, "approve-payment", "POST", f"/v1/payment-requests/{request['id']}/approval", known.second,
        learn=lambda _: known.forget("payment-request", request["id"]),
        mutation=Mutation(
            "approvePayment", {"id": node_id("PaymentRequest", request["id"])},
            "paymentRequest { id version }", "PaymentRequestInput",
        ),
    )  # fmt: skip


def record_recovery(known: Known, chance: random.Random) -> Command | None:
    grant = known.one("owed", chance)
    if grant is None:
        return None
    body = {
        "amount": grant["amount"],
        "received_on": known.clock().date().isoformat(),
        "bank_reference": f"TR-{known.run}-{known.number()}",
    }
    return Command(
        SERVICE, "record-recovery", "POST", f"/v1/grants/{grant['id']}/recoveries", known.finance, body,
        learn=lambda _: known.forget("owed", grant["id"]),
    )  # fmt: skip
