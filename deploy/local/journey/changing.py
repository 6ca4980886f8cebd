"""Chapter 9: one comes home early, one withdraws after payment, money returns and moves others up."""

from __future__ import annotations

from datetime import date

from aiokafka import AIOKafkaProducer

from chassis.clock import utc_now
from chassis.ids import new_id
from contracts import cloudevents
from contracts.finance import PaymentAnswered, PaymentResult
from contracts.vocabulary import PaymentOutcome
from deploy.local.health import status_of
from deploy.local.journey.choosing import offered_in_order
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.leaving import agreed_on_paper
from deploy.local.journey.paying import CALL_YEAR_OF_DEMO, grants_of, settled, show_grants
from deploy.local.journey.stage import Stage
from deploy.local.journey.story import money


async def changes(stage: Stage) -> Facts:
    """Recomputed days, recoveries, a reserve that goes instead, a zero grant that is funded."""
    grants, _ = await grants_of(stage, CALL_YEAR_OF_DEMO, "settled payments", settled)

    async def two_who_were_paid() -> list[Json]:
        paid = [g for g in grants if g["status"] == "RESERVED" and float(g["paid"]["amount"]) > 0]
        return [{"id": grant["id"], "mobility": grant["mobility"]["id"]} for grant in paid[:2]]

    early, withdrawn = await stage.once("early-and-withdrawn", two_who_were_paid)
    await _return_early(stage, early)
    await _withdraw(stage, withdrawn)
    await _reserve_goes(stage)
    await _money_returns(stage, withdrawn)
    after, budget = await grants_of(stage, CALL_YEAR_OF_DEMO, "grants after the changes", settled)
    show_grants(stage, "query Grants: after the changes · değişikliklerden sonra", after)
    stage.story.step("query Grants { budgets }", f"available {budget['available']['amount']} EUR")
    await _unknown_order(stage)
    return {"early": early["id"], "withdrawn": withdrawn["id"]}


async def _return_early(stage: Stage, chosen: Json) -> None:
    begins = stage.stay[0]
    ends = date(begins.year, 11, 20)
    await agreed_on_paper(stage, chosen["mobility"], "early")
    given = {"id": chosen["mobility"], "ends": ends.isoformat()}
    payload = await stage.gateway.do(
        stage.office,
        "returnEarly",
        given,
        "mobility { days }",
        key=stage.key("early"),
        input_type="StayEndedInput",
    )
    grant = await _recovering(stage, chosen["id"])
    stage.story.step(
        "mutation returnEarly",
        f"{payload['mobility']['days']} days instead; grant {money(grant['amount'])},"
        f" to recover {money(grant['recovery']['amount'])}",
    )


async def _withdraw(stage: Stage, chosen: Json) -> None:
    given = {"id": chosen["mobility"], "reason": "family reasons"}
    await stage.gateway.do(
        stage.office, "withdrawMobility", given, "mobility { status }", key=stage.key("withdraw-mobility")
    )
    grant = await _recovering(stage, chosen["id"])
    stage.story.step(
        "mutation withdrawMobility", f"everything paid is owed back: {money(grant['recovery']['amount'])}"
    )


async def _recovering(stage: Stage, grant_id: str) -> Json:
    def ready(grants: list[Json]) -> bool:
        return any(g["id"] == grant_id and g["recovery"] for g in grants)

    grants, _ = await grants_of(stage, CALL_YEAR_OF_DEMO, "the recovery", ready)
    return next(g for g in grants if g["id"] == grant_id)


async def _reserve_goes(stage: Stage) -> None:
    call_id = stage.facts("applications")["call"]
    [promoted] = await offered_in_order(stage, call_id, 1, "reserve-goes")
    await stage.gateway.do(
        stage.office, "acceptPlacement", {"id": promoted["id"]}, "placement { status }",
        key=stage.key("accept-reserve"), input_type="PlacementInput",
    )  # fmt: skip
    rank = promoted["rank"]
    await grants_of(
        stage, CALL_YEAR_OF_DEMO, "the reserve's grant", lambda gs: any(g["rank"] == rank for g in gs)
    )
    stage.story.step("mutation acceptPlacement", f"rank {rank} goes instead")


async def _money_returns(stage: Stage, chosen: Json) -> None:
    """What was owed is paid back: the best rank that waits with a zero-grant place is funded."""
    grant = await _recovering(stage, chosen["id"])

    async def first_in_line() -> Json:
        return {"id": min(await _zero_grants(stage), key=lambda g: g["rank"])["id"]}

    waited = await stage.once("first-in-line", first_in_line)
    given = {
        "id": chosen["id"],
        "amount": grant["recovery"]["amount"],
        "receivedOn": stage.journal.began.date().isoformat(),
        "bankReference": "DEMO-1",
    }
    await stage.gateway.do(
        stage.finance, "recordRecovery", given, "grant { status }", key=stage.key("recovery")
    )

    def funded(grants: list[Json]) -> bool:
        return any(g["id"] == waited["id"] and g["status"] == "RESERVED" for g in grants)

    await grants_of(stage, CALL_YEAR_OF_DEMO, "the zero grant that is funded", funded)
    stage.story.step(
        "mutation recordRecovery",
        f"{money(grant['recovery']['amount'])} came back: the first zero-grant place has its grant",
    )


async def _zero_grants(stage: Stage) -> list[Json]:
    grants, _ = await grants_of(stage, CALL_YEAR_OF_DEMO, "grants", bool)
    return [g for g in grants if g["status"] == "ZERO_GRANT"]


async def _unknown_order(stage: Stage) -> None:
    """The finance office answers about an order nobody gave: parked, and nothing else is held up."""
    if stage.journal.page("unknown-order") is None:
        await _answer_unknown(stage.endpoints["kafka"]["bootstrap_servers"])
        stage.journal.write("unknown-order", {"sent": True})

    async def parked() -> int:
        groups = status_of(stage.endpoints["services"]["finance"]).get("groups", [])
        return sum(group["parked"] for group in groups)

    found = await eventually("the parked answer", parked, lambda n: n >= 1)
    stage.story.step(
        "Kafka finance.payment-results.v1, unknown order", f"{found} key parked: make status shows it"
    )


async def _answer_unknown(bootstrap: str) -> None:
    state = PaymentResult(id=new_id(), version=1, outcome=PaymentOutcome.PAID, answered_at=utc_now())
    event = PaymentAnswered(state=state)
    headers = cloudevents.headers(
        event, event_id=new_id(), source="finance-office", at=utc_now(), traceparent=None
    )
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(
            event.TOPIC.name, cloudevents.encode(event), str(event.key).encode(),
            headers=cloudevents.wire_headers(headers),
        )  # fmt: skip
    finally:
        await producer.stop()
