"""A payment by a bank's file: gathered, approved by a second person, downloaded, answered by a statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest

from chassis.ids import new_id
from contracts.topics import PAYMENT_ORDER
from gateway.reading.ids import parse_node_id
from tests.journey.another_call import Offer, accept
from tests.journey.system import System
from tests.journey.topics import records_of

pytestmark = pytest.mark.timeout(300)

Json = dict[str, Any]
REQUESTED = """
query Requested($person: ID!) {
  paymentRequests(filter: { personId: $person }) {
    nodes { id status amount { amount } budget { id } batch { id } grant { instalments { number status } } }
  }
}
"""
BATCH = "paymentBatch { id status payments total { amount } requests { nodes { id } } }"
NAMESPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


async def requests_of(system: System, person: str) -> list[Json]:
    found = await system.stage.gateway.ask(system.stage.finance, REQUESTED, {"person": person})
    nodes: list[Json] = found["paymentRequests"]["nodes"]
    return nodes


async def unmatched(system: System) -> list[Json]:
    asked = "query { statementLines(filter: { status: UNMATCHED }) { nodes { id problem } } }"
    nodes: list[Json] = (await system.stage.gateway.ask(system.stage.finance, asked))["statementLines"][
        "nodes"
    ]
    return nodes


async def on_batch(system: System, token: str, mutation: str, batch: str) -> Json:
    return await system.stage.gateway.attempt(
        token, mutation, {"id": batch}, BATCH, input_type="PaymentBatchInput"
    )


def statement_of(document: bytes) -> bytes:
    """What the bank tells of a file it carried out, and a charge of its own."""
    rows = ["date,amount,currency,reference,iban"]
    for transfer in ElementTree.fromstring(document).iter(f"{NAMESPACE}CdtTrfTxInf"):
        order, amount = (
            transfer.findtext(f".//{NAMESPACE}EndToEndId"),
            transfer.find(f".//{NAMESPACE}InstdAmt"),
        )
        assert amount is not None
        rows.append(f"2026-06-01,-{amount.text},{amount.get('Ccy')},{order},")
    return "\n".join([*rows, "2026-06-01,-3.50,EUR,,"]).encode()


async def upload(system: System, statement: bytes) -> Json:
    report: Json = await system.stage.rest.post(
        "finance", "/v1/imports/statements", system.stage.finance, csv=statement, key=str(new_id())
    )
    return report


async def test_a_payment_goes_to_the_bank_in_a_file_that_a_second_person_approved(
    system: System, offers: list[Offer]
) -> None:
    stage = system.stage
    person = (await accept(stage, offers[10]))["person"]["id"]
    [request] = await system.until("the request", lambda: requests_of(system, person))
    account = {
        "id": request["budget"]["id"],
        "holder": "Iğdır Üniversitesi",
        "iban": "TR330006100519786457841326",
    }
    await stage.gateway.do(stage.finance, "enterPayingAccount", account, "budget { id }")
    given = {"id": request["budget"]["id"], "channel": "BANK_FILE"}
    batch = (await stage.gateway.do(stage.office, "gatherPayments", given, BATCH))["paymentBatch"]
    own = await on_batch(system, stage.office, "approvePaymentBatch", batch["id"])
    approved = await on_batch(system, stage.second, "approvePaymentBatch", batch["id"])
    assert own["userErrors"][0]["code"] == "payment-needs-second-person"
    assert (approved["paymentBatch"]["status"], approved["userErrors"]) == ("APPROVED", [])

    orders = {parse_node_id(each["id"])[1] for each in approved["paymentBatch"]["requests"]["nodes"]}
    kind, document = await stage.gateway.document(stage.finance, batch["id"])
    root = ElementTree.fromstring(document)
    assert kind == "application/xml"
    assert {UUID(each.text or "") for each in root.iter(f"{NAMESPACE}EndToEndId")} == orders
    assert root.findtext(f".//{NAMESPACE}CtrlSum") == batch["total"]["amount"]
    _, refused = await stage.gateway.document(stage.office, batch["id"])
    assert b"role-missing" in refused

    told = {UUID(record.key.decode()) for record in await records_of(system.bootstrap, [PAYMENT_ORDER])}
    assert told & orders == set()
    first, again = [await upload(system, statement_of(document)) for _ in range(2)]
    assert (first["accepted"], again["accepted"]) == (len(orders) + 1, 0)
    [paid] = await system.until(
        "the payment",
        lambda: requests_of(system, person),
        lambda found: found[0]["grant"]["instalments"][0]["status"] == "PAID",
    )
    assert (paid["status"], paid["batch"]["id"]) == ("APPROVED", batch["id"])
    [charge] = await system.until("the charge", lambda: unmatched(system))
    given = {"id": charge["id"], "origin": "BANK_CHARGE"}
    aside = await stage.gateway.do(
        stage.finance, "setStatementLineAside", given, "statementLine { status origin }"
    )
    assert charge["problem"] == "ORDER_UNKNOWN"
    assert aside["statementLine"] == {"status": "SET_ASIDE", "origin": "BANK_CHARGE"}
