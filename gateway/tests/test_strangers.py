"""Strangers are paced by address at /graphql too: by POST, GET, preflight and WebSocket."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from chassis.identity.issuer import DevelopmentIssuer
from gateway.execution import Asked
from gateway.tests.edges import serving
from gateway.tests.fixtures import Gateway

QUERY = {"query": "{ me { roles } }"}


async def nothing(_: Asked) -> bytes:
    return b'{"me":null}'


async def forged(gateway: Gateway) -> tuple[int, Any]:
    answer = await gateway.post(QUERY, "forged")
    return answer.status, answer.headers


async def preflight(gateway: Gateway) -> tuple[int, Any]:
    headers = {"Access-Control-Request-Method": "POST"}
    async with gateway.session.options(f"{gateway.url}/graphql", headers=headers) as response:
        return response.status, response.headers


async def wrong_method(gateway: Gateway) -> tuple[int, Any]:
    async with gateway.session.delete(f"{gateway.url}/graphql") as response:
        return response.status, response.headers


async def editor(gateway: Gateway) -> tuple[int, Any]:
    async with gateway.session.get(f"{gateway.url}/graphql", headers={"Accept": "text/html"}) as response:
        return response.status, response.headers


@pytest.mark.parametrize("knock", [forged, preflight, wrong_method, editor])
async def test_a_stranger_is_told_how_long_to_wait(issuer: DevelopmentIssuer, knock: Any) -> None:
    async with serving(nothing, issuer, strangers_a_minute_max=3, graphiql=True) as gateway:
        known = gateway.token()
        assert (await gateway.post(QUERY, known)).status == 200
        assert 429 not in [(await knock(gateway))[0] for _ in range(3)]
        status, headers = await knock(gateway)
        assert (status, headers["Retry-After"]) == (429, "20")
        assert headers["Content-Type"] == "application/problem+json"
        assert (await gateway.post(QUERY, known)).status == 200


async def test_a_stranger_at_the_websocket_is_closed_with_1013(issuer: DevelopmentIssuer) -> None:
    async with serving(nothing, issuer, strangers_a_minute_max=3) as gateway:
        assert [await _closed(gateway) for _ in range(4)] == [4403, 4403, 4403, 1013]


async def _closed(gateway: Gateway) -> int | None:
    url = f"{gateway.url}/graphql"
    async with gateway.session.ws_connect(url, protocols=["graphql-transport-ws"]) as socket:
        await socket.send_json({"type": "connection_init", "payload": {"token": "forged"}})
        message = await socket.receive(timeout=30)
        assert message.type is aiohttp.WSMsgType.CLOSE
        return int(message.data)
