"""graphql-transport-ws, message by message as its protocol says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import aiohttp
import orjson
import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from gateway.documents.manifest import hash_of
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.subscriptions.conftest import NewLine
from gateway.tests.subscriptions.line import Line, Wire
from gateway.tests.subscriptions.subscribing import PROTOCOL, Closed, connected, now, raw_socket

STAYS = "subscription ($after: String) { mobilityChanged(after: $after) { mobility { id } } }"


async def test_another_subprotocol_is_closed_with_4406(gateway: Gateway) -> None:
    async with raw_socket(gateway, "graphql-ws") as socket:
        with pytest.raises(Closed) as closed:
            await socket.next()
    assert (closed.value.code, closed.value.reason) == (4406, "Subprotocol not acceptable")


async def test_who_subscribes_before_the_acknowledgement_is_closed_with_4401(gateway: Gateway) -> None:
    async with raw_socket(gateway) as socket:
        await socket.subscribe(STAYS)
        with pytest.raises(Closed) as closed:
            await socket.next()
    assert (closed.value.code, closed.value.reason) == (4401, "Unauthorized")


async def test_a_second_initialisation_is_closed_with_4429(gateway: Gateway) -> None:
    async with connected(gateway) as socket:
        await socket.send("connection_init")
        with pytest.raises(Closed) as closed:
            await socket.next()
    assert (closed.value.code, closed.value.reason) == (4429, "Too many initialisation requests")


async def test_an_id_in_use_is_closed_with_4409_and_is_free_again_after_complete(gateway: Gateway) -> None:
    async with connected(gateway) as socket:
        await socket.subscribe(STAYS, name="a")
        await socket.send("complete", id="a")
        await socket.subscribe(STAYS, name="a")
        await socket.send("ping")
        assert await socket.next() == {"type": "pong"}
        await socket.subscribe(STAYS, name="a")
        with pytest.raises(Closed) as closed:
            await socket.next()
    assert (closed.value.code, closed.value.reason) == (4409, "Subscriber for a already exists")


async def test_a_silent_client_is_closed_with_4408(new_line: NewLine) -> None:
    wire = await new_line(initialisation_seconds_max=0.05).dial()
    closed = await wire.closed()
    assert (closed.code, closed.reason) == (4408, "Connection initialisation timeout")


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        '{"type": 1}',
        '{"type": "start", "id": "1"}',
        '{"type": "subscribe", "payload": {"query": "{ me }"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ me }"}}',
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "variables": []}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ me }", "operationName": 1}}',
        '{"type": "complete"}',
    ],
)
async def test_a_message_that_is_none_is_closed_with_4400(gateway: Gateway, text: str) -> None:
    async with connected(gateway) as socket:
        await socket.ws.send_str(text)
        with pytest.raises(Closed) as closed:
            await socket.next()
    assert closed.value.code == 4400
    assert closed.value.reason


async def test_bytes_and_messages_without_measure_are_closed_with_4400(gateway: Gateway) -> None:
    async with connected(gateway) as binary, connected(gateway) as long:
        await binary.ws.send_bytes(b"{}")
        await long.send("ping", payload={"x": "x" * 300_000})
        for socket in (binary, long):
            with pytest.raises(Closed) as closed:
                await socket.next()
            assert closed.value.code == 4400


async def test_pings_are_answered_at_any_time_and_pongs_are_not(gateway: Gateway) -> None:
    async with raw_socket(gateway) as socket:
        await socket.send("pong")
        await socket.send("ping", payload={"at": 1})
        assert await socket.next() == {"type": "pong"}


@pytest.mark.parametrize("place", ["Authorization", "authorization", "token"])
async def test_the_token_may_stand_in_the_payload(gateway: Gateway, place: str) -> None:
    async with raw_socket(gateway) as socket:
        await socket.send("connection_init", payload={place: gateway.token(Role.STUDENT)})
        assert await socket.next() == {"type": "connection_ack"}


async def test_the_token_may_stand_in_the_handshake(gateway: Gateway) -> None:
    async with raw_socket(gateway, Authorization=f"Bearer {gateway.token()}") as socket:
        await socket.send("connection_init")
        assert await socket.next() == {"type": "connection_ack"}


@pytest.mark.parametrize(
    ("payload", "code"),
    [({}, "token-missing"), ({"token": "x.y.z"}, "token-invalid"), ({"token": "expired"}, "token-expired")],
)
async def test_who_is_not_let_in_is_closed_with_4403(
    gateway: Gateway, payload: dict[str, str], code: str
) -> None:
    if payload.get("token") == "expired":
        payload = {"token": gateway.token(Role.OFFICE, lifetime=timedelta(hours=-1))}
    async with raw_socket(gateway) as socket:
        await socket.send("connection_init", payload=payload)
        with pytest.raises(Closed) as closed:
            await socket.next()
    assert (closed.value.code, closed.value.reason.split(":")[0]) == (4403, code)


async def test_the_connection_ends_with_the_token(line: Line) -> None:
    async with line.connected(line.token(lifetime=timedelta(seconds=1))) as wire:
        closed = await wire.closed()
    assert (closed.code, closed.reason) == (4403, "token-expired: Sign in again.")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ me { roles } }", "subscriptions-only"),
        (
            'mutation { erasePerson(input: {id: "x", expectedVersion: 1}) { stale } }',
            "subscriptions-only",
        ),
        ("subscription { mobilityChanged { nothing } }", "graphql-invalid"),
        ("subscription {", "graphql-invalid"),
        ("subscription ($id: ID!) { mobilityChanged(id: $id) { cursor } }", "graphql-invalid"),
        ("subscription { mobilityChanged { cursor } paymentChanged { cursor } }", "graphql-invalid"),
        ('subscription { mobilityChanged(id: "x") { cursor } }', "invalid-id"),
        ('subscription { mobilityChanged(after: "x") { cursor } }', "invalid-change-cursor"),
        ("subscription A { mobilityChanged { cursor } } subscription B { mobilityChanged { cursor } }", None),
        (
            "subscription { " + "...F " * 2 + "} fragment F on Subscription { mobilityChanged { cursor } }",
            "ok",
        ),
    ],
)
async def test_what_cannot_be_subscribed_is_an_error_in_kervans_words(
    gateway: Gateway, query: str, code: str | None
) -> None:
    async with connected(gateway) as socket:
        await socket.subscribe(query)
        await socket.send("ping")
        if code == "ok":
            assert await socket.next() == {"type": "pong"}
            return
        message = next(m for m in [await socket.next(), await socket.next()] if m["type"] != "pong")
        assert (message["type"], message["id"]) == ("error", "1")
        found = message["payload"][0]["extensions"]
        assert found["code"] == (code or "graphql-operation-unknown")
        assert found["message"]["tr"]
        await socket.subscribe(STAYS, after=await now(gateway))  # the id is free, the connection goes on


async def test_limits_hold_as_for_queries(gateway: Gateway) -> None:
    deep = "person { mobilities { nodes { " * 5 + "id" + " } } }" * 5
    async with connected(gateway) as socket:
        await socket.subscribe(f"subscription {{ mobilityChanged {{ mobility {{ {deep} }} }} }}")
        message = await socket.next()
    assert message["payload"][0]["extensions"]["code"] == "query-too-deep"


async def test_an_answers_cost_is_measured_with_its_variables(new_line: NewLine) -> None:
    query = """subscription ($n: Int) {
      eventPlacesChanged { event { registrations(first: $n) { nodes { id } } } } }"""
    async with new_line({"query_cost_max": 50}).connected() as wire:
        await wire.subscribe(query, n=60)
        assert await refused(wire) == "query-too-costly"


async def test_new_texts_are_paced_and_known_ones_are_not(new_line: NewLine) -> None:
    line = new_line({"new_documents_a_minute_max": 1})
    async with line.connected() as wire:
        await wire.subscribe(STAYS, name="a")
        await wire.subscribe(STAYS, name="b")
        await line.listening(2)
        await wire.subscribe(f"{STAYS} ", name="c")
        assert await refused(wire) == "too-many-new-documents"


async def test_a_trusted_document_is_subscribed_by_its_hash(new_line: NewLine, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(orjson.dumps({hash_of(STAYS): STAYS}))
    line = new_line({"trusted_documents": manifest, "trusted_documents_only": True})
    async with line.connected() as wire:
        await wire.send("subscribe", id="1", payload={"documentId": hash_of(STAYS)})
        await line.listening(1)
        await wire.send("subscribe", id="2", payload={"documentId": hash_of("else")})
        assert await refused(wire) == "PERSISTED_QUERY_NOT_FOUND"
        await wire.subscribe(f"{STAYS} ", name="3")
        assert await refused(wire) == "document-not-trusted"


async def test_pages_of_unknown_sites_are_closed_with_4403(gateway: Gateway) -> None:
    async with raw_socket(gateway, Origin="https://elsewhere.example") as socket:
        with pytest.raises(Closed) as closed:
            await socket.next()
    assert (closed.value.code, closed.value.reason.split(":")[0]) == (4403, "origin-refused")


async def test_sockets_at_other_addresses_are_refused(gateway: Gateway) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await gateway.session.ws_connect(f"{gateway.url}/status", protocols=(PROTOCOL,))


async def refused(wire: Wire) -> str:
    """The code of the error that one subscription ends with."""
    message = await wire.next()
    assert message["type"] == "error", message
    code: str = message["payload"][0]["extensions"]["code"]
    return code


async def test_after_complete_nothing_more_is_told_of_it(gateway: Gateway, views: Views) -> None:
    async with connected(gateway) as socket:
        after = await now(gateway)
        await socket.subscribe(STAYS, name="a", after=after)
        await socket.subscribe(STAYS, name="b", after=after)
        await views.take_in(office.stay(new_id(), new_id()))
        assert {(await socket.next())["id"], (await socket.next())["id"]} == {"a", "b"}
        await socket.send("complete", id="a")
        await socket.send("ping")
        assert await socket.next() == {"type": "pong"}
        await views.take_in(office.stay(new_id(), new_id()))
        await views.take_in(office.stay(new_id(), new_id()))
        assert [(await socket.next())["id"], (await socket.next())["id"]] == ["b", "b"]


async def test_what_still_waits_when_the_client_completes_is_not_sent(line: Line) -> None:
    async with line.connected() as wire, line.connected() as other:
        for each in (wire, other):
            await each.subscribe(STAYS)
        await line.listening(2)
        wire.stall()
        for _ in range(3):
            await line.take_in(office.stay(new_id(), new_id()))
            await other.told()
        await wire.send("complete", id="1")
        await wire.send("ping")
        await line.listening(1)
        wire.flow()
        assert (await wire.next())["type"] == "next"  # it was on its way
        assert await wire.next() == {"type": "pong"}
