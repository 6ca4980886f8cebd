"""Rate, errors and duration by operation: what clients write cannot make series without end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from graphql import GraphQLError
from strawberry.types.execution import ExecutionResult

from chassis.refusal import Kind, NotFound, Refusal
from chassis.tests.telemetry.scraping import measuring, scraped
from gateway.documents.reading import Documents
from gateway.http.answers import told_by
from gateway.http.operation_names import ANONYMOUS, CHARACTERS_MAX, OTHER, OTHERS_MAX, OperationNames
from gateway.limits.document import Limits
from gateway.schema.schema import build_schema
from gateway.tests.fixtures import Gateway


class Away(Refusal):
    code, kind = "away", Kind.UNAVAILABLE
    tr = en = next_tr = next_en = "away"


@pytest.fixture(autouse=True)
def telemetry(tmp_path: Path) -> Iterator[None]:
    with measuring(tmp_path):
        yield


def counted() -> dict[str, float]:
    return scraped("kervan_graphql_operation_duration_seconds_count")


def series(name: str, outcome: str, kind: str = "query") -> str:
    labels = f'graphql_operation_name="{name}",graphql_operation_type="{kind}",kervan_outcome="{outcome}"'
    return f"{{{labels}}}"


async def test_operations_over_http_are_told_by_name_and_outcome(gateway: Gateway) -> None:
    for _ in range(3):  # the last ones are recalled by their bytes
        await gateway.ask("query MeasuredOnes { calls(first: 1) { nodes { id } } }")
    await gateway.ask("{ __typename }")
    await gateway.ask("query Unfit($id: ID!) { partner(id: $id) { id } }")
    await gateway.ask("query Unknown { noSuchField }")
    assert counted() == {
        series("MeasuredOnes", "answered"): 3,
        series(ANONYMOUS, "answered"): 1,
        series("Unfit", "refused"): 1,
    }


@pytest.mark.parametrize(
    ("causes", "outcome"),
    [
        ([], "answered"),
        ([None], "refused"),
        ([NotFound(what="call")], "refused"),
        ([NotFound(what="call"), Away()], "failed"),
        ([RuntimeError("a fault of ours")], "failed"),
    ],
)
def test_only_our_own_faults_are_failures(causes: Sequence[Exception | None], outcome: str) -> None:
    errors = [GraphQLError("told", original_error=cause) for cause in causes]
    assert told_by(ExecutionResult(data=None, errors=errors)) == outcome


def test_a_failure_beneath_graphqls_own_wrapping_is_seen() -> None:
    inner = GraphQLError("told", original_error=RuntimeError("a fault of ours"))
    outer = GraphQLError("told", original_error=inner)
    assert told_by(ExecutionResult(data=None, errors=[outer])) == "failed"


def test_names_that_clients_make_up_have_a_bound_and_trusted_ones_are_always_told() -> None:
    trusted = Documents(build_schema().graphql, Limits()).read("query Released { __typename }")
    names = OperationNames([trusted])
    told = [names.label(f"Made{number}") for number in range(OTHERS_MAX + 50)]
    assert set(told) == {OTHER} | {f"Made{number}" for number in range(OTHERS_MAX)}
    assert names.label("Made7") == "Made7"
    assert names.label("Released") == "Released"
    assert names.label(None) == ANONYMOUS


def test_a_long_name_is_not_told() -> None:
    assert OperationNames([]).label("A" * (CHARACTERS_MAX + 1)) == OTHER
