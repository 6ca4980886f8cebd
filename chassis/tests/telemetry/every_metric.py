"""One measurement of everything, as its owners make it."""

from __future__ import annotations

from datetime import UTC, datetime

from chassis.telemetry import metrics
from chassis.telemetry.pools import Use

GROUP, TOPIC = "finance.grants", "mobility.mobility.v1"
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def measure_everything() -> None:
    metrics.request_answered("POST", "/graphql", 200, 0.01)
    metrics.operation_answered("OpenCalls", "query", "answered", 0.01)
    metrics.pool_watched("finance", lambda: Use(1, 2, 16))
    metrics.outbox_measured(1, NOW)
    metrics.clock_ahead(0.01)
    metrics.relay_published({TOPIC: 1}, 0.01)
    metrics.messages_handled(GROUP, TOPIC)
    metrics.message_parked(GROUP, TOPIC)
    metrics.group_out_of_range(GROUP, TOPIC)
    metrics.parked_keys({GROUP: 1})
    metrics.erasures_waiting({GROUP: NOW})
    metrics.reading_refused()
    metrics.timetable_failed("announcements")
    metrics.lag_measured(GROUP, TOPIC, 0, 1, NOW.timestamp())
    metrics.view_updated("gateway.views", TOPIC, 0.1)
    metrics.operation_compiled()
    metrics.cache_missed("unknown")
    metrics.cache_dropped(1, "change")
    metrics.cache_holds(1)
    metrics.idempotent_replay()
    metrics.subscriptions_open(1)
    metrics.changes_told(1)
    metrics.client_sent_away("subscriber-too-slow")
    metrics.payments_overdue({("advance", "ordered"): 0})
    metrics.payments_made("advance", 1, 0, 1.0, 1.0)


def forget_everything() -> None:
    """What a process would keep until its end, so that the next test finds its own values only."""
    metrics.outbox_measured(0, None)
    metrics.parked_keys({})
    metrics.erasures_waiting({})
    metrics.lag_forgotten(GROUP, TOPIC, 0)
    metrics.payments_made("advance", 0, 0, 0.0, 0.0)
    metrics.pool_watched("finance", lambda: None)
