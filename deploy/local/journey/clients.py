"""The journey's two ways in: GraphQL at the gateway, HTTP at a service."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urljoin

import aiohttp

T = TypeVar("T")

Json = dict[str, Any]

OPERATION_NAME = re.compile(r"(?:query|mutation)\s+(\w+)")
USER_ERRORS = "stale userErrors { code message { tr en } next { tr en } field }"
ARRIVES_SECONDS_MAX = 45


class JourneyStopped(Exception):
    """A step did not go as the journey expects; says which and what came back."""


class Gateway:
    """GraphQL as a web client would use it."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def ask(
        self, token: str, query: str, variables: Json | None = None, trace: str | None = None
    ) -> Json:
        """A query's data. Raises JourneyStopped when there are GraphQL errors."""
        answer = await self.answer(token, query, variables, trace)
        if "errors" in answer or "data" not in answer:
            raise JourneyStopped(f"the gateway answered {answer.get('errors') or answer} to {query[:120]}")
        data: Json = answer["data"]
        return data

    async def answer(
        self, token: str, query: str, variables: Json | None = None, trace: str | None = None
    ) -> Json:
        """The whole answer, errors included."""
        headers = {"Authorization": f"Bearer {token}"} | ({"traceparent": trace} if trace else {})
        named = OPERATION_NAME.search(query)
        body = {"query": query, "variables": variables or {}, "operationName": named and named[1]}
        async with self._session.post(self._url, json=body, headers=headers) as response:
            found: Json = await response.json(content_type=None)
            return found

    async def do(
        self,
        token: str,
        mutation: str,
        given: Json,
        wanted: str,
        *,
        key: str | None = None,
        input_type: str | None = None,
        trace: str | None = None,
    ) -> Json:
        """A mutation's payload. Raises JourneyStopped when it was refused."""
        payload = await self.attempt(
            token, mutation, given, wanted, key=key, input_type=input_type, trace=trace
        )
        if payload["userErrors"]:
            raise JourneyStopped(f"{mutation} was refused: {payload['userErrors']}")
        return payload

    async def document(self, token: str, id: str) -> tuple[str, bytes]:
        """Media type and bytes of an object's document."""
        return await self.file(token, f"/v1/documents/{id}")

    async def file(self, token: str, path: str, **asked: str) -> tuple[str, bytes]:
        """Media type and bytes of what the gateway serves beside the graph."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self._session.get(urljoin(self._url, path), params=asked, headers=headers) as response:
            return response.content_type, await response.read()

    async def attempt(
        self,
        token: str,
        mutation: str,
        given: Json,
        wanted: str = "",
        *,
        key: str | None = None,
        input_type: str | None = None,
        trace: str | None = None,
    ) -> Json:
        """A mutation's payload, refused or not."""
        name = mutation[0].upper() + mutation[1:]
        query = (
            f"mutation {name}($input: {input_type or name + 'Input'}!)"
            f" {{ {mutation}(input: $input) {{ {wanted} {USER_ERRORS} }} }}"
        )
        data = await self.ask(
            token, query, {"input": given | ({"idempotencyKey": key} if key else {})}, trace
        )
        payload: Json = data[mutation]
        return payload

    async def refusal(self, token: str, mutation: str, given: Json, *, input_type: str | None = None) -> Json:
        """The first user error of a mutation that must be refused."""
        payload = await self.attempt(token, mutation, given, input_type=input_type)
        if not payload["userErrors"]:
            raise JourneyStopped(f"{mutation} was accepted but should have been refused")
        error: Json = payload["userErrors"][0]
        return error


class Rest:
    """A service's own HTTP interface, for what offices bring in bulk."""

    def __init__(self, session: aiohttp.ClientSession, services: dict[str, str]) -> None:
        self._session = session
        self._services = services

    async def get(self, service: str, path: str, token: str, query: dict[str, str]) -> Json:
        headers = {"Authorization": f"Bearer {token}"}
        url = self._services[service] + path
        async with self._session.get(url, params=query, headers=headers) as response:
            found: Json = await response.json(content_type=None)
            return found

    async def post(
        self,
        service: str,
        path: str,
        token: str,
        *,
        json: Json | None = None,
        csv: bytes | None = None,
        key: str,
    ) -> Json:
        """Raises JourneyStopped with the problem when it is refused."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        if csv is not None:
            headers["Content-Type"] = "text/csv"
        url = self._services[service] + path
        async with self._session.post(url, json=json, data=csv, headers=headers) as response:
            found: Json = await response.json(content_type=None)
            if not response.ok:
                raise JourneyStopped(f"POST {path} answered {response.status}: {found}")
            return found


async def eventually(
    what: str,
    ask: Callable[[], Awaitable[T]],
    ready: Callable[[T], bool],
    seconds: float = ARRIVES_SECONDS_MAX,
) -> T:
    """Ask again until the answer is ready. Raises JourneyStopped with the last answer when it never is."""
    deadline = time.monotonic() + seconds
    while True:
        found = await ask()
        if ready(found):
            return found
        if time.monotonic() > deadline:
            raise JourneyStopped(
                f"{what} did not happen within {seconds:.0f} s; last seen: {str(found)[:600]}"
            )
        await asyncio.sleep(0.15)
