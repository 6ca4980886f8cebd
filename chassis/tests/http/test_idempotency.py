"""One key, one effect, one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.http.idempotency import Claim, KeyMalformed, StoredAnswer, forget_before, forget_mentions
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.tests.http.conftest import Client
from chassis.tests.http.rooms import Gate

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SENATE = {"name": "Senato Salonu", "places": 40}

Names = Callable[[], Awaitable[list[str]]]


async def test_a_repeated_request_gets_the_first_answer_byte_for_byte(office: Client) -> None:
    first = await office.post("/v1/rooms", SENATE, Idempotency_Key="a-1")
    again = await office.post("/v1/rooms", SENATE, Idempotency_Key="a-1")
    assert (again.status, again.body, again.headers["ETag"]) == (201, first.body, '"1"')
    assert again.headers["Kervan-Aggregate"] == first.headers["Kervan-Aggregate"]
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")


async def test_a_repeated_request_changes_nothing(office: Client, rooms_named: Names) -> None:
    for _ in range(3):
        await office.post("/v1/rooms", SENATE, Idempotency_Key="a-1")
    assert await rooms_named() == ["Senato Salonu"]


async def test_two_requests_at_once_with_one_key_have_one_effect(
    office: Client, gate: Gate, rooms_named: Names
) -> None:
    gate.opened.clear()
    first = asyncio.create_task(office.post("/v1/rooms", SENATE, Idempotency_Key="a-1"))
    await asyncio.wait_for(gate.reached.wait(), 5)
    second = asyncio.create_task(office.post("/v1/rooms", SENATE, Idempotency_Key="a-1"))
    await asyncio.wait({second}, timeout=0.3)
    gate.opened.set()
    answers = await asyncio.gather(first, second)
    assert {(answer.status, answer.body) for answer in answers} == {(201, answers[0].body)}
    assert await rooms_named() == ["Senato Salonu"]


async def test_a_waiting_request_acts_itself_when_the_first_one_is_refused(
    office: Client, gate: Gate, rooms_named: Names
) -> None:
    gate.opened.clear()
    refused = asyncio.create_task(
        office.post("/v1/rooms", {"name": "Kiler", "places": 0}, Idempotency_Key="a-1")
    )
    await asyncio.wait_for(gate.reached.wait(), 5)
    waiting = asyncio.create_task(office.post("/v1/rooms", SENATE, Idempotency_Key="a-1"))
    await asyncio.wait({waiting}, timeout=0.3)
    gate.opened.set()
    assert ((await refused).status, (await waiting).status) == (422, 201)
    assert await rooms_named() == ["Senato Salonu"]


async def test_a_refused_command_may_be_corrected_under_its_key(office: Client, rooms_named: Names) -> None:
    refused = await office.post("/v1/rooms", {"name": "Kiler", "places": 0}, Idempotency_Key="a-1")
    corrected = await office.post("/v1/rooms", {"name": "Kiler", "places": 2}, Idempotency_Key="a-1")
    assert (refused.status, corrected.status) == (422, 201)
    assert await rooms_named() == ["Kiler"]


async def test_a_key_used_for_another_body_is_refused(office: Client, rooms_named: Names) -> None:
    await office.post("/v1/rooms", SENATE, Idempotency_Key="a-1")
    other = await office.post("/v1/rooms", {"name": "Kiler", "places": 2}, Idempotency_Key="a-1")
    assert (other.status, (await other.json())["code"]) == (422, "idempotency-key-reused")
    assert await rooms_named() == ["Senato Salonu"]


async def test_another_caller_may_use_the_same_key(
    office: Client, client_of: Callable[[str], Client], issuer: DevelopmentIssuer, rooms_named: Names
) -> None:
    colleague = client_of(issuer.issue(Role.OFFICE, subject="office-2"))
    await office.post("/v1/rooms", SENATE, Idempotency_Key="a-1")
    await colleague.post("/v1/rooms", {"name": "Kiler", "places": 2}, Idempotency_Key="a-1")
    assert await rooms_named() == ["Kiler", "Senato Salonu"]


async def test_a_change_sent_again_is_not_stale(office: Client) -> None:
    room = await (await office.post("/v1/rooms", SENATE)).json()
    path, wider = f"/v1/rooms/{room['id']}", {**SENATE, "places": 60}
    first = await office.put(path, wider, If_Match='"1"', Idempotency_Key="w-1")
    again = await office.put(path, wider, If_Match='"1"', Idempotency_Key="w-1")
    assert (first.status, again.status, again.body) == (200, 200, first.body)


@pytest.mark.parametrize("key", ["", " ", "a b", "ş", "x" * 256, "tab\t"])
def test_a_key_is_short_visible_ascii(key: str) -> None:
    with pytest.raises(KeyMalformed):
        Claim.of(key, "office-1", "POST /v1/rooms", "", b"")


def test_bytes_moved_between_query_and_body_make_another_request() -> None:
    one = Claim.of("k", "office-1", "POST /v1/rooms", "a=1", b"{}")
    other = Claim.of("k", "office-1", "POST /v1/rooms", "a=", b"1{}")
    assert one.request != other.request


async def test_an_expired_key_may_be_used_anew(connection: AsyncConnection) -> None:
    claim = await _kept(connection, b"{}")
    assert await forget_before(connection, NOW) == 0
    assert await forget_before(connection, NOW + timedelta(seconds=1)) == 1
    assert await claim.take(connection, NOW) is None


async def test_answers_that_name_an_erased_person_are_forgotten(connection: AsyncConnection) -> None:
    person: UUID = new_id()
    await _kept(connection, f'{{"id":"{person}","name":"Ayşe"}}'.encode())
    assert await forget_mentions(connection, new_id()) == 0
    assert await forget_mentions(connection, person) == 1


async def test_the_caller_is_not_named_in_the_table(connection: AsyncConnection) -> None:
    claim = await _kept(connection, b"{}", subject="ayse@students.example")
    assert b"ayse" not in claim.caller


async def _kept(connection: AsyncConnection, body: bytes, subject: str = "office-1") -> Claim:
    claim = Claim.of("k", subject, "POST /v1/rooms", "", b"{}")
    assert await claim.take(connection, NOW) is None
    await claim.keep(connection, StoredAnswer(200, {}, body))
    return claim
