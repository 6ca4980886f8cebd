"""graphql-sse, distinct connections mode: a subscription as one answer that goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import aiohttp
import orjson
import pytest
from starlette.types import Message

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from gateway.http import requests
from gateway.http.exchange import Exchange
from gateway.http.sse import serve_events
from gateway.reading.ids import node_id
from gateway.settings import GatewaySettings
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.subscriptions.conftest import NewLine, Served, serving_gateway
from gateway.tests.subscriptions.subscribing import now

STAYS = "subscription ($after: String) { mobilityChanged(after: $after) { cursor mobility { id } } }"


@dataclass
class Event:
    name: str
    data: Any
    id: str | None


@dataclass
class Stream:
    answer: aiohttp.ClientResponse

    async def next(self) -> Event | None:
        """The next event, comments passed over; None at the end of the answer."""
        fields: dict[str, str] = {}
        async for line in self.answer.content:
            text = line.decode().rstrip("\n")
            if not text and fields:
                data = orjson.loads(fields["data"]) if fields.get("data") else None
                return Event(fields["event"], data, fields.get("id"))
            if text and not text.startswith(":"):
                name, _, value = text.partition(":")
                fields[name] = value.strip()
        return None

    async def told(self) -> dict[str, Any]:
        event = await self.next()
        assert event is not None
        assert event.name == "next"
        data: dict[str, Any] = event.data["data"]["mobilityChanged"]
        assert event.id == data["cursor"]
        return data

    async def refused(self) -> str:
        """The code of the error that is all there is."""
        error, complete = await self.next(), await self.next()
        assert error is not None
        assert complete is not None
        assert (error.name, complete.name, complete.data) == ("next", "complete", None)
        assert await self.next() is None
        code: str = error.data["errors"][0]["extensions"]["code"]
        return code


@asynccontextmanager
async def streamed(
    gateway: Gateway,
    query: str = STAYS,
    *,
    method: str = "POST",
    token: str | None = None,
    headers: dict[str, str] | None = None,
    **variables: Any,
) -> AsyncIterator[Stream]:
    sent = {"Accept": "text/event-stream", "Authorization": f"Bearer {token or gateway.token()}"} | (
        headers or {}
    )
    given: dict[str, Any] = (
        {"json": {"query": query, "variables": variables}}
        if method == "POST"
        else {"params": {"query": query, "variables": orjson.dumps(variables).decode()}}
    )
    async with gateway.session.request(method, f"{gateway.url}/graphql", headers=sent, **given) as answer:
        assert answer.status == 200, await answer.text()
        assert answer.content_type == "text/event-stream"
        yield Stream(answer)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_change_is_an_event_with_its_cursor_as_id(
    gateway: Gateway, views: Views, method: str
) -> None:
    stay = office.stay(new_id(), new_id())
    async with streamed(gateway, method=method, after=await now(gateway)) as stream:
        await views.take_in(stay)
        assert (await stream.told())["mobility"]["id"] == node_id("Mobility", stay.key)


async def test_last_event_id_goes_before_the_operations_own_cursor(gateway: Gateway, views: Views) -> None:
    """A browser repeats the request as it was, and adds where it stopped."""
    first, second, beginning = (
        office.stay(new_id(), new_id()),
        office.stay(new_id(), new_id()),
        await now(gateway),
    )
    async with streamed(gateway, after=beginning) as stream:
        await views.take_in(first)
        cursor = (await stream.told())["cursor"]
    await views.take_in(second)
    async with streamed(gateway, after=beginning, headers={"Last-Event-ID": cursor}) as stream:
        assert (await stream.told())["mobility"]["id"] == node_id("Mobility", second.key)


async def test_policies_hold_in_streams(gateway: Gateway, views: Views) -> None:
    ayse = new_id()
    token = gateway.token(Role.STUDENT, person_id=ayse)
    own = office.stay(new_id(), ayse)
    async with streamed(gateway, token=token, after=await now(gateway)) as stream:
        await views.take_in(office.stay(new_id(), new_id()))
        await views.take_in(own)
        assert (await stream.told())["mobility"]["id"] == node_id("Mobility", own.key)


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{ me { roles } }", {}, "subscriptions-only"),
        ("subscription {", {}, "graphql-invalid"),
        ("subscription { mobilityChanged { nothing } }", {}, "graphql-invalid"),
        (STAYS, {"after": "x"}, "invalid-change-cursor"),
        ("", {}, "graphql-request-unreadable"),
    ],
)
async def test_what_is_wrong_is_told_in_the_stream(
    gateway: Gateway, query: str, variables: dict[str, Any], code: str
) -> None:
    async with streamed(gateway, query, **variables) as stream:
        assert await stream.refused() == code


async def test_who_is_not_let_in_gets_a_status(gateway: Gateway) -> None:
    headers = {"Accept": "text/event-stream"}
    async with gateway.session.post(f"{gateway.url}/graphql", json={}, headers=headers) as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, "token-missing")


async def test_other_methods_are_not_taken(gateway: Gateway) -> None:
    headers = {"Accept": "text/event-stream"}
    async with gateway.session.put(f"{gateway.url}/graphql", headers=headers) as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")


async def test_a_body_without_measure_is_refused(gateway: Gateway) -> None:
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {gateway.token()}"}
    body = {"query": "#" + "x" * 300_000}
    async with gateway.session.post(f"{gateway.url}/graphql", json=body, headers=headers) as answer:
        assert answer.status == 413


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Origin": "https://elsewhere.example"}, 403, "origin-refused"),
        ({"Content-Type": "text/plain"}, 415, "media-type-unsupported"),
    ],
)
async def test_what_any_request_is_refused_for_is_refused_here(
    gateway: Gateway, headers: dict[str, str], status: int, code: str
) -> None:
    sent = {"Content-Type": "application/json", "Accept": "text/event-stream", **headers}
    sent["Authorization"] = f"Bearer {gateway.token()}"
    async with gateway.session.post(f"{gateway.url}/graphql", data=b"{}", headers=sent) as answer:
        assert answer.status == status
        assert code in await answer.text()


async def test_a_known_sites_page_may_read_the_stream(
    settings: GatewaySettings, views: Views, issuer: DevelopmentIssuer
) -> None:
    site = "https://mobility.example.edu"
    known = settings.model_copy(update={"cors_origins": (site,)})
    async with (
        serving_gateway(known, views, issuer) as (gateway, _),
        streamed(gateway, headers={"Origin": site}) as stream,
    ):
        assert stream.answer.headers["Access-Control-Allow-Origin"] == site
        assert stream.answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("accept", ["application/json", "application/json, text/event-stream"])
async def test_a_subscription_that_may_be_answered_with_json_is_refused_with_a_way_on(
    gateway: Gateway, accept: str
) -> None:
    answer = await gateway.post({"query": STAYS}, gateway.token(), Accept=accept)
    assert (answer.status, answer.codes) == (400, ["subscription-not-streamed"])
    assert "text/event-stream" in answer.body["errors"][0]["extensions"]["next"]["en"]


async def test_a_query_of_a_client_that_takes_both_is_answered(gateway: Gateway) -> None:
    accept = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"
    answer = await gateway.post({"query": "{ me { roles } }"}, gateway.token(), Accept=accept)
    assert answer.data == {"me": {"roles": ["OFFICE"]}}


async def test_a_silent_stream_is_kept_alive(new_line: NewLine) -> None:
    line = new_line(keep_alive_seconds=0.01)
    token = line.token()
    to_app: asyncio.Queue[Message] = asyncio.Queue()
    from_app: asyncio.Queue[Message] = asyncio.Queue()
    exchange = Exchange({"method": "POST", "headers": []}, to_app.get, from_app.put)
    caller, reading = (
        await line.streams.admit({"headers": []}, token),
        partial(requests.sent, {"query": STAYS}),
    )
    serving = asyncio.create_task(serve_events(exchange, reading, caller, token, line.streams))
    assert [(await from_app.get())["body"] for _ in range(3)] == [b":\n\n"] * 3
    to_app.put_nowait({"type": "http.disconnect"})
    await serving


async def test_a_stream_ends_with_its_token(gateway: Gateway) -> None:
    token = gateway.token(Role.OFFICE, lifetime=timedelta(seconds=1))
    async with streamed(gateway, token=token) as stream:
        assert await stream.refused() == "token-expired"


async def test_a_process_that_stops_says_so_in_the_stream(served: Served) -> None:
    gateway, stop = served
    async with streamed(gateway) as stream:
        stop.set()
        assert await stream.refused() == "server-restarting"


async def test_an_ordinary_request_is_answered_as_ever(gateway: Gateway) -> None:
    answer = await gateway.post({"query": "{ me { roles } }"}, gateway.token(), Accept="application/json")
    assert answer.data == {"me": {"roles": ["OFFICE"]}}
