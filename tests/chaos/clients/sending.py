"""Sending a command and reading how it ended: acknowledged, refused, or nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from gateway.reading.ids import parse_node_id
from tests.chaos.clients.command import Command, Json
from tests.chaos.said import Outcome

REQUEST_SECONDS_MAX = 12
NOBODY_KNOWS = "service-unavailable"
TEXT_CHARACTERS_MAX = 80


@dataclass(frozen=True, slots=True)
class End:
    """How one attempt ended. ``learned`` is the whole answer as the service words it."""

    outcome: Outcome
    code: str | None = None
    aggregate: str | None = None
    version: int | None = None
    learned: Json | None = None

    @property
    def told(self) -> Json | None:
        """What of the answer is worth writing down: its plain values, so that a log stays small."""
        if self.learned is None:
            return None
        return {
            name: value[:TEXT_CHARACTERS_MAX] if isinstance(value, str) else value
            for name, value in self.learned.items()
            if isinstance(value, str | int | bool)
        }


class Sender:
    """Two ways in: the services' own HTTP, and the gateway."""

    def __init__(self, session: aiohttp.ClientSession, endpoints: Mapping[str, Any]) -> None:
        self._session = session
        self._services: Mapping[str, str] = endpoints["services"]
        self._gateway: str = endpoints["gateway"]["graphql"]

    async def send(self, command: Command, key: str, *, by_gateway: bool) -> End:
        """What comes back in time; whatever else happens on the way is an end that nobody knows."""
        try:
            return await (self._mutate if by_gateway else self._call)(command, key)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return End(Outcome.UNKNOWN, type(error).__name__)

    async def read(self, service: str, path: str, token: str) -> Json | None:
        """What a service shows; None while it does not answer."""
        url, headers = self._services[service] + path, {"Authorization": f"Bearer {token}"}
        try:
            async with self._session.get(url, headers=headers) as answer:
                found: Json = await answer.json(content_type=None)
                return found if answer.ok else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None

    async def _call(self, command: Command, key: str) -> End:
        headers = {"Authorization": f"Bearer {command.token}", "Idempotency-Key": key}
        if command.version is not None:
            headers["If-Match"] = f'"{command.version}"'
        url = self._services[command.service] + command.path
        async with self._session.request(command.method, url, json=command.body, headers=headers) as answer:
            body = None if answer.status == HTTPStatus.NO_CONTENT else await answer.json(content_type=None)
            return _by_status(command, answer.status, body)

    async def _mutate(self, command: Command, key: str) -> End:
        assert command.mutation is not None
        headers = {"Authorization": f"Bearer {command.token}"}
        given = {"input": command.mutation.given | {"idempotencyKey": key}}
        body = {"query": command.mutation.query, "variables": given}
        async with self._session.post(self._gateway, json=body, headers=headers) as answer:
            found = await answer.json(content_type=None)
        payload = ((found.get("data") or {}).get(command.mutation.name)) if isinstance(found, dict) else None
        if not payload:
            return End(Outcome.UNKNOWN, _graphql_code(found) or str(answer.status))
        return _by_payload(command, payload)


def _by_status(command: Command, status: int, body: Any) -> End:
    """5xx is unknown: a commit whose answer was lost also ends so."""
    code = body.get("code") if isinstance(body, dict) else None
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return End(Outcome.UNKNOWN, code or str(status))
    if status >= HTTPStatus.BAD_REQUEST:
        return End(Outcome.REFUSED, code or str(status))
    if body is None:  # an erasure answers with nothing
        return End(Outcome.ACKNOWLEDGED, aggregate=command.path.rpartition("/")[2])
    return End(Outcome.ACKNOWLEDGED, aggregate=body["id"], version=body.get("version"), learned=body)


def _by_payload(command: Command, payload: Json) -> End:
    if errors := payload["userErrors"]:
        code = errors[0]["code"]
        return End(Outcome.UNKNOWN if code == NOBODY_KNOWS else Outcome.REFUSED, code)
    if command.method == "DELETE":
        return End(Outcome.ACKNOWLEDGED, aggregate=command.path.rpartition("/")[2])
    seen = {name: value for name, value in payload.items() if isinstance(value, dict)}
    if not seen:  # done, and not in the view yet
        return End(Outcome.ACKNOWLEDGED, code="stale")
    ids = [(name, str(parse_node_id(value["id"])[1])) for name, value in seen.items()]
    (first, identity), *others = ids
    learned = {"id": identity, "version": seen[first].get("version")}
    learned |= {f"{name}_id": other for name, other in others}
    return End(Outcome.ACKNOWLEDGED, aggregate=identity, learned=learned)


def _graphql_code(found: Any) -> str | None:
    errors = found.get("errors") if isinstance(found, dict) else None
    return errors[0].get("extensions", {}).get("code") if errors else None
