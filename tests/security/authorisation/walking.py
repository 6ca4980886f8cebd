"""One request of a walk: a route, a role, an object; and what the route's rule says to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp

from chassis.http.app import rules_of
from chassis.identity.access import Access, Reach
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from services.agreements import app as agreements
from services.events import app as events
from services.finance import app as finance
from services.mobility import app as mobility
from tests.security.authorisation.serving import Rehearsed
from tests.security.authorisation.world import NOWHERE, Thing, World

SERVICES = {module.SERVICE.name: module.SERVICE for module in (agreements, mobility, finance, events)}
STALE_VERSION = 999_999
PARTS_OF_ONE = (
    "/score",
    "/readings",
    "/document",
    "/guests",
    "/feedback",
    "/plan",
    "/figures",
    "/final-report",
)
OUTLIVING = ("GET /v1/people/{person_id}/readings",)
"""What is kept of an object that is gone: whoever may read of everything is told what there is."""
NEED_A_VERSION = (
    "POST /v1/letters/{letter_id}/annul",
    "POST /v1/visits/{visit_id}/follow-ups/done",
    "POST /v1/projects/{project_id}/tasks/done",
    "POST /v1/events/{event_id}/plan/tasks/done",
)
"""Beside every PUT and PATCH."""
UNSAFE_TO_COMPARE = ("trace_id",)


@dataclass(frozen=True)
class Route:
    """``key`` is ``"POST /v1/people"``."""

    service: str
    key: str
    access: Access = field(repr=False)

    @property
    def method(self) -> str:
        return self.key.split(" ")[0]

    @property
    def path(self) -> str:
        return self.key.split(" ")[1]

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def lists_objects(self) -> bool:
        """What hangs on one object (a score, who read a person) is reached as that object is."""
        return self.method == "GET" and not self.path.endswith(("}", *PARTS_OF_ONE))

    def kind(self, world: World) -> str | None:
        """What the route is about; None where no object is named."""
        named = self.parameters[-1].removesuffix("_id") if self.parameters else None
        return world.about.get(self.key, None if self.key in world.lists else named)

    def __str__(self) -> str:
        return f"{self.service} {self.key}"


def routes() -> list[Route]:
    return [
        Route(name, f"{method} {path}", access)
        for name, service in SERVICES.items()
        for (method, path), access in rules_of(service.routers).items()
    ]


@dataclass(frozen=True)
class Told:
    """An answer without what differs from request to request."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> str | None:
        return self.body.get("code") if isinstance(self.body, dict) else None


@dataclass(frozen=True)
class Stage:
    """A service whose world does not change, and who asks it."""

    url: str
    world: World
    transactions: Rehearsed[Any]
    session: aiohttp.ClientSession
    issuer: DevelopmentIssuer

    def is_named_in_body(self, route: Route) -> bool:
        return route.key in self.world.about

    def may_be_unknown(self, route: Route) -> bool:
        """A service need not know everybody whom the office names."""
        return self.is_named_in_body(route) or route.key in OUTLIVING

    def objects_of(self, route: Route) -> Iterator[Thing | None]:
        kind = route.kind(self.world)
        if kind is None:
            yield None
        else:
            yield from (*self.world.things[kind], NOWHERE)

    async def ask(self, route: Route, role: Role | None, about: Thing | None) -> Told:
        token = None if role is None else self.issuer.issue(role, **self.world.claims)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if route.method in ("PUT", "PATCH") or route.key in NEED_A_VERSION:
            headers["If-Match"] = f'"{STALE_VERSION}"'
        body = self.body(route, about)
        if isinstance(body, bytes):
            headers["Content-Type"] = "text/csv"
        elif body is not None:
            headers["Content-Type"], body = "application/json", json.dumps(body).encode()
        request = self.session.request(route.method, self._address(route, about), headers=headers, data=body)
        async with request as response:
            read = await response.read()
            answer = json.loads(read) if response.content_type.endswith("json") and read else read or None
            return Told(response.status, _comparable(answer), _stable(response.headers))

    def _address(self, route: Route, about: Thing | None) -> str:
        query = "?call_year=2024" if route.path == "/v1/travel-bands" else ""
        return self.url + route.path.format(**self.ids(route, about)) + query

    def ids(self, route: Route, about: Thing | None) -> dict[str, UUID]:
        """What the request is about stands in the path's last id, unless the body names it."""
        ids = {name: self.world.one(name.removesuffix("_id")) for name in route.parameters}
        if about is not None and not self.is_named_in_body(route):
            ids[route.parameters[-1]] = about.id
        return ids

    def body(self, route: Route, about: Thing | None) -> Any:
        """CSV as bytes, else what becomes JSON; None for no body."""
        body = self.world.bodies.get(route.key)
        if isinstance(body, str):
            return body.encode()
        if body is not None and about is not None and self.is_named_in_body(route):
            return {**body, f"{self.world.about[route.key]}_id": str(about.id)}
        return body


def allows(route: Route, role: Role, about: Thing | None) -> bool:
    """Whether the rule lets ``role`` use the route about this object."""
    reaches = route.access.reaches(role)
    return bool(reaches) if about is None else not reaches.isdisjoint(about.reached_by)


def allows_any(route: Route, role: Role) -> bool:
    return Reach.EVERYTHING in route.access.reaches(role)


def may_use(route: Route, role: Role) -> bool:
    return bool(route.access.reaches(role))


def ids_in(told: Told, key: str) -> set[UUID]:
    return {UUID(item[key]) for item in told.body["items"]}


def _comparable(body: Any) -> Any:
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name not in UNSAFE_TO_COMPARE}
    return body


def _stable(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items() if name.lower() not in ("date",)}
