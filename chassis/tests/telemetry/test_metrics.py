"""What operators count, as Prometheus reads it."""

from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta

from chassis.database import create_engine
from chassis.telemetry import metrics
from chassis.telemetry.setup import instrument_engine
from chassis.tests.telemetry.conftest import Start
from chassis.tests.telemetry.scraping import scraped


def test_the_age_of_the_oldest_row_grows_by_itself(start: Start) -> None:
    start()
    metrics.outbox_measured(3, datetime.now(UTC) - timedelta(seconds=60))
    assert list(scraped("kervan_outbox_depth").values()) == [3]
    assert 60 <= next(iter(scraped("kervan_outbox_oldest_age_seconds").values())) < 70
    metrics.outbox_measured(0, None)
    assert scraped("kervan_outbox_oldest_age_seconds") == {}


def test_subscribers_are_counted_and_those_sent_away_by_reason(start: Start) -> None:
    start()
    metrics.subscriptions_open(7)
    metrics.changes_told(3)
    metrics.client_sent_away("subscriber-too-slow")
    assert list(scraped("kervan_subscriptions_open").values()) == [7]
    assert list(scraped("kervan_subscriptions_told_total").values()) == [3]
    assert scraped("kervan_subscriptions_sent_away_total") == {'{reason="subscriber-too-slow"}': 1}


def test_lag_is_told_for_the_partitions_held_and_forgotten_for_those_given_away(start: Start) -> None:
    start()
    metrics.lag_measured("test.lag", "mobility.mobility.v1", 0, 7)
    metrics.lag_measured("test.lag", "mobility.mobility.v1", 1, 0)
    metrics.lag_forgotten("test.lag", "mobility.mobility.v1", 0)
    (labels,) = [each for each in scraped("kervan_consumer_lag{") if 'group="test.lag"' in each]
    assert 'partition="1"' in labels


def test_a_group_whose_last_key_was_replayed_disappears(start: Start) -> None:
    start()
    metrics.parked_keys({"finance.grants": 2, "gateway.views": 1})
    metrics.parked_keys({"gateway.views": 1})
    assert scraped("kervan_consumer_parked_keys") == {'{group="gateway.views"}': 1}


def test_counters_name_group_and_topic(start: Start) -> None:
    start()
    metrics.messages_handled("finance.grants", "mobility.mobility.v1", 40)
    metrics.message_parked("finance.grants", "mobility.mobility.v1")
    (handled,) = scraped("kervan_consumer_handled_total").items()
    assert handled == ('{group="finance.grants",topic="mobility.mobility.v1"}', 40)
    assert list(scraped("kervan_consumer_parked_total").values()) == [1]


def test_measuring_before_telemetry_starts_goes_nowhere() -> None:
    metrics.relay_published({"mobility.mobility.v1": 10}, 0.1)
    assert scraped("kervan_relay_published_total") == {}


def test_answers_are_counted_by_method_route_and_status_in_buckets(start: Start) -> None:
    start()
    for seconds in (0.004, 0.005, 0.3, 99.0):
        metrics.request_answered("POST", "/graphql", 200, seconds)
    metrics.request_answered("POST", "/graphql", 503, 0.001)
    counted = scraped("http_server_request_duration_seconds")
    labels = 'http_request_method="POST",http_response_status_code="200",http_route="/graphql"'
    by_bound = {bound: counted[f'_bucket{{{labels},le="{bound}"}}'] for bound in ("0.005", "0.5", "+Inf")}
    assert by_bound == {"0.005": 2, "0.5": 3, "+Inf": 4}
    assert counted[f"_sum{{{labels}}}"] == 99.309


def test_the_cache_is_told_by_why_and_never_by_what(start: Start) -> None:
    start()
    before = scraped("kervan_gateway_cache_dropped_total")
    metrics.operation_cached()
    metrics.cache_missed("unknown")
    metrics.cache_dropped(3, "change")
    metrics.cache_dropped(0, "room")
    metrics.cache_holds(4096)
    assert scraped("kervan_gateway_operations_total")['{path="cached",reason=""}'] >= 1
    assert scraped("kervan_gateway_cache_misses_total")['{why="unknown"}'] >= 1
    dropped = scraped("kervan_gateway_cache_dropped_total")
    assert dropped['{why="change"}'] == before.get('{why="change"}', 0) + 3
    assert '{why="room"}' not in dropped or dropped['{why="room"}'] == before['{why="room"}']
    assert list(scraped("kervan_gateway_cache_bytes").values()) == [4096]


def test_the_time_of_a_lag_grows_by_itself_is_zero_when_none_waits_and_goes_with_its_owner(
    start: Start,
) -> None:
    start()
    place = ("test.time", "mobility.mobility.v1", 3)
    metrics.lag_measured(*place, 7, (datetime.now(UTC) - timedelta(seconds=60)).timestamp())
    assert 60 <= _of_group("kervan_consumer_lag_time_seconds", "test.time") < 70
    metrics.lag_measured(*place, 0)
    assert _of_group("kervan_consumer_lag_time_seconds", "test.time") == 0
    metrics.lag_forgotten(*place)
    assert not [each for each in scraped("kervan_consumer_lag") if "test.time" in each]


def _of_group(name: str, group: str) -> float:
    (value,) = [value for labels, value in scraped(name).items() if f'group="{group}"' in labels]
    return value


def test_published_records_are_counted_by_topic(start: Start) -> None:
    start()
    metrics.relay_published({"mobility.mobility.v1": 3, "mobility.call.v1": 1}, 0.01)
    assert scraped("kervan_relay_published_total") == {
        '{topic="mobility.mobility.v1"}': 3,
        '{topic="mobility.call.v1"}': 1,
    }


def test_staleness_below_a_second_is_told_apart(start: Start) -> None:
    start()
    for seconds in (0.04, 0.3):
        metrics.view_updated("gateway.views", "mobility.call.v1", seconds)
    counted = scraped("kervan_view_staleness_seconds_bucket")
    assert [value for labels, value in counted.items() if 'le="0.05"' in labels] == [1]


def test_operations_are_counted_by_name_kind_and_outcome(start: Start) -> None:
    start()
    metrics.operation_answered("OpenCalls", "query", "answered", 0.01)
    counted = scraped("kervan_graphql_operation_duration_seconds_count")
    name = 'graphql_operation_name="OpenCalls",graphql_operation_type="query",kervan_outcome="answered"'
    assert counted == {f"{{{name}}}": 1}


async def test_a_pool_says_how_much_of_it_is_used_and_disappears_with_its_engine(
    start: Start, postgres_dsn: str
) -> None:
    start()
    engine = create_engine(postgres_dsn, pool_size=4)
    instrument_engine(engine, "test.pool")
    async with engine.connect(), engine.connect():
        assert _pool("test.pool") == {"used": 2, "idle": 0}
    assert _pool("test.pool") == {"used": 0, "idle": 2}
    assert scraped("db_client_connection_max")['{db_client_connection_pool_name="test.pool"}'] == 4
    await engine.dispose()
    del engine
    gc.collect()
    assert _pool("test.pool") == {}


def _pool(name: str) -> dict[str, float]:
    found = scraped("db_client_connection_count").items()
    return {labels.split('"')[3]: value for labels, value in found if f'"{name}"' in labels}
