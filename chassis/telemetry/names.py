"""Every span, metric and attribute name of Kervan, in one place.

Names follow the OpenTelemetry semantic conventions (HTTP, database, messaging); what those do not
know is ``kervan.*``. Spans of requests are named by method and route, those of statements by their verb.
"""

from __future__ import annotations

from typing import Final

NAMESPACE: Final = "kervan"

# spans: the operation first, then what it works on, as in "publish mobility.placement.v1"
PUBLISH: Final = "publish"
PROCESS: Final = "process"
TELL: Final = "tell"

# attributes of messages
MESSAGING_SYSTEM: Final = "messaging.system"
KAFKA: Final = "kafka"
OPERATION_NAME: Final = "messaging.operation.name"
OPERATION_TYPE: Final = "messaging.operation.type"
SEND: Final = "send"
DESTINATION: Final = "messaging.destination.name"
PARTITION: Final = "messaging.destination.partition.id"
CONSUMER_GROUP: Final = "messaging.consumer.group.name"
BATCH_SIZE: Final = "messaging.batch.message_count"
MESSAGE_ID: Final = "messaging.message.id"
MESSAGE_KEY: Final = "messaging.kafka.message.key"
MESSAGE_OFFSET: Final = "messaging.kafka.offset"
EVENT_TYPE: Final = "cloudevents.event_type"

# attributes of SQL, HTTP and GraphQL
SQL_SYSTEM: Final = "db.system.name"
SQL_TEXT: Final = "db.query.text"
SQL_BATCH_SIZE: Final = "db.operation.batch.size"
HTTP_METHOD: Final = "http.request.method"
HTTP_ROUTE: Final = "http.route"
HTTP_STATUS: Final = "http.response.status_code"
URL_PATH: Final = "url.path"
URL_FULL: Final = "url.full"
GRAPHQL_OPERATION: Final = "graphql.operation.name"
GRAPHQL_TYPE: Final = "graphql.operation.type"

# attributes of our own
SEQUENCE: Final = "kervan.sequence"
REFUSAL_CODE: Final = "kervan.refusal.code"
ROLE: Final = "kervan.role"
REPLAYED: Final = "kervan.idempotent.replayed"
OUTCOME: Final = "kervan.outcome"

# attributes of connection pools
POOL_NAME: Final = "db.client.connection.pool.name"
POOL_STATE: Final = "db.client.connection.state"

# attributes that could say who asked, should an instrumentation write them: they never leave the process
PERSONAL_ATTRIBUTES: Final = frozenset(
    {
        "url.query",
        "http.url",
        "http.target",
        "client.address",
        "client.port",
        "net.peer.ip",
        "net.peer.port",
        "network.peer.address",
        "network.peer.port",
        "user_agent.original",
        "http.user_agent",
        "enduser.id",
    }
)

# metrics
HTTP_DURATION: Final = "http.server.request.duration"
OPERATION_DURATION: Final = "kervan.graphql.operation.duration"
EXEMPLARY: Final = (HTTP_DURATION, OPERATION_DURATION)
"""Histograms counted by hand: their buckets lead to the trace of one request."""
POOL_CONNECTIONS: Final = "db.client.connection.count"
POOL_CONNECTIONS_MAX: Final = "db.client.connection.max"
OUTBOX_DEPTH: Final = "kervan.outbox.depth"
OUTBOX_OLDEST_AGE: Final = "kervan.outbox.oldest_age"
RELAY_PUBLISHED: Final = "kervan.relay.published"
RELAY_DURATION: Final = "kervan.relay.batch.duration"
CONSUMER_LAG: Final = "kervan.consumer.lag"
CONSUMER_LAG_TIME: Final = "kervan.consumer.lag_time"
CONSUMER_HANDLED: Final = "kervan.consumer.handled"
CONSUMER_PARKED: Final = "kervan.consumer.parked"
CONSUMER_OUT_OF_RANGE: Final = "kervan.consumer.out_of_range"
PARKED_KEYS: Final = "kervan.consumer.parked_keys"
ERASURE_WAITING_AGE: Final = "kervan.erasure.waiting_age"
READINGS_REFUSED: Final = "kervan.readings.refused"
TIMETABLE_FAILED: Final = "kervan.timetable.failed"
CLOCK_AHEAD: Final = "kervan.clock.ahead"
VIEW_STALENESS: Final = "kervan.view.staleness"
GATEWAY_OPERATIONS: Final = "kervan.gateway.operations"
CACHE_MISSES: Final = "kervan.gateway.cache.misses"
CACHE_DROPPED: Final = "kervan.gateway.cache.dropped"
CACHE_BYTES: Final = "kervan.gateway.cache.bytes"
IDEMPOTENT_REPLAYS: Final = "kervan.http.idempotent_replays"
SUBSCRIPTIONS_OPEN: Final = "kervan.subscriptions.open"
CHANGES_TOLD: Final = "kervan.subscriptions.told"
CLIENTS_SENT_AWAY: Final = "kervan.subscriptions.sent_away"
PAYMENTS_OVERDUE: Final = "kervan.finance.payments.overdue"
PAYMENTS_MADE: Final = "kervan.finance.payments.made"
PAYMENTS_LATE_SHARE: Final = "kervan.finance.payments.late_share"
PAYMENT_DAYS: Final = "kervan.finance.payment.time"
