"""From what was found to steps: pure, so that a test can plant any history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from chassis.telemetry import names
from chassis.telemetry.trace_files import StoredSpan
from contracts.readers import readers_of
from deploy.operator.story.causes import Traces, group_of, moment
from deploy.operator.story.effects import Consumed
from deploy.operator.story.records import Published
from deploy.operator.story.steps import Sort, Step, StepId, in_order


def story(events: Sequence[Published], consumed: Consumed, traces: Traces) -> list[Step]:
    """Commands, events, effects, what was set aside and what is missing, in the order of cause."""
    by_span = {event.span_id: event for event in events if event.span_id}
    steps: list[Step] = []
    for event, before in _with_the_one_before(events):
        cause = traces.cause(event.span_id)
        if cause is not None and group_of(cause) is None:
            steps.append(_command(cause))
        after = {*_causes(cause, by_span), *([_event_id(before)] if before else [])}
        steps.append(_event(event, frozenset(after)))
        steps += _effects(event, consumed, traces)
    return in_order(steps)


def _with_the_one_before(events: Sequence[Published]) -> Iterator[tuple[Published, Published | None]]:
    """A key's records stand in its partition in their order."""
    keys: dict[tuple[str, str], list[Published]] = defaultdict(list)
    for event in events:
        keys[event.topic, event.key].append(event)
    for records in keys.values():
        ordered = sorted(records, key=lambda event: event.offset)
        yield from zip(ordered, [None, *ordered], strict=False)


def _causes(cause: StoredSpan | None, by_span: Mapping[str, Published]) -> Iterator[StepId]:
    """The command; or the event that a consumer took in, with its effect (others' groups show no effect)."""
    if cause is None:
        return
    if (group := group_of(cause)) is None:
        yield _command_id(cause)
    elif source := by_span.get(cause.parent_id or ""):
        yield _event_id(source)
        yield _effect_id(group, source)


def _command_id(span: StoredSpan) -> StepId:
    return ("command", span.span_id)


def _event_id(event: Published) -> StepId:
    return ("event", event.place)


def _effect_id(group: str, event: Published) -> StepId:
    return ("effect", group, event.place)


def _command(span: StoredSpan) -> Step:
    """The route, not the path: ids of people may stand in a path."""
    route = f"{span.attributes.get(names.HTTP_METHOD)} {span.attributes.get(names.HTTP_ROUTE)}"
    outcome = f"{route} → {span.attributes.get(names.HTTP_STATUS)}"
    return Step(_command_id(span), Sort.COMMAND, moment(span.start), span.service, outcome, span.trace_id)


def _event(event: Published, after: frozenset[StepId]) -> Step:
    return Step(_event_id(event), Sort.EVENT, event.at, event.place, _named(event), event.trace_id, after)


def _named(event: Published) -> str:
    number = "" if event.sequence is None else f" #{event.sequence}"
    return f"{event.type.removeprefix('kervan.')}{number} of {event.key}"


def _effects(event: Published, consumed: Consumed, traces: Traces) -> Iterator[Step]:
    taken_in = traces.taken_in()
    for group in readers_of(event.topic):
        seen = consumed.taken.get((group, event.id)) or taken_in.get((group, event.span_id or ""))
        parked = consumed.parked.get((group, event.place))
        of = _named(event)
        after = frozenset({_event_id(event)})
        effect_id = _effect_id(group, event)
        if parked:
            what = f"set aside · kenara ayrıldı ({parked[1]}): {of}"
            yield Step(effect_id, Sort.PARKED, parked[0], group, what, event.trace_id, after)
        elif not consumed.has_passed(group, event):
            what = f"has not taken in · henüz almadı: {of}"
            yield Step(effect_id, Sort.MISSING, event.at, group, what, event.trace_id, after)
        elif seen:
            yield Step(effect_id, Sort.EFFECT, seen, group, f"took in · aldı: {of}", event.trace_id, after)
