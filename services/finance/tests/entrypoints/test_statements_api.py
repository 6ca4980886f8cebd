"""Finance uploads a statement over HTTP, and says what a line is that matched nothing."""

from __future__ import annotations

from chassis.identity.caller import Role
from contracts.vocabulary import PaymentOrderStatus
from services.finance.tests.adapters.test_camt import entry, statement
from services.finance.tests.builders import account, planned
from services.finance.tests.conftest import ClientOf
from services.finance.tests.office import Office

HEADER = "date;amount;currency;reference;iban"
CHARGE = "2026-06-01;-3,50;EUR;;"


async def test_a_statement_is_uploaded_and_what_matched_nothing_is_decided(
    office: Office, client_of: ClientOf
) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    (order,) = await office.orders_of(going)
    finance = await client_of(Role.FINANCE)
    statement = "\n".join((HEADER, f"2026-06-01;-2176,00;EUR;{order.id.hex};", CHARGE, "2026-06-01;x;EUR;;"))

    done = await finance.upload("/imports/statements", statement)
    again = await finance.upload("/imports/statements", statement)
    assert (done.body["accepted"], again.body["accepted"], again.body["already_there"]) == (2, 0, 2)
    assert [(one["line"], one["column"]) for one in done.body["rejected"]] == [(4, "amount")]
    assert (await office.order(order.id)).status is PaymentOrderStatus.PAID

    [line] = (await finance.get("/statement-lines", status="unmatched")).body["items"]
    path = f"/statement-lines/{line['id']}"
    wrong = await finance.post(f"{path}/assignment", {"order_id": str(order.id)})
    aside = await finance.post(f"{path}/setting-aside", {"origin": "bank-charge"})
    late = await finance.post(f"{path}/assignment", {"order_id": str(order.id)})
    assert (line["problem"], line["account"]) == ("order-unknown", None)
    assert (wrong.status, wrong.body["code"]) == (409, "statement-line-does-not-fit")
    assert (aside.status, aside.body["status"], aside.body["origin"]) == (200, "set-aside", "bank-charge")
    assert (late.status, late.body["code"]) == (409, "statement-line-is-decided")


async def test_camt_is_taken_as_csv_is_and_nothing_else(office: Office, client_of: ClientOf) -> None:
    finance = await client_of(Role.FINANCE)
    camt = statement(entry(amount="3.50")).decode()
    done = await finance.upload("/imports/statements", camt, "application/xml")
    by_csv = await finance.upload("/imports/statements", f"{HEADER}\n{CHARGE}")
    broken = await finance.upload("/imports/statements", HEADER, "application/xml")
    other = await finance.upload("/imports/statements", HEADER, "application/json")
    assert (done.body["accepted"], by_csv.body["already_there"]) == (1, 1)
    assert (broken.status, broken.body["code"], other.status) == (422, "camt-unreadable", 415)


async def test_only_finance_uploads_and_decides_the_office_looks(office: Office, client_of: ClientOf) -> None:
    await office.budget("10000.00")
    other, finance = await client_of(Role.OFFICE), await client_of(Role.FINANCE)
    await finance.upload("/imports/statements", "\n".join((HEADER, CHARGE)))
    [line] = (await other.get("/statement-lines")).body["items"]
    refused = [
        await other.upload("/imports/statements", HEADER),
        await other.post(f"/statement-lines/{line['id']}/setting-aside", {"origin": "correction"}),
        await other.post(f"/statement-lines/{line['id']}/assignment", {"order_id": line["id"]}),
    ]
    assert [answer.status for answer in refused] == [403, 403, 403]
