"""One trace: a client's acceptance and another's approval, over the gateway and every service and back.

``THE_GRAPH`` is all of it: who calls or tells whom. A span that is missing, or hangs elsewhere, fails, and so
does one that nobody expected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.telemetry import names
from chassis.telemetry.trace_files import StoredSpan, read_named, read_trace
from deploy.local.trace_tree import short_sql
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

THE_GRAPH = """
client
    gateway POST /graphql
        gateway POST
            mobility POST /v1/placements/{placement_id}/accept: UPDATE placement, INSERT mobility, INSERT outbox
                mobility publish mobility.placement.v1
                    events process events.deadlines: UPSERT inbox, UPDATE reminder, INSERT outbox
                        events publish events.reminder.v1
                            gateway process gateway.views: UPSERT topic_progress
                    gateway process gateway.views: UPSERT topic_progress
                mobility publish mobility.mobility.v1
                    events process events.deadlines: UPSERT inbox, INSERT reminder, INSERT outbox
                        events publish events.reminder.v1
                            gateway process gateway.views: UPSERT topic_progress
                    gateway process gateway.views: UPSERT topic_progress
                    events process events.orientations: UPSERT inbox, INSERT registration, INSERT outbox
                        events publish events.registration.v1
                            gateway process gateway.views: UPSERT topic_progress
                    finance process finance.grants: UPSERT inbox, INSERT grants, INSERT payment_requests, INSERT outbox
                        finance publish finance.budget.v1
                            gateway process gateway.views: UPSERT topic_progress
                        finance publish finance.grant.v1
                            events process events.deadlines: UPSERT inbox, INSERT reminder, INSERT outbox
                                events publish events.reminder.v1
                                    gateway process gateway.views: UPSERT topic_progress
                            gateway process gateway.views: UPSERT topic_progress
                        finance publish finance.ledger.v1
                            gateway process gateway.views: UPSERT topic_progress
                        finance publish finance.payment-request.v1
                            gateway process gateway.views: UPSERT topic_progress
            finance POST /v1/payment-requests/{request_id}/approval: UPDATE payment_requests, INSERT payment_orders, INSERT outbox
                finance publish finance.grant.v1
                    events process events.deadlines: UPSERT inbox
                    gateway process gateway.views: UPSERT topic_progress
                finance publish finance.payment-request.v1
                    gateway process gateway.views: UPSERT topic_progress
                finance publish finance.payment-orders.v1
                    gateway process gateway.views: UPSERT topic_progress
                    finance-office process finance-office
                        finance-office publish finance.payment-results.v1
                            finance process finance.payment-results: INSERT ledger_entries, INSERT outbox
                                finance publish finance.budget.v1
                                    gateway process gateway.views: UPSERT topic_progress
                                finance publish finance.grant.v1
                                    events process events.deadlines: UPSERT inbox, UPDATE reminder, INSERT outbox
                                        events publish events.reminder.v1
                                            gateway process gateway.views: UPSERT topic_progress
                                    gateway process gateway.views: UPSERT topic_progress
                                finance publish finance.ledger.v1
                                    gateway process gateway.views: UPSERT topic_progress
                                finance publish finance.payment-orders.v1
                                    gateway process gateway.views: UPSERT topic_progress
"""  # noqa: E501  a drawing
"""Behind a colon: statements that must be there, among others."""

INDENT = 4
VIEWS = "process gateway.views"
ROOT = "gateway POST /graphql"

Way = tuple[str, ...]
"""From the client to a span, step by step."""


@pytest.fixture
def folder(system: System) -> Path:
    return Path(system.site.endpoints()["traces"])


@pytest.fixture
def spans(system: System, folder: Path) -> list[StoredSpan]:
    """Of the first acceptance, and of the approval of its payment, put into the same trace by its client."""
    return read_trace(folder, system.stage.facts("answers")["trace"])


def test_every_edge_of_it_is_drawn_and_every_drawn_edge_is_there(spans: list[StoredSpan]) -> None:
    drawn, found = set(drawing()), {way for span, way in ways(spans) if not statement(span)}
    found |= {("client",)}
    missing, unexpected = drawn - found, found - drawn
    assert (shown(missing), shown(unexpected)) == ([], [])


def test_what_each_step_writes_is_below_it_or_below_the_span_that_it_leads_to(
    spans: list[StoredSpan], folder: Path
) -> None:
    below = defaultdict(set)
    for span, way in ways(spans):
        if statement(span):
            below[way[:-1]].add(way[-1])
        for trace_id, span_id in span.links:
            below[way] |= statements_under(span_id, read_trace(folder, trace_id))
    missing = {way: wanted - below[way] for way, wanted in drawing().items() if wanted - below[way]}
    assert missing == {}


def test_a_batch_leads_to_each_of_its_messages_and_they_lead_to_it(
    spans: list[StoredSpan], folder: Path
) -> None:
    """A batch is one transaction: its statements are in one of the traces that it brought together."""
    processed = {(span.trace_id, span.span_id): span for span in read_named(folder, VIEWS)}
    batches, known = list[StoredSpan](), {span.span_id for span in spans}
    for span in processed.values():
        led_to = [processed[place] for place in links_of(span) if place in processed]
        assert all((span.trace_id, span.parent_id) in links_of(batch) for batch in led_to)
        batches += [] if led_to else [span]
    ours = [
        span_id for batch in batches for trace_id, span_id in links_of(batch) if trace_id == spans[0].trace_id
    ]
    assert any(len({trace_id for trace_id, _ in links_of(batch)}) > 1 for batch in batches)
    assert set(ours) <= known


def test_no_link_of_it_is_broken(spans: list[StoredSpan]) -> None:
    known = {span.span_id for span in spans}
    assert {step(span) for span in spans if span.parent_id not in known} == {ROOT}
    assert all(span.parent_id for span in spans)


def links_of(span: StoredSpan) -> list[tuple[str, str]]:
    return [(trace_id, span_id) for trace_id, span_id in span.links]


def drawing() -> dict[Way, set[str]]:
    """Every way that is drawn, with the statements that must be there."""
    found, above = dict[Way, set[str]](), list[str]()
    for line in filter(None, THE_GRAPH.splitlines()):
        name, _, statements = line.strip().partition(": ")
        depth = (len(line) - len(line.lstrip())) // INDENT
        above = [*above[:depth], name]
        service = name.partition(" ")[0]
        found[tuple(above)] = {f"{service} {one}" for one in statements.split(", ") if one}
    return found


def ways(spans: list[StoredSpan]) -> Iterator[tuple[StoredSpan, Way]]:
    """Every span with the steps that led to it."""
    by_id = {span.span_id: span for span in spans}
    for span in spans:
        way, at = list[str](), span
        while at.parent_id in by_id:
            way.append(step(at))
            at = by_id[at.parent_id]
        yield span, (("client",) if at.parent_id else ()) + (step(at), *reversed(way))


def statements_under(span_id: str, spans: list[StoredSpan]) -> set[str]:
    return {step(span) for span in spans if span.parent_id == span_id and statement(span)}


def step(span: StoredSpan) -> str:
    sql = statement(span)
    return f"{span.service} {short_sql(sql) if sql else span.name}"


def statement(span: StoredSpan) -> str:
    return str(span.attributes.get(names.SQL_TEXT, ""))


def shown(found: set[Way]) -> list[str]:
    """Their last edges: the rest can be read in the drawing."""
    return sorted(" → ".join(way[-2:]) for way in found)
