"""Strangers who mean harm: each is refused by name, and the gateway goes on answering others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from gateway.tests.fixtures import Gateway
from tests.security.hostile import DOCUMENTS

GRAPHQL_JSON = "application/graphql-response+json"
HONEST = "{ partners(first: 1) { totalCount } }"


async def assert_answers_others(gateway: Gateway) -> None:
    assert (await gateway.ask(HONEST)).data == {"partners": {"totalCount": 0}}


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_a_hostile_document_is_refused_by_name(gateway: Gateway, name: str) -> None:
    document, code = DOCUMENTS[name]
    answer = await gateway.post({"query": document}, gateway.token(), Accept=GRAPHQL_JSON)
    assert answer.status in (200, 400)
    assert code in answer.codes
    assert answer.body.get("data") is None
    assert len(str(answer.body)) < 40_000
    await assert_answers_others(gateway)


async def test_ten_megabytes_are_refused_whether_declared_or_not(gateway: Gateway) -> None:
    headers = {"Authorization": f"Bearer {gateway.token()}", "Content-Type": "application/json"}

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(160):
            yield b" " * 65_536

    for body in (b" " * 10_485_760, pieces()):
        async with gateway.session.post(f"{gateway.url}/graphql", data=body, headers=headers) as response:
            assert response.status == 413
            assert (await response.json(content_type=None))["code"] == "body-too-large"
    await assert_answers_others(gateway)


async def connection(gateway: Gateway) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(gateway.url)
    return await asyncio.open_connection(address.hostname, address.port)


def head(gateway: Gateway, length: int) -> bytes:
    return (
        f"POST /graphql HTTP/1.1\r\nHost: kervan\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {gateway.token()}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


async def test_bodies_that_never_end_are_ended(gateway: Gateway) -> None:
    held = [await connection(gateway) for _ in range(50)]
    for _, writer in held:
        writer.write(head(gateway, 1000) + b'{"query": "')
    await assert_answers_others(gateway)
    told = await asyncio.gather(*(reader.read() for reader, _ in held))
    assert {each.split(b"\r\n")[0] for each in told} == {b"HTTP/1.1 408 Request Timeout"}
    assert all(b"body-too-slow" in each for each in told)


@pytest.mark.parametrize("sent", [b"", b"P", b"POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: "])
async def test_heads_that_never_end_are_closed(gateway: Gateway, sent: bytes) -> None:
    held = [await connection(gateway) for _ in range(50)]
    for _, writer in held:
        writer.write(sent)
    await assert_answers_others(gateway)
    assert set(await asyncio.gather(*(reader.read() for reader, _ in held))) == {b""}


async def test_a_second_head_that_never_ends_is_closed_too(gateway: Gateway) -> None:
    reader, writer = await connection(gateway)
    writer.write(head(gateway, 2) + b"{}")
    assert b"HTTP/1.1 400" in await reader.readuntil(b"}}]}")
    writer.write(b"POST /graphql HTTP/1.1\r\nX: ")
    assert await reader.read() == b""
    writer.close()


async def test_connections_beyond_the_bound_are_turned_away(gateway: Gateway) -> None:
    await assert_answers_others(gateway)  # whose connection is kept
    held = [await connection(gateway) for _ in range(260)]
    try:
        told = await asyncio.gather(*(reader.read() for reader, _ in held))
    finally:
        for _, writer in held:
            writer.close()
    refused = [each for each in told if each.startswith(b"HTTP/1.1 503 ")]
    assert len(refused) >= 60
    assert all(b"Retry-After" in each for each in refused)
    await assert_answers_others(gateway)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_refused(gateway: Gateway, sent: bytes) -> None:
    reader, writer = await connection(gateway)
    writer.write(sent)
    assert b" 400 " in (await reader.read()).split(b"\r\n")[0]
    writer.close()


async def test_in_a_flood_of_strangers_honest_clients_are_answered(gateway: Gateway) -> None:
    flood = [asyncio.create_task(gateway.post({"query": HONEST}, "no token")) for _ in range(150)]
    await assert_answers_others(gateway)
    assert {(await each).status for each in flood} == {401}
