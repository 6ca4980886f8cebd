"""Browsers: other sites' pages, compression, and answers a client has already."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import aiohttp
import orjson
import pytest

from chassis.identity.issuer import DevelopmentIssuer
from gateway.execution import Asked, Outcome
from gateway.tests.edges import serving
from gateway.tests.fixtures import Gateway

SITE, STRANGER = "https://mobility.example.edu", "https://elsewhere.example"
ME = "{ me { roles } }"
HASH = sha256(ME.encode()).hexdigest()


class Told:
    """What running an operation gives, and how often it ran."""

    data = b'{"me":null}'
    times = 0

    async def __call__(self, asked: Asked) -> Outcome:
        self.times += 1
        return self.data


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def edge(told: Told, issuer: DevelopmentIssuer, tmp_path: Path) -> AsyncIterator[Gateway]:
    (tmp_path / "documents.json").write_bytes(orjson.dumps({HASH: ME}))
    settings = {
        "cors_origins": (SITE,),
        "compress_bytes_min": 1000,
        "trusted_documents": tmp_path / "documents.json",
    }
    async with serving(told, issuer, **settings) as gateway:
        yield gateway


async def options(edge: Gateway, **headers: str) -> aiohttp.ClientResponse:
    return await edge.session.options(f"{edge.url}/graphql", headers=headers)


async def test_a_known_sites_page_may_ask(edge: Gateway) -> None:
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST"}
    response = await options(edge, **asked)
    assert response.status == 204
    assert response.headers["Access-Control-Allow-Origin"] == SITE
    assert response.headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert "authorization" in response.headers["Access-Control-Allow-Headers"]
    assert response.headers["Access-Control-Max-Age"] == "3600"
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in response.headers


async def test_its_answers_name_the_site_refused_ones_too(edge: Gateway) -> None:
    for token, status in ((edge.token(), 200), (None, 401)):
        answer = await edge.post({"query": ME}, token, Origin=SITE)
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (status, SITE)


async def test_another_sites_page_may_not_ask_and_nothing_runs(edge: Gateway, told: Told) -> None:
    response = await options(edge, **{"Origin": STRANGER, "Access-Control-Request-Method": "POST"})
    assert response.status == 403
    answer = await edge.post({"query": ME}, edge.token(), Origin=STRANGER)
    assert (answer.status, answer.body["code"]) == (403, "origin-refused")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert told.times == 0


async def test_the_gateways_own_page_may_ask(edge: Gateway) -> None:
    answer = await edge.post({"query": ME}, edge.token(), Origin=edge.url)
    assert answer.status == 200


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_a_form_of_another_page_runs_nothing_even_with_a_token(
    edge: Gateway, told: Told, content_type: str
) -> None:
    headers = {"Authorization": f"Bearer {edge.token()}", "Content-Type": content_type}
    async with edge.session.post(
        f"{edge.url}/graphql", data='{"query": "{ me }"}', headers=headers
    ) as response:
        assert response.status == 415
    assert told.times == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_picture_in_another_page_runs_nothing_even_with_a_token(
    edge: Gateway, told: Told, site: str
) -> None:
    headers = {"Authorization": f"Bearer {edge.token()}", "Sec-Fetch-Site": site}
    async with edge.session.get(f"{edge.url}/graphql", params={"query": ME}, headers=headers) as response:
        assert response.status == 403
    assert told.times == 0


async def test_options_that_is_no_preflight_is_405(edge: Gateway) -> None:
    response = await options(edge)
    assert (response.status, response.headers["Allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    ("accepted", "size", "packed"),
    [
        ("gzip, br", 2000, True),
        ("*", 2000, True),
        ("gzip", 200_000, True),
        ("gzip;q=0", 2000, False),
        ("*, gzip;q=0.0", 2000, False),
        ("br", 2000, False),
        ("identity", 2000, False),
        ("gzip", 500, False),
    ],
)
async def test_large_answers_are_packed_for_who_takes_it(
    edge: Gateway, told: Told, accepted: str, size: int, packed: bool
) -> None:
    told.data = b'"' + b"x" * size + b'"'
    headers = {
        "Authorization": f"Bearer {edge.token()}",
        "Accept-Encoding": accepted,
        "Content-Type": "application/json",
    }
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        response = await session.post(
            f"{edge.url}/graphql", data=orjson.dumps({"query": ME}), headers=headers
        )
        body = await response.read()
    assert (response.headers.get("Content-Encoding") == "gzip") is packed
    assert (gzip.decompress(body) if packed else body) == b'{"data":' + told.data + b"}"
    assert "Accept-Encoding" in response.headers["Vary"]


async def get_trusted(edge: Gateway, **headers: str) -> aiohttp.ClientResponse:
    sent = {"Authorization": f"Bearer {edge.token()}", **headers}
    return await edge.session.get(f"{edge.url}/graphql", params={"documentId": HASH}, headers=sent)


async def test_an_answer_to_a_trusted_document_is_not_sent_twice(edge: Gateway, told: Told) -> None:
    first = await get_trusted(edge)
    tag = first.headers["ETag"]
    again = await get_trusted(edge, **{"If-None-Match": f'"other", {tag}'})
    assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", tag)
    assert "Authorization" in again.headers["Vary"]
    told.data = b'{"me":{"roles":[]}}'
    changed = await get_trusted(edge, **{"If-None-Match": tag})
    assert (changed.status, await changed.json()) == (200, {"data": {"me": {"roles": []}}})


async def test_other_documents_have_no_tag(edge: Gateway) -> None:
    answer = await edge.get("{ __typename }", edge.token())
    assert "ETag" not in answer.headers
