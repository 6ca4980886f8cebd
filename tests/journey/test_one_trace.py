"""One trace, from a mutation at the gateway over every service to the ledger and back into a view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.telemetry import names
from chassis.telemetry.trace_files import StoredSpan, read_trace
from deploy.local.trace_tree import short_sql
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

THE_MUTATION = "gateway POST /graphql"
TO_THE_RESULT = (
    THE_MUTATION,
    "gateway POST",
    "mobility POST /v1/placements/{placement_id}/accept",
    "mobility publish mobility.mobility.v1",
    "finance process finance.grants",
    "finance publish finance.payment-orders.v1",
    "finance-office process finance-office",
    "finance-office publish finance.payment-results.v1",
    "finance process finance.payment-results",
)
INTO_THE_LEDGER = (*TO_THE_RESULT, "finance INSERT ledger_entries")
INTO_THE_VIEW = (*TO_THE_RESULT, "finance publish finance.ledger.v1", "gateway process gateway.views")
TO_THE_GUEST_LIST = (
    *TO_THE_RESULT[:4],
    "events process events.orientations",
    "events publish events.registration.v1",
    "gateway process gateway.views",
)
WRITTEN = (
    "mobility INSERT outbox",
    "finance INSERT payment_orders",
    "events INSERT registration",
)


@pytest.fixture
def spans(system: System) -> list[StoredSpan]:
    """Of the first acceptance."""
    trace_id = system.stage.facts("answers")["trace"]
    return read_trace(Path(system.site.endpoints()["traces"]), trace_id)


def test_it_leads_from_the_mutation_over_every_service_into_ledger_and_view(spans: list[StoredSpan]) -> None:
    found = set(ways(spans))
    wanted = (INTO_THE_LEDGER, INTO_THE_VIEW, TO_THE_GUEST_LIST)
    assert [way[-1] for way in wanted if way not in found] == []
    assert {step for way in found for step in way} >= set(WRITTEN)


def test_no_link_of_it_is_broken(spans: list[StoredSpan]) -> None:
    known = {span.span_id for span in spans}
    assert {step(span) for span in spans if span.parent_id not in known} == {THE_MUTATION}


def ways(spans: list[StoredSpan]) -> Iterator[tuple[str, ...]]:
    """For every span, the steps that led to it."""
    by_id = {span.span_id: span for span in spans}
    for span in spans:
        way = []
        at: StoredSpan | None = span
        while at is not None:
            way.append(step(at))
            at = by_id.get(at.parent_id or "")
        yield tuple(reversed(way))


def step(span: StoredSpan) -> str:
    sql = span.attributes.get(names.SQL_TEXT)
    return f"{span.service} {short_sql(str(sql)) if sql else span.name}"
