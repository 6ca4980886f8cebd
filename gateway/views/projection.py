"""Keeping the views: mirrors take a batch in, then every wide row the batch touched is computed anew.

Both steps are in one transaction, so the order between topics never matters: whichever event comes last finds
the others in their mirrors. A lock keeps two gateways from each missing what the other has not committed yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import erasures, readings
from chassis.clock import utc_now
from chassis.consuming import parking
from chassis.consuming.projection import Projection
from chassis.failpoints import Failpoint, reached
from chassis.telemetry import metrics
from contracts.cloudevents import Received
from contracts.event import Tombstone
from contracts.topics import Topic
from gateway.views import changes
from gateway.views.announcing import announce
from gateway.views.catalogue import VIEWS
from gateway.views.differences import Difference, Differences
from gateway.views.mirrors import BY_TOPIC, MIRRORS, PERSON, Mirror, merge
from gateway.views.progress import newest_sent_at

GROUP = "gateway.views"

# For this transaction also: the statements are always the same lookups by key, and planning one costs more
# than running it; a plan made while the tables were empty must not read them whole when they are full.
ONE_AT_A_TIME = text(
    """
    SELECT pg_advisory_xact_lock(hashtext('kervan.gateway.views')),
           set_config('plan_cache_mode', 'force_generic_plan', true),
           set_config('enable_seqscan', 'off', true),
           set_config('jit', 'off', true)
    """
)

AFTER_THE_WRITER = "SELECT pg_advisory_xact_lock_shared(hashtext('kervan.gateway.views'))"
"""Returns when the writer of this moment has committed or failed, whichever it was."""

Touched = Mapping[Mirror, Sequence[UUID]]


async def keep_views(connection: AsyncConnection, batch: Sequence[Received]) -> bool:
    """Bring mirrors and views up to ``batch`` and every cache to know of it, ready to be committed.

    Returns whether subscribers are to hear of it; they may once the transaction is committed.
    """
    differences, noted = await take_in(connection, batch)
    reached(Failpoint.VIEWS_COMPUTED)
    await announce(connection, differences)
    reached(Failpoint.CACHES_TOLD)
    return noted


async def take_in(connection: AsyncConnection, batch: Sequence[Received]) -> tuple[Differences, bool]:
    """Bring mirrors and views up to ``batch``. Stale and repeated events change nothing.

    What differs now, and whether subscribers are to hear of it.
    """
    by_topic: dict[Topic, list[Received]] = defaultdict(list)
    for received in batch:
        by_topic[received.event.TOPIC].append(received)
    await connection.execute(ONE_AT_A_TIME)
    touched = await _merge(connection, by_topic)
    reached(Failpoint.VIEWS_MIRRORED)
    tombstones = {received.key for received in batch if isinstance(received.event, Tombstone)}
    heard = await changes.affected(connection, touched, tombstones.intersection(touched.get(PERSON, ())))
    gone = await _forget(connection, touched, tombstones)
    computed = await _recompute(connection, touched)
    noted = await changes.note(connection, heard)
    _measure(by_topic)
    return Differences.of(gone + computed), noted


async def _merge(connection: AsyncConnection, by_topic: Mapping[Topic, Sequence[Received]]) -> Touched:
    """Which rows of which mirrors the batch changed."""
    touched = {}
    for topic, events in by_topic.items():
        if changed := await merge(connection, BY_TOPIC[topic], events):
            touched[BY_TOPIC[topic]] = changed
    return touched


def _measure(by_topic: Mapping[Topic, Sequence[Received]]) -> None:
    for topic, events in by_topic.items():
        if sent_at := newest_sent_at(events):
            metrics.view_updated(GROUP, topic.name, max(0.0, (utc_now() - sent_at).total_seconds()))


async def _forget(connection: AsyncConnection, touched: Touched, tombstones: Set[UUID]) -> list[Difference]:
    """Rows of erased aggregates go, and what was parked of them; rows that show them are computed next."""
    gone: list[Difference] = []
    for mirror, changed in touched.items():
        if erased := tombstones & set(changed):
            for view in VIEWS:
                if view.root is mirror:
                    gone += await view.run(connection, view.drop, {"ids": list(erased)})
            if mirror is PERSON:
                await _forget_people(connection, erased)
            for key in erased:
                await parking.forget_key(connection, mirror.topic.name, str(key))
    return gone


async def _forget_people(connection: AsyncConnection, erased: Set[UUID]) -> None:
    for person in erased:
        seen = await readings.forget_person(connection, person)
        await erasures.note(connection, person, {"person_view": 1, "person_reading": seen})


async def _recompute(connection: AsyncConnection, touched: Touched) -> list[Difference]:
    computed: list[Difference] = []
    for view in VIEWS:
        if any(mirror in touched for mirror in view.reads):
            ids = {mirror.name: touched.get(mirror, ()) for mirror in view.reads}
            computed += await view.run(connection, view.recompute, ids)
            if view.of != "id":
                computed += await view.run(connection, view.shed, {view.root.name: ids[view.root.name]})
    return computed


PROJECTION = Projection(GROUP, tuple(mirror.topic for mirror in MIRRORS), keep_views)
