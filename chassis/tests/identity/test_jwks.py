"""Keys change while we run: new ones are found, withdrawn ones forgotten, the issuer never hammered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.jwks import KeysUnavailable, SigningKeys
from chassis.identity.tokens import TokenInvalid, TokenVerifier
from chassis.tests.identity.conftest import MovableClock


class KeyServer:
    """Serves the key set of whichever issuer it was last given, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked, self.up = 0, True
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.held = asyncio.Event()
        self.reply: web.Response | None = None
        self.document: dict[str, object] = {"keys": []}
        self.url = ""

    def publish(self, issuer: DevelopmentIssuer) -> None:
        self.document = json.loads(issuer.jwks.read_text())

    async def answer(self, _: web.Request) -> web.Response:
        self.asked += 1
        if not self.may_answer.is_set():
            self.held.set()
        await self.may_answer.wait()
        if self.reply is not None:
            return self.reply
        return web.json_response(self.document) if self.up else web.Response(status=500)


class Seconds:
    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


@pytest.fixture
async def server() -> AsyncIterator[KeyServer]:
    server, application = KeyServer(), web.Application()
    application.router.add_get("/jwks", server.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/jwks"
    yield server
    await runner.cleanup()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def verifier(server: KeyServer, seconds: Seconds, clock: MovableClock) -> TokenVerifier:
    return TokenVerifier(SigningKeys(server.url, monotonic=seconds), DEVELOPMENT_ISSUER, clock=clock)


async def test_keys_are_read_once(
    server: KeyServer, verifier: TokenVerifier, issuer: DevelopmentIssuer
) -> None:
    server.publish(issuer)
    await asyncio.gather(*(verifier.verify(issuer.issue(Role.OFFICE)) for _ in range(20)))
    assert server.asked == 1


async def test_an_unknown_key_is_looked_for_but_not_at_every_request(
    server: KeyServer,
    verifier: TokenVerifier,
    issuer: DevelopmentIssuer,
    stranger: DevelopmentIssuer,
    seconds: Seconds,
) -> None:
    server.publish(issuer)
    for seconds.passed in range(0, 20):
        with pytest.raises(TokenInvalid):
            await verifier.verify(stranger.issue(Role.OFFICE))
    assert server.asked == 2


async def test_a_new_key_is_found(
    server: KeyServer,
    verifier: TokenVerifier,
    issuer: DevelopmentIssuer,
    stranger: DevelopmentIssuer,
    seconds: Seconds,
) -> None:
    server.publish(issuer)
    await verifier.verify(issuer.issue(Role.OFFICE))
    server.publish(stranger)
    seconds.passed = 10
    assert (await verifier.verify(stranger.issue(Role.OFFICE))).has(Role.OFFICE)


async def test_a_withdrawn_key_stops_working_even_for_tokens_seen_before(
    server: KeyServer,
    verifier: TokenVerifier,
    issuer: DevelopmentIssuer,
    stranger: DevelopmentIssuer,
    seconds: Seconds,
) -> None:
    server.publish(issuer)
    token = issuer.issue(Role.OFFICE)
    await verifier.verify(token)
    server.publish(stranger)
    seconds.passed = 601
    with pytest.raises(TokenInvalid):
        await verifier.verify(token)


async def test_an_outage_of_the_issuer_is_not_ours(
    server: KeyServer, verifier: TokenVerifier, issuer: DevelopmentIssuer, seconds: Seconds
) -> None:
    server.publish(issuer)
    await verifier.verify(issuer.issue(Role.OFFICE))
    server.up, seconds.passed = False, 10_000
    assert (await verifier.verify(issuer.issue(Role.OFFICE))).has(Role.OFFICE)


async def test_while_the_issuer_hangs_only_one_waits_for_it(
    server: KeyServer, verifier: TokenVerifier, issuer: DevelopmentIssuer, seconds: Seconds
) -> None:
    server.publish(issuer)
    await verifier.verify(issuer.issue(Role.OFFICE))
    server.may_answer.clear()
    seconds.passed = 601
    waiting = asyncio.create_task(verifier.verify(issuer.issue(Role.OFFICE)))
    await server.held.wait()
    assert (await verifier.verify(issuer.issue(Role.OFFICE))).has(Role.OFFICE)
    assert not waiting.done()
    server.may_answer.set()
    assert (await waiting).has(Role.OFFICE)
    assert server.asked == 2


async def test_while_the_issuer_is_down_a_stranger_is_told_no_and_the_issuer_is_left_alone(
    server: KeyServer,
    verifier: TokenVerifier,
    issuer: DevelopmentIssuer,
    stranger: DevelopmentIssuer,
    seconds: Seconds,
) -> None:
    server.publish(issuer)
    await verifier.verify(issuer.issue(Role.OFFICE))
    server.up, seconds.passed = False, 10
    for _ in range(50):
        with pytest.raises(TokenInvalid):
            await verifier.verify(stranger.issue(Role.OFFICE))
    assert server.asked == 2


async def test_an_issuer_that_sends_us_elsewhere_or_never_ends_gives_no_keys(
    server: KeyServer, verifier: TokenVerifier, issuer: DevelopmentIssuer, seconds: Seconds
) -> None:
    server.publish(issuer)
    elsewhere = web.Response(status=302, headers={"Location": server.url})
    endless = web.Response(body=json.dumps(server.document).encode() + b" " * 300_000)
    for number, reply in enumerate((elsewhere, endless)):
        server.reply, seconds.passed = reply, 10.0 * number
        with pytest.raises(KeysUnavailable) as refused:
            await verifier.verify(issuer.issue(Role.OFFICE))
        assert refused.value.next_step is not None
    assert server.asked == 2


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"keys": []}', '{"keys": [{}]}', '{"keys": 7}', "nonsense"]
)
async def test_without_any_key_nobody_enters(tmp_path: Path, issuer: DevelopmentIssuer, content: str) -> None:
    jwks = tmp_path / "broken.json"
    jwks.write_text(content)
    with pytest.raises(KeysUnavailable):
        await TokenVerifier(jwks, DEVELOPMENT_ISSUER).verify(issuer.issue(Role.OFFICE))


async def test_a_key_set_that_appears_later_is_found(
    tmp_path: Path, issuer: DevelopmentIssuer, clock: MovableClock, seconds: Seconds
) -> None:
    later = tmp_path / "later.json"
    verifier = TokenVerifier(SigningKeys(later, monotonic=seconds), DEVELOPMENT_ISSUER, clock=clock)
    with pytest.raises(KeysUnavailable):
        await verifier.verify(issuer.issue(Role.OFFICE))
    later.write_bytes(issuer.jwks.read_bytes())
    seconds.passed = 10
    assert (await verifier.verify(issuer.issue(Role.OFFICE))).has(Role.OFFICE)


@pytest.fixture
def stranger(tmp_path: Path, clock: MovableClock) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path / "stranger", clock)
