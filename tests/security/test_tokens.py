"""Forged tokens at every door, as each process really mounts its check."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from joserfc.jwk import ECKey

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from tests.security.forging import FORGED, Forge
from tests.security.houses import ALL, House, open_houses

REFUSED = ("token-missing", "token-invalid", "token-expired", "token-not-for-us")


class Canary:
    """An address that only a token names."""

    asked = 0
    url = ""

    async def sing(self, _: web.Request) -> web.Response:
        self.asked += 1
        return web.json_response({"keys": []})


@pytest.fixture(scope="module")
async def canary() -> AsyncIterator[Canary]:
    canary, app = Canary(), web.Application()
    app.router.add_get("/jwks", canary.sing)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    canary.url = f"http://127.0.0.1:{runner.addresses[0][1]}/jwks"
    yield canary
    await runner.cleanup()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("identity")


@pytest.fixture(scope="module")
def issuer(folder: Path) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(folder)


@pytest.fixture(scope="module")
def forge(folder: Path, issuer: DevelopmentIssuer, canary: Canary) -> Forge:
    trusted = ECKey.import_key(json.loads((folder / "development-key.json").read_text()))
    return Forge(trusted, ECKey.generate_key("P-256", auto_kid=True), canary.url)


@pytest.fixture(scope="module")
async def houses(databases: Any, issuer: DevelopmentIssuer) -> AsyncIterator[dict[str, House]]:
    async with open_houses(databases, str(issuer.jwks), DEVELOPMENT_ISSUER) as houses:
        yield houses


@pytest.fixture(scope="module")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def knock(session: aiohttp.ClientSession, house: House, authorization: str) -> tuple[int, Any, Any]:
    headers = {"Authorization": authorization}
    request = session.request(house.method, house.url + house.door, json=house.body, headers=headers)
    async with request as response:
        return response.status, await response.json(content_type=None), response.headers


def refused(told: tuple[int, Any, Any]) -> None:
    status, problem, headers = told
    assert (status, headers["Content-Type"]) == (401, "application/problem+json")
    assert problem["code"] in REFUSED
    assert problem["next"]["tr"]
    assert problem["next"]["en"]
    assert headers["WWW-Authenticate"].startswith("Bearer")
    assert len(json.dumps(problem)) < 2_000


@pytest.mark.parametrize("house", ALL)
async def test_the_forge_itself_makes_good_tokens(
    house: str, houses: dict[str, House], session: aiohttp.ClientSession, forge: Forge
) -> None:
    """Else everything below would be refused for a reason of its own."""
    assert (await knock(session, houses[house], f"Bearer {forge.signed()}"))[0] == 200


@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_token_opens_nothing(
    name: str, houses: dict[str, House], session: aiohttp.ClientSession, forge: Forge, canary: Canary
) -> None:
    for house in houses.values():
        refused(await knock(session, house, f"Bearer {FORGED[name](forge)}"))
    assert canary.asked == 0


@pytest.mark.parametrize("house", ALL)
@pytest.mark.parametrize(
    "words", ["", "Basic b2ZmaWNlOm9mZmljZQ==", "Bearer", "Bearer  ", "Token {}", "{}", "Bearer Bearer {}"]
)
async def test_what_is_no_bearer_token_opens_nothing(
    words: str,
    house: str,
    houses: dict[str, House],
    session: aiohttp.ClientSession,
    issuer: DevelopmentIssuer,
) -> None:
    refused(await knock(session, houses[house], words.format(issuer.issue(Role.OFFICE))))


@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_token_opens_no_websocket(
    name: str, houses: dict[str, House], session: aiohttp.ClientSession, forge: Forge
) -> None:
    url = houses["gateway"].url + "/graphql"
    async with session.ws_connect(url, protocols=["graphql-transport-ws"]) as socket:
        await socket.send_json({"type": "connection_init", "payload": {"token": FORGED[name](forge)}})
        closed = await socket.receive(timeout=30)
        assert (closed.type, closed.data) == (aiohttp.WSMsgType.CLOSE, 4403)
        assert str(closed.extra).split(":")[0] in REFUSED
