"""What a caller writes is never an address that we ask; who asks has the address from the settings."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from services.agreements.entrypoints.api.partners import EnterPartner
from tests.security.houses import open_houses

ROOT = Path(__file__).parents[2]
ASKS = re.compile(r"ClientSession\(|urlopen\(|httpx\.|open_connection\(|SMTP\(")
ASKING = {"chassis/identity/jwks.py", "gateway/commands/owner.py", "services/events/adapters/post.py"}


def test_only_three_places_ask_others() -> None:
    """Another one needs a look: where does its address come from?"""
    asking = {
        path.relative_to(ROOT).as_posix()
        for folder in ("chassis", "services", "gateway", "contracts")
        for path in (ROOT / folder).rglob("*.py")
        if "tests" not in path.parts and ASKS.search(path.read_text(encoding="utf-8"))
    }
    assert asking == ASKING


@pytest.fixture
async def canary() -> AsyncIterator[tuple[str, list[str]]]:
    asked: list[str] = []

    async def sing(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", sing)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    await runner.cleanup()


async def test_an_address_that_a_caller_writes_is_kept_and_never_asked(
    databases: Any, tmp_path: Path, canary: tuple[str, list[str]]
) -> None:
    issuer, (url, asked) = DevelopmentIssuer.at(tmp_path), canary
    headers = {"Authorization": f"Bearer {issuer.issue(Role.OFFICE)}", "Host": "kervan", "Referer": url}
    body = {"name": "Uni", "country": "DE", "website": f"{url}/website"}
    async with (
        open_houses(databases, str(issuer.jwks), DEVELOPMENT_ISSUER) as houses,
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{houses['agreements'].url}/v1/partners", json=body) as response,
    ):
        assert (response.status, (await response.json())["website"]) == (201, f"{url}/website")
    assert asked == []


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "file:///etc/passwd", "gopher://x", "http://a b", "//a", "data:,x"]
)
def test_what_is_no_web_address_is_not_kept(website: str) -> None:
    with pytest.raises(ValueError, match="website"):
        EnterPartner(name="Uni", country="DE", website=website)
