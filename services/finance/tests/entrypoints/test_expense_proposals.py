"""Expense proposals over HTTP: listed by state, taken up with a receipt that is entered once."""

from __future__ import annotations

from chassis.identity.caller import Role
from chassis.ids import new_id
from services.finance.tests.builders import reported
from services.finance.tests.conftest import ClientOf
from services.finance.tests.office import Office


async def test_a_receipt_that_is_entered_already_leaves_the_proposal_open(
    office: Office, client_of: ClientOf
) -> None:
    budget = await office.claims_support(await office.budget("1000.00"), 10)
    await office.hears(reported(new_id(), hospitality="98.50", travel="310.00"))
    finance, desk = await client_of(Role.FINANCE), await client_of(Role.OFFICE)
    dinner, flight = (await finance.get("/expense-proposals", status="open")).body["items"]
    taking = {
        "budget_id": str(budget.id),
        "purpose": "A delegation's dinner",
        "incurred_on": "2026-05-04",
        "receipt": "A-417",
    }
    stale = await finance.post(f"/expense-proposals/{dinner['id']}/expense", taking, **{"If-Match": '"9"'})
    taken = await finance.post(f"/expense-proposals/{dinner['id']}/expense", taking)
    refused = await desk.post(f"/expense-proposals/{flight['id']}/expense", taking)
    assert (stale.body["code"], taken.body["status"]) == ("stale-version", "taken-up")
    assert (refused.status, refused.body["code"]) == (409, "receipt-booked")
    expense = (await desk.get(f"/expenses/{taken.body['expense_id']}")).body
    assert (expense["amount"]["amount"], expense["status"]) == ("98.50", "entered")
    assert (await desk.get("/expense-proposals", status="open")).body["items"] == [flight]


async def test_one_that_no_budget_pays_is_dismissed_with_a_reason(
    office: Office, client_of: ClientOf
) -> None:
    await office.hears(reported(new_id(), hospitality="98.50"))
    [proposal] = await office.proposals()
    desk = await client_of(Role.OFFICE)
    wordless = await desk.post(f"/expense-proposals/{proposal.id}/dismissal", {})
    dismissed = await desk.post(f"/expense-proposals/{proposal.id}/dismissal", {"objection": "the host pays"})
    assert (wordless.status, dismissed.body["status"]) == (422, "dismissed")
    assert dismissed.body == (await desk.get(f"/expense-proposals/{proposal.id}")).body
    assert dismissed.body["objection"] == "the host pays"
