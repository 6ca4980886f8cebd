"""Which variables may share a plan: those of which the SQL looks the same."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pytest

from gateway.compiler.query import query_of
from gateway.tests.ways import SCHEMA, operation_of

AGREEMENTS = "query Agreements($f: AgreementFilter) { agreements(filter: $f) { totalCount } }"


def shape(**wanted: Any) -> Hashable:
    query = query_of(SCHEMA.graphql, operation_of(AGREEMENTS))
    return query.shape(query.coerce({"f": wanted}))


@pytest.mark.parametrize(
    "other",
    [{"waitsForPartner": True}, {"waitsForUs": False}, {"waitsForUs": None}, {"status": "ACTIVE"}, {}],
)
def test_a_filter_that_is_true_is_none_that_is_null_or_another(other: dict[str, Any]) -> None:
    assert shape(waitsForUs=True) != shape(**other)


def test_values_that_are_parameters_share_a_plan() -> None:
    assert shape(status="ACTIVE") == shape(status="DRAFT")
