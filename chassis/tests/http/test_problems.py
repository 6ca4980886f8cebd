"""What a refused caller reads, in both languages, and what they must never read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from chassis.database import create_engine
from chassis.http.language import preferred
from chassis.http.problems import STATUS, TITLES
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.refusal import Kind
from chassis.tests.http.conftest import Answer, Client, Switch, rooms_app, served
from chassis.tests.http.rooms import Gate

ClientOf = Callable[[str | None], Client]
KILER = {"name": "Kiler", "places": 0}


@pytest.fixture
def ops(client_of: ClientOf, issuer: DevelopmentIssuer) -> Client:
    return client_of(issuer.issue(Role.OPS))


def test_every_kind_of_refusal_has_a_status_and_a_title() -> None:
    assert set(STATUS) == set(TITLES) == set(Kind)


async def test_a_problem_speaks_both_languages(office: Client) -> None:
    answer = await office.post("/v1/rooms", KILER)
    problem = await answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["message"] == {
        "tr": "Bir salonda en az 1 yer olmalı.",
        "en": "A room has at least 1 places.",
    }
    assert problem["next"] == {"tr": "Yer sayısını artırın.", "en": "Give it more places."}


@pytest.mark.parametrize(
    ("accepted", "language", "detail"),
    [
        ("tr-TR,tr;q=0.9,en;q=0.8", "tr", "Bir salonda en az 1 yer olmalı."),
        ("en-GB,tr;q=0.5", "en", "A room has at least 1 places."),
        ("de", "en", "A room has at least 1 places."),
    ],
)
async def test_detail_is_in_the_preferred_language(
    office: Client, accepted: str, language: str, detail: str
) -> None:
    answer = await office.post("/v1/rooms", KILER, Accept_Language=accepted)
    assert (answer.headers["Content-Language"], (await answer.json())["detail"]) == (language, detail)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("*", "en"),
        ("tr", "tr"),
        ("tr;q=0", "en"),
        ("en;q=0.1,tr;q=0.2", "tr"),
        ("tr;q=x", "en"),
        (";;,=", "en"),
        ("TR-tr", "tr"),
        ("tr;q=0.5,*;q=0.9", "en"),
    ],
)
def test_turkish_is_chosen_only_when_it_is_ranked_first(header: str | None, language: str) -> None:
    assert preferred(header) == language


async def test_each_wrong_field_is_told(office: Client) -> None:
    problem = await (await office.post("/v1/rooms", {"name": "", "places": "many"})).json()
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [
        ("name", "string-too-short"),
        ("places", "int-parsing"),
    ]
    assert problem["errors"][0]["message"]["tr"] == "En az 1 karakter olmalı."
    assert problem["facts"] == {}


async def test_the_input_is_not_repeated(office: Client) -> None:
    answer = await office.post("/v1/rooms", {"name": 1, "places": "Ayşe Yılmaz 10000000146"})
    assert answer.status == 422
    assert b"10000000146" not in answer.body


@pytest.mark.parametrize(
    "body", ['{"name": ', "[" * 100_0, '"\\ud800"', '{"name":"a","places":NaN}', "nonsense"]
)
async def test_a_malformed_body_is_the_callers_fault(office: Client, body: str) -> None:
    answer = await _raw(office, body.encode())
    assert 400 <= answer.status < 500
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"name":"a\\u0000b","places":1}', "name"),
        (b'{"name":"a","places":1,"more":[{"x":["\\u0000"]}]}', "more.0.x.0"),
        (b'{"name":"a","places":1,"more\\u0000":1}', "moreU+0000"),
    ],
)
async def test_nul_is_refused_wherever_it_hides(office: Client, body: bytes, field: str) -> None:
    answer = await _raw(office, body)
    problem = await answer.json()
    assert (answer.status, problem["field"], problem["errors"][0]["code"]) == (422, field, "text-with-nul")


@pytest.mark.parametrize("address", ["/v1/rooms?limit=1&x=%00", "/v1/rooms/%00"])
async def test_nul_is_refused_in_addresses(office: Client, address: str) -> None:
    assert (await office.get(address)).status == 422


async def test_an_escaped_backslash_before_u0000_is_text(office: Client) -> None:
    assert (await _raw(office, b'{"name":"\\\\u0000","places":1}')).status == 201


async def test_a_number_the_database_cannot_hold_is_refused(office: Client) -> None:
    answer = await office.post("/v1/rooms", {"name": "a", "places": 10**30})
    assert (answer.status, (await answer.json())["code"]) == (422, "value-not-storable")


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_beyond_the_limit_is_refused(
    office: Client, rooms_named: Callable[[], Awaitable[list[str]]], declared: bool
) -> None:
    large = b'{"name":"' + b"x" * 20_000 + b'","places":1}'
    answer = await _raw(office, large if declared else _chunks(large))
    assert (answer.status, (await answer.json())["code"]) == (413, "body-too-large")
    assert await rooms_named() == []


async def test_an_operation_that_reads_no_body_refuses_a_large_one_before_it_acts(ops: Client) -> None:
    answer = await ops.send("POST", "/v1/faults/bug", data=b"x" * 20_000)
    assert (answer.status, (await answer.json())["code"]) == (413, "body-too-large")


async def test_a_fault_of_ours_tells_nothing_but_that(ops: Client) -> None:
    answer = await ops.post("/v1/faults/bug", None)
    problem = await answer.json()
    assert (answer.status, problem["code"], problem["status"]) == (500, "internal-error", 500)
    assert b"secret" not in answer.body
    assert "Retry-After" not in answer.headers


async def test_a_mistake_in_our_sql_is_a_fault_of_ours(ops: Client) -> None:
    answer = await ops.post("/v1/faults/typo", None)
    assert (answer.status, (await answer.json())["code"]) == (500, "internal-error")


@pytest.mark.parametrize(("fault", "code"), [("deadlock", "busy"), ("disconnect", "database-unavailable")])
async def test_a_passing_fault_of_the_database_invites_a_retry(ops: Client, fault: str, code: str) -> None:
    answer = await ops.post(f"/v1/faults/{fault}", None)
    assert (answer.status, (await answer.json())["code"]) == (503, code)
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("host", ["127.0.0.1:1", "no-such-host.invalid"])
async def test_a_database_that_is_away_invites_a_retry(
    issuer: DevelopmentIssuer, gate: Gate, health: Switch, host: str
) -> None:
    away = create_engine(f"postgresql://nobody@{host}/rooms")
    async with (
        served(rooms_app(away, issuer, gate, health)) as address,
        aiohttp.ClientSession(address) as session,
    ):
        answer = await Client(session, issuer.issue(Role.OFFICE)).get("/v1/rooms")
    assert (answer.status, (await answer.json())["code"]) == (503, "database-unavailable")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "no-such-address"),
        ("GET", "/nothing", 404, "no-such-address"),
        ("DELETE", "/v1/rooms", 405, "method-not-allowed"),
        ("GET", "/docs", 404, "no-such-address"),
    ],
)
async def test_a_wrong_address_is_a_problem_too(
    office: Client, method: str, path: str, status: int, code: str
) -> None:
    answer = await office.send(method, path)
    assert (answer.status, (await answer.json())["code"]) == (status, code)


async def test_a_wrong_method_is_told_the_right_ones(office: Client) -> None:
    assert (await office.send("DELETE", "/v1/rooms")).headers["Allow"] == "GET, POST"


async def test_answers_carry_the_headers_browsers_need(office: Client) -> None:
    headers = (await office.get("/v1/rooms")).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in headers["Cache-Control"]
    assert "server" not in headers


async def _raw(client: Client, body: Any) -> Answer:
    json_type = {"Content-Type": "application/json"}
    return await client.send("POST", "/v1/rooms", headers=json_type, data=body)


async def _chunks(body: bytes) -> Any:
    for start in range(0, len(body), 1000):
        yield body[start : start + 1000]
