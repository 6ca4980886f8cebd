"""GraphQL over HTTP: media types, status codes, tokens, limits."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chassis.identity.caller import Role
from gateway.tests.fixtures import Gateway

GRAPHQL_JSON = "application/graphql-response+json"
ME = "{ me { roles } }"


async def test_without_a_token_nobody_is_let_in(gateway: Gateway) -> None:
    answer = await gateway.post({"query": ME})
    assert (answer.status, answer.body["code"]) == (401, "token-missing")


@pytest.mark.parametrize(
    "claims", [{"lifetime": timedelta(hours=-1)}, {"audience": "other"}, {"issuer": "other"}]
)
async def test_a_bad_token_is_401(gateway: Gateway, claims: dict[str, object]) -> None:
    answer = await gateway.post({"query": ME}, gateway.token(Role.OFFICE, **claims))
    assert answer.status == 401


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (GRAPHQL_JSON, GRAPHQL_JSON),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        (f"application/json;q=0.5, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.1, application/json", "application/json"),
    ],
)
async def test_the_answer_has_the_accepted_type(gateway: Gateway, accept: str, answered: str) -> None:
    answer = await gateway.post({"query": ME}, gateway.token(), Accept=accept)
    assert answer.headers["Content-Type"] == f"{answered}; charset=utf-8"
    assert answer.data == {"me": {"roles": ["OFFICE"]}}


async def test_no_acceptable_type_is_406(gateway: Gateway) -> None:
    answer = await gateway.post({"query": ME}, gateway.token(), Accept="text/css")
    assert (answer.status, answer.codes) == (406, ["not-acceptable"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ me { ", "graphql-invalid"),
        ("{ nothing }", "graphql-invalid"),
        ("query A { me { roles } } query B { me { roles } }", "graphql-operation-unknown"),
        ("query($id: ID!) { node(id: $id) { id } }", "graphql-invalid"),
    ],
)
async def test_what_cannot_run_is_400_in_the_newer_type(gateway: Gateway, query: str, code: str) -> None:
    answer = await gateway.post({"query": query}, gateway.token(), Accept=GRAPHQL_JSON)
    assert (answer.status, answer.codes) == (400, [code])
    assert "data" not in answer.body


async def test_a_document_error_is_200_in_the_older_type(gateway: Gateway) -> None:
    answer = await gateway.post({"query": "{ nothing }"}, gateway.token(), Accept="application/json")
    assert (answer.status, answer.codes) == (200, ["graphql-invalid"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": 1},
        {"query": " "},
        {"query": ME, "variables": []},
        {"query": ME, "operationName": 1},
        {"query": ME, "extensions": "x"},
        "text",
    ],
)
async def test_a_request_of_the_wrong_shape_is_400(gateway: Gateway, body: object) -> None:
    answer = await gateway.post(body, gateway.token())
    assert (answer.status, answer.codes) == (400, ["graphql-request-unreadable"])


async def test_a_batch_is_refused(gateway: Gateway) -> None:
    answer = await gateway.post([{"query": ME}], gateway.token())
    assert (answer.status, answer.codes) == (400, ["graphql-batch-refused"])


async def test_another_body_type_is_415(gateway: Gateway) -> None:
    headers = {"Authorization": f"Bearer {gateway.token()}", "Content-Type": "text/plain"}
    async with gateway.session.post(f"{gateway.url}/graphql", data="{}", headers=headers) as response:
        assert response.status == 415


async def test_a_query_may_come_by_get(gateway: Gateway) -> None:
    query = "query($first: Int) { partners(first: $first) { totalCount } }"
    answer = await gateway.get(query, gateway.token(), variables=json.dumps({"first": 1}))
    assert answer.data == {"partners": {"totalCount": 0}}


async def test_a_mutation_by_get_is_405_and_does_nothing(gateway: Gateway) -> None:
    mutation = 'mutation { proposeAgreement(input: {id: "x"}) { stale } }'
    answer = await gateway.get(mutation, gateway.token())
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"query": "{ me { roles } }", "variables": {"a": [{"b": "x\\u0000"}]}}', "text-with-nul"),
        (b'{"query": "{ me { roles } }", "variables": {"a\\u0000": 1}}', "text-with-nul"),
        (b'{"query": "{ partners(filter: {country: \\"D\\\\u0000\\"}) { totalCount } }"}', "text-with-nul"),
        (b'{"query": "{ me \x00 }"}', "graphql-request-unreadable"),
        (b'{"query": "\xff"}', "graphql-request-unreadable"),
        (b'{"query": "\\ud800"}', "graphql-request-unreadable"),
        (b'{"query": "{ partners(filter: {country: \\"\\\\uD800\\"}) { totalCount } }"}', "graphql-invalid"),
        (
            b'{"query": "{ me { roles } }", "variables": ' + b'{"a":' * 2000 + b"1" + b"}" * 2001,
            "graphql-request-unreadable",
        ),
        (b'{"query": "{ partners(first: ' + b"9" * 5000 + b') { totalCount } }"}', "graphql-invalid"),
        (
            b'{"query": "query($n: Int) { partners(first: $n) { totalCount } }", "variables": {"n": '
            + b"9" * 5000
            + b"}}",
            "graphql-request-unreadable",
        ),
    ],
)
async def test_broken_or_monstrous_text_is_a_clear_400(gateway: Gateway, body: bytes, code: str) -> None:
    headers = {
        "Authorization": f"Bearer {gateway.token()}",
        "Content-Type": "application/json",
        "Accept": GRAPHQL_JSON,
    }
    async with gateway.session.post(f"{gateway.url}/graphql", data=body, headers=headers) as response:
        answer = await response.json(content_type=None)
    codes = {error["extensions"]["code"] for error in answer["errors"]}
    assert (response.status, codes) == (400, {code})
    assert len(str(answer)) < 3000


async def test_nul_in_a_query_string_is_refused(gateway: Gateway) -> None:
    answer = await gateway.get(ME, gateway.token(), variables=json.dumps({"a": "\0"}))
    assert (answer.status, answer.codes) == (400, ["text-with-nul"])


async def test_a_body_beyond_the_limit_is_refused(gateway: Gateway) -> None:
    answer = await gateway.post({"query": "#" + "x" * 300_000}, gateway.token())
    assert answer.status == 413


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (
            "{ people " + "{ nodes { mobilities { nodes { person " * 4 + "{ id }" + " } } } }" * 4 + " }",
            "query-too-deep",
        ),
        ("{ " + " ".join(f"a{number}: __typename" for number in range(31)) + " }", "query-too-many-aliases"),
        ("{ " + "__typename " * 20_001 + "}", "query-too-long"),
    ],
)
async def test_a_document_beyond_a_limit_is_refused_by_name(gateway: Gateway, query: str, code: str) -> None:
    answer = await gateway.post({"query": query}, gateway.token(), Accept=GRAPHQL_JSON)
    assert answer.status == 400
    assert code in answer.codes


async def test_fragments_that_multiply_are_measured_quickly(gateway: Gateway) -> None:
    bomb = "query { ...f0 } " + " ".join(
        f"fragment f{number} on Query {{ ...f{number + 1} ...f{number + 1} }}" for number in range(100)
    )
    bomb += " fragment f100 on Query { a: __typename }"
    answer = await gateway.post({"query": bomb}, gateway.token())
    assert "query-too-many-aliases" in answer.codes


async def test_the_editor_is_served_to_browsers_where_it_is_switched_on(gateway: Gateway) -> None:
    async with gateway.session.get(f"{gateway.url}/graphql", headers={"Accept": "text/html"}) as response:
        assert response.status == 200
        assert "graphiql" in await response.text()


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/status", "/metrics"])
async def test_an_operator_needs_no_token(gateway: Gateway, path: str) -> None:
    async with gateway.session.get(gateway.url + path) as response:
        assert response.status == 200
