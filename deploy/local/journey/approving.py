"""Payments are approved by a second person: one alone, the others as a batch, later ones as they come."""

from __future__ import annotations

from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.stage import Stage
from deploy.local.journey.story import money

WAITING = """
query Waiting {
  paymentRequests(filter: { status: AWAITING_APPROVAL }, first: 100) { nodes { id batch { id } } }
}
"""
OF_A_YEAR = """
query Requested($year: Int!) {
  budgets(filter: { callYear: $year }, first: 1) { nodes { id } }
  paymentRequests(first: 100) { nodes { id status grant { callYear mobility { placement { id } } } } }
}
"""


async def approve_what_waits(stage: Stage) -> None:
    """A colleague of finance approves each that waits alone; what is refused goes on waiting."""
    found = await stage.gateway.ask(stage.second, WAITING)
    for request in found["paymentRequests"]["nodes"]:
        if request["batch"] is None:
            await _approve(stage, request["id"])


async def approve_first_payments(stage: Stage, year: int, first: str, count: int, trace: str) -> None:
    """As soon as ``count`` wait: the payment of placement ``first`` in ``trace``, then the others at once."""
    waiting, budget = await _requested(stage, year, count)
    [alone] = [each for each in waiting if each["grant"]["mobility"]["placement"]["id"] == first]
    await _approve(stage, alone["id"], trace)
    given = {"id": budget, "channel": "FINANCE_OFFICE"}
    gathered = await stage.gateway.do(
        stage.office, "gatherPayments", given, "paymentBatch { id payments total { amount currency } }",
        key=stage.key(f"gather-{year}"),
    )  # fmt: skip
    batch = gathered["paymentBatch"]
    own = await stage.gateway.attempt(
        stage.office, "approvePaymentBatch", {"id": batch["id"]}, input_type="PaymentBatchInput"
    )
    stage.story.refused("mutation approvePaymentBatch, by who gathered it", own["userErrors"][0])
    await stage.gateway.do(
        stage.second, "approvePaymentBatch", {"id": batch["id"]}, "paymentBatch { status }",
        key=stage.key(f"approve-batch-{year}"), input_type="PaymentBatchInput",
    )  # fmt: skip
    stage.story.step(
        "mutation approvePaymentBatch",
        f"{batch['payments']} payments, {money(batch['total'])}, approved at once",
    )


async def _requested(stage: Stage, year: int, count: int) -> tuple[list[Json], str]:
    def of_the_year(found: Json) -> list[Json]:
        nodes: list[Json] = found["paymentRequests"]["nodes"]
        return [each for each in nodes if each["grant"] and each["grant"]["callYear"] == year]

    found = await eventually(
        "the payments that wait for approval",
        lambda: stage.gateway.ask(stage.office, OF_A_YEAR, {"year": year}),
        lambda data: len(of_the_year(data)) >= count,
    )
    return of_the_year(found), found["budgets"]["nodes"][0]["id"]


async def _approve(stage: Stage, request: str, trace: str | None = None) -> None:
    await stage.gateway.attempt(
        stage.second, "approvePayment", {"id": request}, "paymentRequest { status }",
        input_type="PaymentRequestInput", trace=trace,
    )  # fmt: skip
