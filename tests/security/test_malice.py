"""Whatever is sent, the answer is a 4xx that says what to do; nothing breaks, and nothing grows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import yarl

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from tests.security import malice
from tests.security.authorisation.walking import Route, routes
from tests.security.houses import ALL, House, open_houses

ID = "01a21492-c4b2-7627-a8d9-99887b6ce59e"
ROUTES = routes()
TAKING_JSON = [route for route in ROUTES if route.method != "GET" and "/imports/" not in route.path]
TAKING_CSV = [route for route in ROUTES if "/imports/" in route.path]
OF_ALL = 3
LISTS = [route for route in ROUTES if route.method == "GET" and "{" not in route.path]


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="module")
async def houses(databases: Any, issuer: DevelopmentIssuer) -> AsyncIterator[dict[str, House]]:
    async with open_houses(databases, str(issuer.jwks), DEVELOPMENT_ISSUER) as houses:
        yield houses


@pytest.fixture(scope="module")
async def sender(houses: dict[str, House], issuer: DevelopmentIssuer) -> AsyncIterator[Sender]:
    async with aiohttp.ClientSession() as session:
        yield Sender(houses, session, issuer.issue([Role.OFFICE, Role.FINANCE]))


class Sender:
    """The office, gone mad."""

    def __init__(self, houses: dict[str, House], session: aiohttp.ClientSession, token: str) -> None:
        self.houses, self._session, self.token = houses, session, token

    async def send(self, service: str, method: str, path: str, **more: Any) -> tuple[int, bytes, Any]:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        address = yarl.URL(self.houses[service].url + path, encoded=True)
        async with self._session.request(
            method, address, headers=headers, allow_redirects=False, **more
        ) as response:
            return response.status, await response.read(), response.headers

    async def survives(self, service: str, method: str, path: str, **more: Any) -> int:
        """The answer is no fault of ours, and a refusal says what to do. Its status."""
        status, body, headers = await self.send(service, method, path, **more)
        assert status < 500, (status, body[:500])
        assert "Set-Cookie" not in headers
        if status >= 400:
            assert headers["Content-Type"] == "application/problem+json", body[:200]
            problem = json.loads(body)
            assert problem["next"]["tr"], problem
            assert problem["next"]["en"], problem
            assert len(body) < 20_000
        return status


def address(route: Route) -> str:
    return route.path.format(**dict.fromkeys(route.parameters, ID))


@pytest.mark.parametrize("name", malice.BODIES)
async def test_no_body_breaks_a_command(name: str, sender: Sender) -> None:
    """A body meets a third of the commands and a command a third of the bodies: all is read by one reader.

    Those that take seconds to be understood are sent to a few.
    """
    headers = {"Content-Type": "application/json", "If-Match": '"1"'}
    turn = list(malice.BODIES).index(name) % OF_ALL
    for route in TAKING_JSON[:2] if name in malice.SLOW else TAKING_JSON[turn::OF_ALL]:
        await sender.survives(
            route.service, route.method, address(route), data=malice.BODIES[name], headers=headers
        )


@pytest.mark.parametrize("name", malice.CSV)
async def test_no_file_breaks_an_import(name: str, sender: Sender) -> None:
    for route in TAKING_CSV:
        headers = {"Content-Type": "text/csv"}
        await sender.survives(route.service, "POST", route.path, data=malice.CSV[name], headers=headers)


@pytest.mark.parametrize("content_type", malice.TYPES)
async def test_no_media_type_breaks_a_command(content_type: str | None, sender: Sender) -> None:
    for route in (*TAKING_JSON[:3], *TAKING_CSV):
        headers = {} if content_type is None else {"Content-Type": content_type}
        skip = {"skip_auto_headers": ["Content-Type"]}
        status = await sender.survives(
            route.service, "POST", address(route), data=b"a=1", headers=headers, **skip
        )
        assert status in (405, 415, 422)


@pytest.mark.parametrize("query", malice.QUERIES)
async def test_no_question_breaks_a_list(query: str, sender: Sender) -> None:
    for route in LISTS:
        await sender.survives(route.service, "GET", f"{route.path}?{query}")


@pytest.mark.parametrize("headers", malice.HEADERS, ids=str)
async def test_no_header_breaks_anything(headers: dict[str, str], sender: Sender) -> None:
    for route in (*LISTS, *TAKING_JSON[:4]):
        more: Any = {"headers": headers} if route.method == "GET" else {"headers": headers, "data": b"{}"}
        await sender.survives(route.service, route.method, address(route), **more)


@pytest.mark.parametrize("service", ALL)
@pytest.mark.parametrize("path", malice.PATHS)
async def test_no_path_leads_out(path: str, service: str, sender: Sender) -> None:
    assert await sender.survives(service, "GET", path) in (404, 422)


@pytest.mark.parametrize("service", ALL)
async def test_a_packed_body_is_never_unpacked(service: str, sender: Sender) -> None:
    path = "/graphql" if service == "gateway" else next(r for r in TAKING_JSON if r.service == service).path
    for body, encoding in malice.bombs().values():
        headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
        status, answer, _ = await sender.send(service, "POST", path, data=body, headers=headers)
        assert (status, json.loads(answer)["code"]) == (415, "content-encoding-unsupported")


@pytest.mark.parametrize("service", ALL)
async def test_an_endless_upload_is_cut(service: str, sender: Sender) -> None:
    """What was taken is what the bound and the buffers between hold, not what was sent."""
    path = "/graphql" if service == "gateway" else next(r for r in TAKING_JSON if r.service == service).path
    reader, writer = await _connected(sender.houses[service])
    writer.write(_head(sender, "POST", path, b"Transfer-Encoding: chunked"))
    sent = 0
    try:
        while sent < 256 * malice.MEGABYTE and not reader.at_eof():
            writer.write(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
            await asyncio.wait_for(writer.drain(), 10)
            sent += 0x10000
    except (ConnectionError, TimeoutError):
        pass
    assert sent < 64 * malice.MEGABYTE
    writer.close()


@pytest.mark.parametrize("service", ALL)
async def test_an_endless_head_is_cut(service: str, sender: Sender) -> None:
    reader, writer = await _connected(sender.houses[service])
    writer.write(b"GET /health/live HTTP/1.1\r\nHost: k\r\nX-Long: ")
    sent = 0
    try:
        while sent < 256 * malice.MEGABYTE and not reader.at_eof():
            writer.write(b"a" * 0x10000)
            await asyncio.wait_for(writer.drain(), 10)
            sent += 0x10000
        first = await reader.readline()
        assert b" 431 " in first
    except (ConnectionError, TimeoutError):
        pass
    assert sent < 16 * malice.MEGABYTE
    writer.close()


@pytest.mark.parametrize("service", ALL)
@pytest.mark.parametrize("name", malice.heads())
async def test_no_head_is_taken_for_two_requests(name: str, service: str, sender: Sender) -> None:
    house = sender.houses[service]
    reader, writer = await _connected(house)
    writer.write(malice.heads()[name].replace(b"{door}", b"/v1/nowhere"))
    writer.write_eof()
    told = await asyncio.wait_for(reader.read(), 30)
    assert told.count(b"HTTP/1.1 ") <= 1, told
    assert not told or b" 4" in told.split(b"\r\n")[0], told[:200]
    writer.close()


@pytest.mark.parametrize("service", ALL)
async def test_afterwards_everybody_is_answered(service: str, sender: Sender) -> None:
    house = sender.houses[service]
    status, _, _ = await sender.send(service, house.method, house.door, json=house.body)
    assert status == 200


async def _connected(house: House) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(house.url)
    return await asyncio.open_connection(where.hostname, where.port)


def _head(sender: Sender, method: str, path: str, *lines: bytes) -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: k", f"Authorization: Bearer {sender.token}"]
    head += ["Content-Type: application/json"]
    return b"\r\n".join([*(line.encode() for line in head), *lines, b"", b""])
