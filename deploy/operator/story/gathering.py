"""All that a story is told from: topics, databases, positions and traces, each read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.topics import Topic
from deploy.local.failure import LocalFailure
from deploy.operator.site import Site
from deploy.operator.story.causes import Traces
from deploy.operator.story.effects import consumed
from deploy.operator.story.records import Published, Topics, reader
from deploy.operator.story.steps import Step
from deploy.operator.story.telling import story

RELATED_MAX = 25


@dataclass(frozen=True)
class Told:
    """A story with what it cost. ``left_out``: related aggregates beyond ``RELATED_MAX``."""

    steps: Sequence[Step]
    looked_at: int
    cut: frozenset[str]
    left_out: int
    traced: bool


async def gather(site: Site, topics: Sequence[Topic], key: str, *, related: bool = True) -> Told:
    """The story of ``key``; ``related``: with what others did in the same traces. Raises: LocalFailure."""
    async with reader(site.bootstrap) as records:
        own = [event for topic in topics for event in await records.of_key(topic, key)]
        if not own:
            raise _unknown(topics[0], key)
        traces = Traces.read(site.traces, {event.trace_id for event in own if event.trace_id})
        events, left_out = await _with_related(records, own, traces) if related else (own, 0)
    found = await consumed(site.bootstrap, site.databases, events)
    steps = story(events, found, traces)
    return Told(steps, records.looked_at, frozenset(records.cut), left_out, bool(traces.spans))


async def _with_related(
    records: Topics, own: Sequence[Published], traces: Traces
) -> tuple[list[Published], int]:
    """Also the events of other aggregates in the same traces; of the first ``RELATED_MAX`` aggregates."""
    trace_ids = {event.trace_id for event in own if event.trace_id}
    others = await records.of_traces(traces.windows(), trace_ids)
    by_place = {event.place: event for event in (*own, *others)}
    events = sorted(by_place.values(), key=lambda event: event.at)
    aggregates = list(dict.fromkeys((event.topic, event.key) for event in (*own, *events)))
    told = set(aggregates[:RELATED_MAX])
    return [event for event in events if (event.topic, event.key) in told], len(aggregates) - len(told)


def _unknown(topic: Topic, key: str) -> LocalFailure:
    return LocalFailure(
        tr=f"{topic.name} üzerinde {key} kimliğiyle bir olay yok.",
        en=f"There is no event of {key} on {topic.name}.",
        next_tr="Türü ve kimliği denetleyin; gönderilmediyse `kervan status` giden kutusunu gösterir.",
        next_en="Check kind and id; if it was not sent yet, `kervan status` shows the outbox.",
    )
