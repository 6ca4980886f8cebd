"""Strangers are paced by address; who is known goes on, and nobody's word is taken for an address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from ipaddress import ip_network

import aiohttp
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.http.addresses import UNKNOWN, client_of
from chassis.http.strangers import Strangers, TooManyFromHere
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.pace import Pace
from chassis.tests.http import rooms
from chassis.tests.http.conftest import Client, Switch, rooms_app, served

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


class Minutes:
    passed = 0.0

    def __call__(self) -> float:
        return self.passed * 60


def scope(client: str | None, *forwarded: str) -> dict[str, object]:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    return {"type": "http", "client": client and (client, 4711), "headers": headers}


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("203.0.113.9", (), "203.0.113.9"),
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),
        ("10.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("1.1.1.1, 198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("1.1.1.1", "198.51.100.1, 10.2.2.2"), "198.51.100.1"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("10.0.0.2",), "10.0.0.2"),
        ("10.0.0.1", ("nonsense",), UNKNOWN),
        ("10.0.0.1", ("1.1.1.1, '; DROP TABLE person --",), UNKNOWN),
        ("::ffff:203.0.113.9", (), "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", (), "2001:db8:1:2::/64"),
        ("fd00::1", ("2001:db8:1:2::9",), "2001:db8:1:2::/64"),
        (None, ("198.51.100.1",), UNKNOWN),
    ],
)
def test_an_address_is_what_we_saw_or_what_our_proxy_saw(
    client: str | None, forwarded: tuple[str, ...], address: str
) -> None:
    assert client_of(scope(client, *forwarded), PROXIES) == address


def test_a_header_of_a_thousand_hops_is_read_to_a_bound() -> None:
    assert client_of(scope("10.0.0.1", ", ".join(["10.0.0.2"] * 100_000)), PROXIES) == "10.0.0.2"


def test_unless_told_otherwise_nobodys_word_is_taken() -> None:
    assert client_of(scope("10.0.0.1", "198.51.100.1"), ()) == "10.0.0.1"


def test_an_address_has_its_pace_and_the_next_its_own() -> None:
    minutes = Minutes()
    strangers = Strangers(2, monotonic=minutes)
    for _ in range(2):
        strangers.let_in(scope("203.0.113.9"))
    with pytest.raises(TooManyFromHere) as refused:
        strangers.let_in(scope("203.0.113.9"))
    assert refused.value.facts == {"limit": 2, "seconds": 30}
    strangers.let_in(scope("203.0.113.10"))
    minutes.passed = 0.5
    strangers.let_in(scope("203.0.113.9"))


def test_a_million_addresses_fill_no_memory() -> None:
    pace = Pace(10, keys_max=100)
    for number in range(1_000):
        pace.spend(str(number))
    assert len(pace._buckets) == 100


@pytest.fixture
async def paced(
    engine: AsyncEngine, issuer: DevelopmentIssuer, gate: rooms.Gate, health: Switch, empty: None
) -> AsyncIterator[aiohttp.ClientSession]:
    app: FastAPI = rooms_app(engine, issuer, gate, health, strangers=Strangers(3, (ip_network("127.0.0.1"),)))
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield session


@pytest.mark.parametrize("path", ["/health/live", "/metrics", "/openapi.json", "/nowhere", "/v1/rooms"])
async def test_a_stranger_is_told_how_long_to_wait(paced: aiohttp.ClientSession, path: str) -> None:
    stranger = Client(paced, "forged")
    assert 429 not in [(await stranger.get(path)).status for _ in range(3)]
    refused = await stranger.get(path)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "20")
    problem = await refused.json()
    assert (problem["code"], refused.headers["Content-Type"]) == (
        "too-many-requests",
        "application/problem+json",
    )
    assert problem["next"]["tr"].startswith("20 saniye")
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


async def test_who_is_known_is_not_counted_and_goes_on_beside_strangers(
    paced: aiohttp.ClientSession, issuer: DevelopmentIssuer
) -> None:
    office, stranger = Client(paced, issuer.issue(Role.OFFICE)), Client(paced, None)
    assert {(await office.get("/v1/rooms")).status for _ in range(10)} == {200}
    assert [(await stranger.get("/health/live")).status for _ in range(4)] == [200, 200, 200, 429]
    assert (await office.get("/v1/rooms")).status == 200
    assert (await Client(paced, issuer.issue(Role.OFFICE)).get("/v1/rooms")).status == 429


async def test_behind_a_trusted_proxy_each_client_has_its_own_pace(paced: aiohttp.ClientSession) -> None:
    stranger = Client(paced, None)
    told = [
        (await stranger.get("/health/live", X_Forwarded_For=f"9.9.9.9, 203.0.113.{number % 2}")).status
        for number in range(8)
    ]
    assert told == [200] * 6 + [429] * 2
