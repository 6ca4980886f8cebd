"""Finance over HTTP: what it answers to whom."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts.vocabulary import PaymentChannel
from services.finance.adapters.figures import DATA
from services.finance.tests.builders import IBAN, account, planned, withdrawn
from services.finance.tests.conftest import Client, ClientOf
from services.finance.tests.office import Office

BUDGET = {
    "programme": "erasmus",
    "call_year": 2024,
    "allocated": {"amount": "10000.00", "currency": "EUR"},
}
RATE = {
    "call_year": 2025,
    "kind": "student-study",
    "country_group": "1",
    "amount": "660.00",
    "currency": "EUR",
    "unit": "month",
    "source": "National Agency, letter of 3 May",
}

PUBLISHED_RATES = len((DATA / "grant_rates.csv").read_text(encoding="utf-8").splitlines()) - 1


@pytest.fixture
async def finance(client_of: ClientOf) -> Client:
    return await client_of(Role.FINANCE)


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


async def test_a_budget_is_opened_once_and_then_added_to(finance: Client) -> None:
    opened = await finance.post("/budgets", BUDGET)
    again = await finance.post("/budgets", BUDGET)
    added = await finance.post(f"/budgets/{opened.body['id']}/allocations", {"amount": euros("500.00")})
    assert (opened.status, again.status, again.body["code"]) == (201, 409, "budget-exists")
    assert added.body["available"] == euros("10500.00")
    assert (await finance.get(f"/budgets/{opened.body['id']}")).headers["ETag"] == '"3"'


async def test_the_same_key_allocates_once(finance: Client) -> None:
    budget = (await finance.post("/budgets", BUDGET)).body
    path, key = f"/budgets/{budget['id']}/allocations", {"Idempotency-Key": "allocation-7"}
    first = await finance.post(path, {"amount": euros("500.00")}, **key)
    second = await finance.post(path, {"amount": euros("500.00")}, **key)
    assert first.body == second.body
    assert (await finance.get("/budgets")).body["items"][0]["allocated"] == euros("10500.00")


async def test_a_stale_version_is_told_the_present_one(finance: Client) -> None:
    budget = (await finance.post("/budgets", BUDGET)).body
    path = f"/budgets/{budget['id']}/allocations"
    stale = await finance.post(path, {"amount": euros("1.00")}, **{"If-Match": '"1"'})
    assert (stale.status, stale.body["code"]) == (412, "stale-version")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"allocated": {"amount": "0.00", "currency": "EUR"}}, "amount-not-positive"),
        ({"allocated": {"amount": "5.00", "currency": "TRY"}}, "currency-differs"),
        ({"programme": "foreign-students"}, "programme-not-paid"),
        ({"call_year": 1999}, "input-invalid"),
    ],
)
async def test_a_refusal_speaks_both_languages(finance: Client, change: Any, code: str) -> None:
    refused = await finance.post("/budgets", BUDGET | change)
    assert (refused.status, refused.body["code"]) == (422, code)
    assert refused.body["message"]["tr"]
    assert refused.body["message"]["en"]


async def test_an_entered_rate_is_listed_beside_the_unknown_one(finance: Client) -> None:
    entered = await finance.post("/rates", RATE)
    listed = (await finance.get("/rates", call_year="2025", kind="student-study")).body["items"]
    assert entered.status == 201
    assert [(rate["country_group"], rate["amount"]) for rate in listed] == [("*", None), ("1", "660.00")]


async def test_rates_come_in_pages_without_gaps(finance: Client) -> None:
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await finance.get("/rates", limit="10", **cursor)).body
        seen += [rate["id"] for rate in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(seen) == len(set(seen)) == PUBLISHED_RATES


async def test_travel_bands_are_those_of_the_call_year(finance: Client) -> None:
    bands = (await finance.get("/travel-bands", call_year="2024")).body["items"]
    found = [band["amount"] for band in bands if (band["travel"], band["km_from"]) == ("standard", 500)]
    assert found == ["309.00"]


async def test_a_recovery_is_recorded_and_stands_in_the_ledger(finance: Client, office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    grant = await office.pays_advance(going)
    await office.hears(withdrawn(going))
    body = {"amount": euros("2176.00"), "received_on": "2026-06-01", "bank_reference": "RETURN-1"}
    recovered = await finance.post(f"/grants/{grant.id}/recoveries", body)
    entries = (await finance.get("/ledger/transactions", grant_id=str(grant.id))).body["items"]
    assert (recovered.status, recovered.body["status"]) == (200, "cancelled")
    assert recovered.body["recovery"]["recovered"] == euros("2176.00")
    assert (entries[-1]["bank_reference"], entries[-1]["value_on"]) == ("RETURN-1", "2026-06-01")


async def test_the_same_line_of_a_bank_statement_is_booked_once(finance: Client, office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    grant = await office.pays_advance(going)
    await office.hears(withdrawn(going))
    body = {"amount": euros("100.00"), "received_on": "2026-06-01", "bank_reference": "RETURN-1"}
    await finance.post(f"/grants/{grant.id}/recoveries", body)
    again = await finance.post(f"/grants/{grant.id}/recoveries", body)
    assert (again.status, again.body["code"]) == (409, "recovery-booked")
    assert (await office.grant_of(going)).returned.amount == 100


async def test_the_accounts_sum_to_zero(finance: Client, office: Office) -> None:
    await office.budget("10000.00")
    await office.pays_advance(planned())
    first = (await finance.get("/ledger/accounts", limit="2")).body
    rest = (await finance.get("/ledger/accounts", cursor=first["next"])).body
    assert first["totals"] == [euros("0.00")]
    assert [row["account"].split(":")[0] for row in first["items"] + rest["items"]] == [
        "allocation",
        "bank",
        "commitment",
        "participant",
        "spent",
    ]


async def test_a_student_sees_the_own_grant_and_order_only(client_of: ClientOf, office: Office) -> None:
    await office.budget("10000.00")
    mine, other = planned(), planned()
    own, foreign = await office.pays_advance(mine), await office.pays_advance(other)
    student = await client_of(Role.STUDENT, person_id=mine.state.person_id)
    assert [grant["id"] for grant in (await student.get("/grants")).body["items"]] == [str(own.id)]
    assert len((await student.get("/payment-orders")).body["items"]) == 1
    assert (await student.get(f"/grants/{own.id}")).status == 200
    assert (await student.get(f"/grants/{foreign.id}")).status == 404


async def test_a_coordinator_sees_the_own_faculty_only(client_of: ClientOf, office: Office) -> None:
    await office.budget("10000.00")
    theology, engineering = planned(faculty="theology"), planned()
    await office.hears(theology)
    await office.hears(engineering)
    coordinator = await client_of(Role.COORDINATOR, faculty="theology")
    listed = (await coordinator.get("/grants")).body["items"]
    foreign = await office.grant_of(engineering)
    assert [grant["faculty"] for grant in listed] == ["theology"]
    assert (await coordinator.get(f"/grants/{foreign.id}")).status == 404


@pytest.mark.parametrize("role", [Role.STUDENT, Role.STAFF, Role.COORDINATOR, Role.OPS, Role.PARTNER])
async def test_only_finance_and_office_see_and_change_the_books(client_of: ClientOf, role: Role) -> None:
    caller = await client_of(role, person_id=new_id(), faculty="engineering")
    for path in ("/budgets", "/ledger/transactions", "/ledger/accounts"):
        assert (await caller.get(path)).status == 403
    assert (await caller.post("/budgets", BUDGET)).status == 403
    assert (await caller.post("/rates", RATE)).status == 403


@pytest.mark.parametrize("role", [Role.OPS, Role.PARTNER])
async def test_partners_and_operators_see_nobodys_grant(client_of: ClientOf, role: Role) -> None:
    caller = await client_of(role)
    assert (await caller.get("/grants")).status == 403
    assert (await caller.get("/payment-orders")).status == 403


async def test_a_bank_file_is_for_finance_and_who_is_named_in_it_sees_who_read_it(
    office: Office, client_of: ClientOf
) -> None:
    office.approves_at_once = False
    budget, going = await office.budget("10000.00"), planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    await office.pays_from(budget)
    batch = await office.approves_batch(await office.gathers(budget, channel=PaymentChannel.BANK_FILE))
    path = f"/payment-batches/{batch.id}/document"
    assert (await (await client_of(Role.OFFICE)).get(path)).status == 403
    status, kind, body = await (await client_of(Role.FINANCE)).download(path)
    assert (status, kind, IBAN in body) == (200, "application/xml", True)
    student = await client_of(Role.STUDENT, person_id=going.state.person_id)
    seen = (await student.get(f"/people/{going.state.person_id}/readings")).body["items"]
    assert [each["operation"] for each in seen] == ["GET /payment-batches/{batch_id}/document"]
    assert (await student.get(f"/people/{new_id()}/readings")).status == 404


async def test_whoever_gathers_by_http_is_not_who_approves(office: Office, client_of: ClientOf) -> None:
    office.approves_at_once = False
    budget, going = await office.budget("10000.00"), planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    ayla, okan = await client_of(Role.OFFICE), await client_of(Role.FINANCE)
    gathered = await ayla.post(f"/budgets/{budget.id}/payment-batches", {"channel": "finance-office"})
    own = await ayla.post(f"/payment-batches/{gathered.body['id']}/approval", {})
    other = await okan.post(f"/payment-batches/{gathered.body['id']}/approval", {})
    assert (gathered.status, own.status, own.body["code"]) == (201, 403, "payment-needs-second-person")
    assert (other.status, other.body["status"]) == (200, "approved")


async def test_whose_command_caused_a_payment_is_kept_from_the_token(office: Office, finance: Client) -> None:
    office.approves_at_once = False
    budget, going = await office.budget("1.00"), planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    await finance.post(f"/budgets/{budget.id}/allocations", {"amount": euros("9000.00")})
    waiting = (await finance.get("/payment-requests", status="awaiting-approval")).body["items"]
    refused = await finance.post(f"/payment-requests/{waiting[0]['id']}/approval", {})
    assert (refused.status, refused.body["code"]) == (403, "payment-needs-second-person")
