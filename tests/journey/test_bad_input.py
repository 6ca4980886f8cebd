"""What is wrong is refused or set aside with its reason, and stops nothing else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import aiohttp
import pytest

from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.kafka import partition_of
from contracts import cloudevents
from contracts.event import EVENT_TYPES
from contracts.finance import PaymentAnswered, PaymentResult
from contracts.mobility import MobilityPlanned
from contracts.readers import readers_of
from contracts.topics import MOBILITY, PAYMENT_RESULT
from contracts.vocabulary import PaymentOutcome
from deploy.local.journey.leaving import agreed_on_paper
from gateway.reading.ids import parse_node_id
from tests.journey.another_call import Offer, accept
from tests.journey.system import System
from tests.journey.topics import send

pytestmark = pytest.mark.timeout(300)

UNKNOWN_TYPE = "kervan.mobility.mobility-planned.v2"
PARKED = "SELECT consumer_group, error FROM parked_record WHERE key = $1"
EARLY = date(2027, 12, 20)


@pytest.fixture
async def http(system: System) -> AsyncIterator[aiohttp.ClientSession]:
    """The office at the mobility service's own door."""
    headers = {"Authorization": f"Bearer {system.stage.office}"}
    async with aiohttp.ClientSession(system.stage.endpoints["services"]["mobility"], headers=headers) as made:
        yield made


async def parked(system: System, key: UUID) -> dict[str, str]:
    """Why each group has set the key aside."""
    found = [row for name in system.databases for row in await system.rows(name, PARKED, str(key))]
    return {row["consumer_group"]: row["error"] for row in found}


async def test_an_answer_about_an_order_nobody_gave_is_parked(system: System) -> None:
    event = PaymentAnswered(
        state=PaymentResult(id=new_id(), version=1, outcome=PaymentOutcome.PAID, answered_at=utc_now())
    )
    headers = cloudevents.headers(
        event, event_id=new_id(), source="finance-office", at=utc_now(), traceparent=None
    )
    value = event.model_dump_json().encode()
    await send(system.bootstrap, PAYMENT_RESULT, str(event.key), value, headers)
    reasons = await system.until("parking", lambda: parked(system, event.key))
    assert list(reasons) == ["finance.payment-results"]
    assert reasons["finance.payment-results"].startswith("payment-order-unknown")


async def test_an_event_of_an_unknown_version_is_parked_and_others_go_by(
    system: System, offers: list[Offer]
) -> None:
    """The other mobility's key has the same partition: it comes behind the one that nobody can read."""
    stage = system.stage
    mobility = await accept(stage, offers[0])
    going = parse_node_id(mobility["id"])[1]
    poison = _key_beside(going)
    await send(system.bootstrap, MOBILITY, str(poison), b"{}", _headers_of_tomorrow(poison))
    groups = set(readers_of(MOBILITY.name))
    reasons = await system.until(
        "parking", lambda: parked(system, poison), lambda found: set(found) == groups
    )
    assert all(UNKNOWN_TYPE in reason for reason in reasons.values())

    await agreed_on_paper(stage, mobility["id"], "another-version")
    payload = await stage.gateway.do(
        stage.office, "returnEarly", {"id": mobility["id"], "ends": EARLY.isoformat()}, "mobility { days }",
        input_type="StayEndedInput",
    )  # fmt: skip
    days = "SELECT days FROM grants WHERE mobility_id = $1"
    await system.until(
        "the recount", lambda: system.rows("finance", days, going), lambda rows: rows[0][0] == 96
    )
    assert (payload["stale"], payload["mobility"]["days"]) == (False, 96)


def _key_beside(other: UUID) -> UUID:
    """A new id whose records come to the same partition."""
    ids = (new_id() for _ in range(1000))
    wanted = partition_of(str(other).encode(), MOBILITY.partitions)
    return next(one for one in ids if partition_of(str(one).encode(), MOBILITY.partitions) == wanted)


def _headers_of_tomorrow(key: UUID) -> dict[str, str]:
    return {
        "ce_specversion": "1.0",
        "ce_id": str(new_id()),
        "ce_source": "/kervan/mobility",
        "ce_type": UNKNOWN_TYPE,
        "ce_subject": str(key),
        "ce_sequence": "1",
        "content-type": "application/json",
    }


def test_the_unknown_version_is_not_known_by_now() -> None:
    assert UNKNOWN_TYPE.removesuffix("2") == MobilityPlanned.TYPE.removesuffix("1")
    assert UNKNOWN_TYPE not in EVENT_TYPES


async def test_a_stale_version_is_answered_with_the_present_one(
    system: System, http: aiohttp.ClientSession
) -> None:
    person = (await _post(http, _person("stale"), "stale-person"))[1]
    path, change = f"/v1/people/{person['id']}", {"department": "history"}
    async with http.patch(path, json=change, headers={"If-Match": '"1"'}) as first:
        assert first.status == 200
    async with http.patch(path, json=change, headers={"If-Match": '"1"'}) as second:
        problem = await second.json(content_type=None)
    assert (second.status, problem["code"], problem["facts"]["present"]) == (412, "stale-version", 2)


async def test_the_same_key_twice_is_done_once_and_answered_alike(
    system: System, http: aiohttp.ClientSession
) -> None:
    first = await _post(http, _person("twice"), "same-key")
    assert await _post(http, _person("twice"), "same-key") == first
    numbers = await system.rows("mobility", "SELECT id FROM person WHERE student_number = 'K2027-twice'")
    assert len(numbers) == 1


def _person(name: str) -> dict[str, Any]:
    return {"given_name": "Sınama", "family_name": name, "student_number": f"K2027-{name}"}


async def _post(http: aiohttp.ClientSession, person: dict[str, Any], key: str) -> tuple[int, Any]:
    async with http.post("/v1/people", json=person, headers={"Idempotency-Key": key}) as answer:
        return answer.status, json.loads(await answer.read())
