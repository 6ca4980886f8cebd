"""Documents come from who makes them, with the caller's own token, as they are."""

from __future__ import annotations

from chassis.identity.caller import Role
from chassis.ids import new_id
from gateway.reading.ids import node_id
from gateway.tests.fixtures import Gateway
from gateway.tests.owner import Owner

LETTER = new_id()


async def fetched(gateway: Gateway, id: str, token: str) -> tuple[int, dict[str, str]]:
    headers = {"Authorization": f"Bearer {token}"}
    async with gateway.session.get(f"{gateway.url}/v1/documents/{id}", headers=headers) as answer:
        return answer.status, await answer.json()


async def test_the_owner_is_asked_with_the_callers_token(gateway: Gateway, owner: Owner) -> None:
    token = gateway.token(Role.OFFICE)
    owner.answer = {"a": "document"}
    assert await fetched(gateway, node_id("Letter", LETTER), token) == (200, {"a": "document"})
    (asked,) = owner.seen
    assert asked["path"] == f"/v1/letters/{LETTER}/document"
    assert asked["headers"]["Authorization"] == f"Bearer {token}"


async def test_a_batchs_document_is_the_banks_file_of_finance(gateway: Gateway, owner: Owner) -> None:
    owner.answer = {"a": "file"}
    assert (await fetched(gateway, node_id("PaymentBatch", LETTER), gateway.token(Role.FINANCE)))[0] == 200
    assert owner.seen[0]["path"] == f"/v1/payment-batches/{LETTER}/document"


async def test_the_owners_refusal_is_the_answer(gateway: Gateway, owner: Owner) -> None:
    owner.refuses(403, code="role-missing")
    status, problem = await fetched(gateway, node_id("Letter", LETTER), gateway.token(Role.STUDENT))
    assert (status, problem["code"]) == (403, "role-missing")


async def test_an_owner_that_is_slow_or_broken_is_unavailable(gateway: Gateway, owner: Owner) -> None:
    owner.refuses(500, code="internal")
    status, problem = await fetched(gateway, node_id("Letter", LETTER), gateway.token())
    assert (status, problem["code"]) == (503, "service-unavailable")
    owner.slow_seconds = 2.0
    assert (await fetched(gateway, node_id("Letter", LETTER), gateway.token()))[0] == 503


async def test_what_has_no_document_is_not_asked_for(gateway: Gateway, owner: Owner) -> None:
    status, problem = await fetched(gateway, node_id("Budget", LETTER), gateway.token())
    assert (status, problem["code"]) == (404, "not-found")
    assert (await fetched(gateway, "Letter.x", gateway.token()))[0] == 422
    assert (await fetched(gateway, node_id("Letter", LETTER), "none"))[0] == 401
    assert owner.seen == []
