"""Trusted documents: by hash, never registered by a request, and where wanted nothing else."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from chassis.identity.issuer import DevelopmentIssuer
from gateway.cli import app
from gateway.documents.manifest import ManifestInvalid
from gateway.execution import Asked, Outcome
from gateway.settings import GatewaySettings
from gateway.tests.edges import edge_settings, serving

ME, OTHER = "{ me { roles } }", "{ me { subject: __typename } }"
GRAPHQL_JSON = "application/graphql-response+json"


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def apollo(text: str) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash_of(text)}}}


async def say_the_text(asked: Asked) -> Outcome:
    return orjson.dumps({"ran": asked.operation.document.text})


def write(path: Path, content: Any) -> None:
    path.write_bytes(orjson.dumps(content))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "documents.json"
    write(path, {hash_of(ME): ME})
    return path


@pytest.mark.parametrize(
    "request_", [apollo(ME), {"documentId": hash_of(ME)}, {"documentId": f"sha256:{hash_of(ME)}"}]
)
async def test_a_trusted_document_runs_by_its_hash(
    issuer: DevelopmentIssuer, manifest: Path, request_: dict[str, Any]
) -> None:
    async with serving(say_the_text, issuer, trusted_documents=manifest) as gateway:
        assert (await gateway.post(request_, gateway.token())).data == {"ran": ME}


async def test_an_unknown_hash_is_told_as_apollos_clients_know_it(
    issuer: DevelopmentIssuer, manifest: Path
) -> None:
    async with serving(say_the_text, issuer, trusted_documents=manifest) as gateway:
        answer = await gateway.post(apollo(OTHER), gateway.token(), Accept=GRAPHQL_JSON)
    assert (answer.status, answer.codes) == (400, ["PERSISTED_QUERY_NOT_FOUND"])
    assert answer.body["errors"][0]["message"] == "PersistedQueryNotFound"


async def test_a_request_registers_nothing(issuer: DevelopmentIssuer, manifest: Path) -> None:
    async with serving(say_the_text, issuer, trusted_documents=manifest) as gateway:
        both = await gateway.post({"query": OTHER, **apollo(OTHER)}, gateway.token())
        assert both.data == {"ran": OTHER}
        later = await gateway.post(apollo(OTHER), gateway.token())
        assert later.codes == ["PERSISTED_QUERY_NOT_FOUND"]


@pytest.mark.parametrize("named", [ME, OTHER])
async def test_a_text_under_another_hash_is_refused(
    issuer: DevelopmentIssuer, manifest: Path, named: str
) -> None:
    async with serving(say_the_text, issuer, trusted_documents=manifest) as gateway:
        answer = await gateway.post({"query": f"{named} # more", **apollo(named)}, gateway.token())
    assert (answer.status, answer.codes) == (400, ["document-hash-wrong"])


@pytest.mark.parametrize("request_", [{"query": OTHER}, {"query": OTHER, **apollo(OTHER)}])
async def test_where_only_trusted_ones_run_a_text_is_refused(
    issuer: DevelopmentIssuer, manifest: Path, request_: dict[str, Any]
) -> None:
    only = {"trusted_documents": manifest, "trusted_documents_only": True}
    async with serving(say_the_text, issuer, **only) as gateway:
        answer = await gateway.post(request_, gateway.token())
        assert (answer.status, answer.codes) == (403, ["document-not-trusted"])
        assert (await gateway.post({"query": ME}, gateway.token())).data == {"ran": ME}
        assert (await gateway.post(apollo(ME), gateway.token())).data == {"ran": ME}


@pytest.mark.parametrize(
    "request_",
    [
        {"documentId": 7},
        {"extensions": {"persistedQuery": "x"}},
        {"extensions": {"persistedQuery": {"version": 1}}},
    ],
)
async def test_a_hash_of_the_wrong_shape_is_400(issuer: DevelopmentIssuer, request_: dict[str, Any]) -> None:
    async with serving(say_the_text, issuer) as gateway:
        answer = await gateway.post({"query": ME, **request_}, gateway.token())
    assert (answer.status, answer.codes) == (400, ["graphql-request-unreadable"])


async def test_a_gateway_with_a_broken_manifest_does_not_start(
    issuer: DevelopmentIssuer, manifest: Path
) -> None:
    write(manifest, {hash_of("{ nothing }"): "{ nothing }"})
    with pytest.raises(ManifestInvalid, match="nothing"):
        async with serving(say_the_text, issuer, trusted_documents=manifest):
            pass


def test_only_trusted_documents_without_any_is_a_mistake(issuer: DevelopmentIssuer) -> None:
    with pytest.raises(ValueError, match="KERVAN_TRUSTED_DOCUMENTS"):
        edge_settings(issuer, trusted_documents_only=True)
    assert GatewaySettings.model_fields["trusted_documents_only"].default is False


APOLLO = {"format": "apollo-persisted-query-manifest", "version": 1}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({hash_of(ME): ME}, None),
        ({**APOLLO, "operations": [{"id": hash_of(ME), "body": ME, "name": "", "type": "query"}]}, None),
        ({hash_of(ME): OTHER}, "is not the SHA-256 of its text"),
        ({"x": 1}, "has no text"),
        ([], "neither a map of hashes nor Apollo's format"),
        ({hash_of("{ nothing }"): "{ nothing }"}, "Cannot query field 'nothing'"),
        ({hash_of("{ me {"): "{ me {"}, "Syntax Error"),
    ],
)
def test_check_tells_what_would_not_run(manifest: Path, written: Any, told: str | None) -> None:
    write(manifest, written)
    result = CliRunner().invoke(app, ["documents", "check", str(manifest)])
    assert result.exit_code == (0 if told is None else 1)
    assert (told or "All 1 documents run.") in result.output


def test_check_tells_of_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("{")
    for name in ("x", "absent"):
        assert CliRunner().invoke(app, ["documents", "check", str(tmp_path / name)]).exit_code == 1
