"""Every metric: what it counts, in which unit, by which labels, and what is normal.

The instruments are made from this table, ``docs/metrics.md`` is written from it, and dashboards and alerts
are checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chassis.telemetry import names


class Shape(StrEnum):
    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Metric:
    """``labels``: as OpenTelemetry names them; Prometheus writes ``_`` where they have a dot."""

    name: str
    shape: Shape
    unit: str
    labels: tuple[str, ...]
    meaning: str
    normal: str

    @property
    def prometheus(self) -> str:
        """The name on ``/metrics``, without the ``_bucket``, ``_sum`` and ``_count`` of a histogram."""
        name = self.name.replace(".", "_")
        suffix = _SUFFIXES.get(self.unit, "")
        if not name.endswith(suffix):
            name += suffix
        return f"{name}_total" if self.shape is Shape.COUNTER else name

    @property
    def prometheus_labels(self) -> tuple[str, ...]:
        return tuple(label.replace(".", "_") for label in self.labels)

    @property
    def series(self) -> tuple[str, ...]:
        """Every name that its samples have on ``/metrics``."""
        if self.shape is not Shape.HISTOGRAM:
            return (self.prometheus,)
        return tuple(f"{self.prometheus}_{part}" for part in ("bucket", "sum", "count"))


_SUFFIXES: Final = {"s": "_seconds", "By": "_bytes", "d": "_days"}
_COUNTER, _GAUGE, _HISTOGRAM = Shape.COUNTER, Shape.GAUGE, Shape.HISTOGRAM

METRICS: Final = (
    Metric(
        names.HTTP_DURATION,
        _HISTOGRAM,
        "s",
        (names.HTTP_METHOD, names.HTTP_ROUTE, names.HTTP_STATUS),
        "Request to answer, by method, route and status",
        "Under 100 ms for 99 of 100; status 5xx never.",
    ),
    Metric(
        names.OPERATION_DURATION,
        _HISTOGRAM,
        "s",
        (names.GRAPHQL_OPERATION, names.GRAPHQL_TYPE, names.OUTCOME),
        "GraphQL operation over HTTP, request to answer. Names: all of trusted documents, 100 others a "
        "process, then (other); outcome: answered, refused, failed or gone",
        "Queries under 100 ms, mutations under 2 s; failed never.",
    ),
    Metric(
        names.POOL_CONNECTIONS,
        _GAUGE,
        "{connection}",
        (names.POOL_NAME, names.POOL_STATE),
        "Connections of a pool to PostgreSQL, used and idle",
        "Used stays below the most there may be.",
    ),
    Metric(
        names.POOL_CONNECTIONS_MAX,
        _GAUGE,
        "{connection}",
        (names.POOL_NAME,),
        "Connections a pool may have",
        "Constant: KERVAN_DATABASE_POOL_SIZE.",
    ),
    Metric(names.OUTBOX_DEPTH, _GAUGE, "{row}", (), "Events that wait to be sent", "0 or a few."),
    Metric(
        names.OUTBOX_OLDEST_AGE,
        _GAUGE,
        "s",
        (),
        "Age of the oldest event that waits to be sent; grows by itself",
        "Under a second; absent while nothing waits.",
    ),
    Metric(
        names.RELAY_PUBLISHED,
        _COUNTER,
        "{message}",
        ("topic",),
        "Events that Kafka acknowledged",
        "Grows with the commands that are given.",
    ),
    Metric(
        names.RELAY_DURATION,
        _HISTOGRAM,
        "s",
        (),
        "Rows of the outbox to Kafka's acknowledgement, a batch",
        "Under 50 ms.",
    ),
    Metric(
        names.CONSUMER_LAG,
        _GAUGE,
        "{message}",
        ("group", "topic", "partition"),
        "Records between what a group has fetched and the end of a partition, told by whoever reads it",
        "0, or falling.",
    ),
    Metric(
        names.CONSUMER_LAG_TIME,
        _GAUGE,
        "s",
        ("group", "topic", "partition"),
        "Age of the oldest record that a group has in hand; where it has none but is behind, since when. "
        "Grows by itself",
        "0, or under 5 s while records come.",
    ),
    Metric(
        names.CONSUMER_HANDLED,
        _COUNTER,
        "{message}",
        ("group", "topic"),
        "Records that had their effect",
        "As many as their topics bring of the types the group wants.",
    ),
    Metric(
        names.CONSUMER_PARKED,
        _COUNTER,
        "{message}",
        ("group", "topic"),
        "Records set aside with their key",
        "Does not grow.",
    ),
    Metric(
        names.CONSUMER_OUT_OF_RANGE,
        _COUNTER,
        "{partition}",
        ("group", "topic"),
        "Positions that the topic no longer holds: records were missed",
        "Does not grow.",
    ),
    Metric(names.PARKED_KEYS, _GAUGE, "{key}", ("group",), "Keys that wait for an operator", "Absent: none."),
    Metric(
        names.ERASURE_WAITING_AGE,
        _GAUGE,
        "s",
        ("group",),
        "Age of the oldest erasure of a person that is parked here, so not confirmed; grows by itself",
        "Absent: none. KVKK gives 30 days.",
    ),
    Metric(
        names.READINGS_REFUSED,
        _COUNTER,
        "{request}",
        (),
        "Answers refused because who reads whom could not be written down",
        "Does not grow.",
    ),
    Metric(
        names.TIMETABLE_FAILED,
        _COUNTER,
        "{attempt}",
        ("entry",),
        "What was due and failed, by the timetable's entry; each is tried again in the next round",
        "Does not grow; the log says which one and why.",
    ),
    Metric(
        names.CLOCK_AHEAD,
        _GAUGE,
        "s",
        (),
        "This machine's clock before PostgreSQL's; below 0 it is behind",
        "Within 0.1 s; tokens are taken within 5 s.",
    ),
    Metric(
        names.VIEW_STALENESS,
        _HISTOGRAM,
        "s",
        ("group", "topic"),
        "From an event made to its row visible",
        "Under 1 s for 99 of 100.",
    ),
    Metric(
        names.GATEWAY_OPERATIONS,
        _COUNTER,
        "{operation}",
        ("path", "reason"),
        "Operations by how they were answered: compiled, cached, or resolved field by field and why",
        "Resolved only for mutations and few queries.",
    ),
    Metric(
        names.CACHE_MISSES,
        _COUNTER,
        "{operation}",
        ("why",),
        "Answers that may be cached and were read: unknown, or a change is on its way to them",
        "Fewer than were cached.",
    ),
    Metric(
        names.CACHE_DROPPED,
        _COUNTER,
        "{result}",
        ("why",),
        "Results that went: touched by a change, for lack of room, or with a lost lease",
        "By change; seldom by room or lease.",
    ),
    Metric(names.CACHE_BYTES, _GAUGE, "By", (), "What the cache holds", "Below KERVAN_CACHE_BYTES_MAX."),
    Metric(
        names.IDEMPOTENT_REPLAYS,
        _COUNTER,
        "{request}",
        (),
        "Commands that came again and got their first answer",
        "Few; more when clients lose their connections.",
    ),
    Metric(
        names.SUBSCRIPTIONS_OPEN,
        _GAUGE,
        "{subscription}",
        (),
        "Subscriptions that are told of changes",
        "Below KERVAN_SUBSCRIPTIONS_MAX.",
    ),
    Metric(
        names.CHANGES_TOLD, _COUNTER, "{message}", (), "Changes told to subscribers", "Grows with changes."
    ),
    Metric(
        names.CLIENTS_SENT_AWAY,
        _COUNTER,
        "{client}",
        ("reason",),
        "Subscribers whose connection we ended, by the refusal's code",
        "Few; all at once when a process restarts.",
    ),
    Metric(
        names.PAYMENTS_OVERDUE,
        _GAUGE,
        "{payment}",
        ("instalment", "state"),
        "Instalments not paid on the last day of their term: ordered (the finance office has not answered) "
        "or unordered (no account, or rejected)",
        "0.",
    ),
    Metric(
        names.PAYMENTS_MADE,
        _GAUGE,
        "{payment}",
        ("instalment",),
        "Instalments paid in the last 90 days",
        "Follows the seasons: advances before, balances after the stays.",
    ),
    Metric(
        names.PAYMENTS_LATE_SHARE,
        _GAUGE,
        "1",
        ("instalment",),
        "Of those paid in the last 90 days, the share paid after its term: an advance within 30 days and not "
        "after the stay begins, a balance within 45 days of the stay's end",
        "0; absent while none was paid.",
    ),
    Metric(
        names.PAYMENT_DAYS,
        _GAUGE,
        "d",
        ("instalment", "statistic"),
        "Days to payment, mean and max of those paid in the last 90 days: an advance from the day the grant "
        "was promised, a balance from the day the stay was reported complete",
        "Advance under 30, balance under 45.",
    ),
)

BY_NAME: Final = {metric.name: metric for metric in METRICS}
