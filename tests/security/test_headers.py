"""Security headers on every answer of every process; nothing a caller writes ends in one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from chassis.http.security_headers import DEFAULTS
from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from gateway import app as gateway
from gateway.settings import GatewaySettings
from tests.security.authorisation.serving import serving
from tests.security.houses import ALL, House, open_houses

EVERYWHERE = ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "Cache-Control", "Vary")
INJECTED = "a\r\nSet-Cookie: stolen=1"
ENTER = "mutation($input: CreatePartnerInput!) { createPartner(input: $input) { userErrors { code field } } }"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="module")
async def houses(databases: Any, issuer: DevelopmentIssuer) -> AsyncIterator[dict[str, House]]:
    async with open_houses(databases, str(issuer.jwks), DEVELOPMENT_ISSUER) as houses:
        yield houses


@pytest.fixture(scope="module")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


REQUESTS: dict[str, dict[str, Any]] = {
    "health": {"method": "GET", "path": "/health/ready", "status": {200, 503}},
    "metrics": {"method": "GET", "path": "/metrics", "status": {200}},
    "document": {"method": "GET", "path": "/openapi.json", "status": {200}},
    "no such address": {"method": "GET", "path": "/nowhere", "status": {404}},
    "wrong method": {"method": "DELETE", "path": None, "status": {405}},
    "no token": {"method": None, "path": None, "token": False, "status": {401}},
    "let in": {"method": None, "path": None, "status": {200}},
    "too large": {"method": "POST", "path": None, "data": b"a" * 2_000_000, "status": {405, 413}},
    "packed": {"method": "POST", "path": None, "packed": True, "status": {405, 415}},
    "preflight": {"method": "OPTIONS", "path": None, "status": {204, 405}},
}


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("service", ALL)
async def test_every_answer_carries_them(
    service: str,
    name: str,
    houses: dict[str, House],
    session: aiohttp.ClientSession,
    issuer: DevelopmentIssuer,
) -> None:
    house, asked = houses[service], REQUESTS[name]
    headers = {"Authorization": f"Bearer {issuer.issue(Role.OFFICE)}"} if asked.get("token", True) else {}
    headers |= {"Content-Type": "application/json"} if "data" in asked else {}
    headers |= {"Content-Encoding": "gzip"} if asked.get("packed") else {}
    headers |= {"Access-Control-Request-Method": "POST"} if asked["method"] == "OPTIONS" else {}
    body: Any = {"data": asked["data"]} if "data" in asked else {"json": house.body}
    url = house.url + (asked["path"] or house.door)
    async with session.request(asked["method"] or house.method, url, headers=headers, **body) as response:
        assert response.status in asked["status"]
        assert {name: response.headers.get(name) for name in EVERYWHERE} == {
            name: value if name != "Vary" else response.headers["Vary"] for name, value in DEFAULTS.items()
        }
        assert "Authorization" in response.headers["Vary"]
        assert "Server" not in response.headers


async def test_a_stream_of_events_carries_them(
    houses: dict[str, House], session: aiohttp.ClientSession, issuer: DevelopmentIssuer
) -> None:
    headers = {"Authorization": f"Bearer {issuer.issue(Role.OFFICE)}", "Accept": "text/event-stream"}
    query = {"query": "subscription { mobilityChanged { cursor } }"}
    async with session.post(houses["gateway"].url + "/graphql", json=query, headers=headers) as response:
        assert (response.status, response.headers["Cache-Control"]) == (200, "no-store")
        for name in ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"):
            assert response.headers[name] == DEFAULTS[name]


async def test_the_editors_page_has_a_policy_of_its_own_and_may_not_be_framed(
    databases: Any, issuer: DevelopmentIssuer, session: aiohttp.ClientSession
) -> None:
    settings = GatewaySettings(
        database_url=await databases.create("gateway"),
        kafka_bootstrap="unused:0",
        jwks=str(issuer.jwks),
        issuer=DEVELOPMENT_ISSUER,
        graphiql=True,
    )
    html = {"Accept": "text/html"}
    async with (
        serving(gateway.SERVICE, settings) as url,
        session.get(f"{url}/graphql", headers=html) as response,
    ):
        policy = response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    directives = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert directives["default-src"].startswith("'self'")
    assert directives["frame-ancestors"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert directives["form-action"] == "'none'"
    assert directives["object-src"] == "'none'"


@pytest.mark.parametrize("field", ["idempotencyKey", "clientMutationId", "name"])
async def test_line_breaks_of_a_caller_end_in_no_header(
    field: str, houses: dict[str, House], session: aiohttp.ClientSession, issuer: DevelopmentIssuer
) -> None:
    """What the gateway sends on to a service as a header is refused by name, not by a fault of ours."""
    asked = {"query": ENTER, "variables": {"input": {"name": "a", "country": "DE", field: INJECTED}}}
    headers = {"Authorization": f"Bearer {issuer.issue(Role.OFFICE)}"}
    async with session.post(houses["gateway"].url + "/graphql", json=asked, headers=headers) as response:
        answer = await response.json(content_type=None)
        assert "Set-Cookie" not in response.headers
    assert "errors" not in answer, answer
    codes = [error["code"] for error in answer["data"]["createPartner"]["userErrors"]]
    assert codes == (["idempotency-key-malformed"] if field == "idempotencyKey" else ["service-unavailable"])


async def test_line_breaks_in_what_is_kept_end_in_no_header(
    houses: dict[str, House], session: aiohttp.ClientSession, issuer: DevelopmentIssuer
) -> None:
    headers = {"Authorization": f"Bearer {issuer.issue(Role.OFFICE)}"}
    body = {"name": f"Uni {INJECTED}", "country": "DE", "city": INJECTED}
    url = houses["agreements"].url + "/v1/partners"
    async with session.post(url, json=body, headers=headers) as response:
        assert (response.status, "Set-Cookie" in response.headers) == (201, False)
        assert INJECTED not in "".join(response.headers.values())
