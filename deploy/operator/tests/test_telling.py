"""A planned mobility and the grant that it caused, told from planted records, inboxes and spans."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chassis.telemetry import names
from chassis.telemetry.trace_files import StoredSpan
from deploy.operator.story.causes import Traces
from deploy.operator.story.effects import Consumed
from deploy.operator.story.gathering import Told
from deploy.operator.story.records import Published
from deploy.operator.story.showing import lines
from deploy.operator.story.steps import Sort, Step
from deploy.operator.story.telling import story

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRACE = "a" * 32
TOPIC = "mobility.mobility.v1"
MOBILITY_AT, GRANT_AT = "1" * 16, "2" * 16
PLANNED = Published(
    TOPIC,
    0,
    7,
    "stay",
    "event-1",
    "kervan.mobility.mobility-planned.v1",
    1,
    NOON,
    f"00-{TRACE}-{MOBILITY_AT}-01",
)
RESERVED = Published(
    "finance.grant.v1", 3, 4, "grant", "event-2", "kervan.finance.grant-reserved.v1", 1,
    NOON - timedelta(minutes=5), f"00-{TRACE}-{GRANT_AT}-01",
)  # fmt: skip
READERS = ("finance.grants", "events.orientations", "gateway.views")
ALL_PAST = {(group, TOPIC, 0): 8 for group in READERS}


def span(span_id: str, parent: str | None, kind: str, **attributes: str) -> StoredSpan:
    at = int(NOON.timestamp() * 1e9)
    found = {names.HTTP_METHOD: "POST", names.HTTP_ROUTE: "/accept", names.HTTP_STATUS: 200} | attributes
    return StoredSpan(TRACE, span_id, parent, "mobility", kind, kind, at, at, attributes=found)


def spans() -> Traces:
    told = (
        span("request", None, "server"),
        span(MOBILITY_AT, "request", "producer"),
        span("taking", MOBILITY_AT, "consumer", **{names.CONSUMER_GROUP: "finance.grants"}),
        span(GRANT_AT, "taking", "producer"),
    )
    return Traces({one.span_id: one for one in told})


def told_of(found: Consumed, *events: Published) -> list[Step]:
    return story(events, found, spans())


def sorts(steps: list[Step], who: str) -> list[Sort]:
    return [step.sort for step in steps if step.who == who]


def test_command_event_effect_and_what_it_caused_follow_each_other_though_a_clock_is_behind() -> None:
    taken = Consumed({("finance.grants", "event-1"): NOON - timedelta(minutes=3)}, positions=dict(ALL_PAST))
    steps = told_of(taken, RESERVED, PLANNED)
    wanted = ["mobility", PLANNED.place, "finance.grants", RESERVED.place]
    assert [step.who for step in steps if step.who in wanted] == wanted


def test_an_effect_of_another_event_is_not_told_as_this_one_s() -> None:
    other = Consumed({("events.orientations", "event-9"): NOON}, positions=dict(ALL_PAST))
    assert sorts(told_of(other, PLANNED), "events.orientations") == []


def test_a_group_that_is_not_there_yet_is_missing() -> None:
    behind = Consumed(positions=ALL_PAST | {("gateway.views", TOPIC, 0): 7})
    assert sorts(told_of(behind, PLANNED), "gateway.views") == [Sort.MISSING]


def test_what_is_set_aside_is_told_with_its_code() -> None:
    parked = {("finance.grants", PLANNED.place): (NOON, "rate-unknown")}
    steps = told_of(Consumed(parked=parked, positions=dict(ALL_PAST)), PLANNED)
    assert sorts(steps, "finance.grants") == [Sort.PARKED]
    assert "rate-unknown" in next(step.what for step in steps if step.sort is Sort.PARKED)


def test_events_of_a_key_keep_their_places_whatever_their_clocks_say() -> None:
    later = replace(PLANNED, offset=9, id="event-3", sequence=2, at=NOON - timedelta(hours=1))
    steps = told_of(Consumed(), later, PLANNED)
    assert [step.who for step in steps if step.sort is Sort.EVENT] == [PLANNED.place, later.place]


def test_the_screen_counts_what_is_missing_and_says_what_was_not_read() -> None:
    steps = told_of(Consumed(), PLANNED)
    shown = list(lines(Told(steps, 12, frozenset({"mobility.mobility.v1/0"}), 3, traced=True)))
    assert "4 missing · eksik; 12 records" in "\n".join(shown)
    assert any("mobility.mobility.v1/0" in line and "not read" in line for line in shown)
    assert any(line.startswith("3 related left out") for line in shown)
