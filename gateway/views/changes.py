"""The change log: which objects changed, in the order in which everybody may see it; what subscriptions read.

A row holds a type, an id and a version, nothing of the object: what a subscriber may see of it is read when
it is told. Rows are written in the transaction that changes the views, under the lock of ``projection``:
writers take turns from before the first position they draw until their commit, so no position becomes visible
before a smaller one. Positions have no holes either: a batch that is rolled back gives back what it drew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.views import application, grant, mobility, payment_order
from gateway.views.metadata import METADATA
from gateway.views.mirrors import (
    ANNOUNCEMENT,
    APPLICATION,
    CALL,
    EVENT,
    GRANT,
    IDS,
    MOBILITY,
    PAYMENT_ORDER,
    Mirror,
)

KEPT_MAX = 100_000
KEPT = timedelta(days=1)
"""A client that was away longer reads anew: by then that costs less than being told everything."""
FORGET_EVERY = 1_000

CHANGES = Table(
    "changes",
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("type", Text, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
)
Index(None, CHANGES.c.at)

CHANGE_CLOCK = Table(
    "change_clock",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("newest", BigInteger, nullable=False, server_default=text("0"), doc="The last position drawn"),
    Column("forgotten", BigInteger, nullable=False, server_default=text("0"), doc="Rows up to here are gone"),
    Column(
        "key",
        LargeBinary,
        nullable=False,
        server_default=text("uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())"),
        doc="Seals cursors, for every process alike",
    ),
    CheckConstraint("id = 1", name="one_row"),
)

TOLD_OF: Mapping[Mirror, str] = {
    MOBILITY: "Mobility",
    APPLICATION: "Application",
    EVENT: "Event",
    PAYMENT_ORDER: "PaymentOrder",
    GRANT: "Grant",
    ANNOUNCEMENT: "Announcement",
}
SHOWING_A_PERSON = (mobility.VIEW, application.VIEW, payment_order.VIEW, grant.VIEW)

Affected = Mapping[str, Collection[UUID]]

_IDS = bindparam("ids", type_=IDS)

NEWLY_JUDGED = (
    select(application.TABLE.c.id)
    .join(CALL.table, CALL.table.c.id == application.TABLE.c.call_id)
    .where(
        application.TABLE.c.call_id == func.any(_IDS),
        application.TABLE.c.call_status.is_distinct_from(CALL.table.c.state["status"].astext),
    )
)

APPEND = text(
    """
    WITH changed AS (
        SELECT 'Mobility' AS type, id, version FROM mobility_view WHERE id = ANY(:mobility)
        UNION ALL SELECT 'Application', id, version FROM application_view WHERE id = ANY(:application)
        UNION ALL SELECT 'Event', id, version FROM event_view WHERE id = ANY(:event)
        UNION ALL SELECT 'PaymentOrder', id, version FROM payment_order_view WHERE id = ANY(:payment_order)
        UNION ALL SELECT 'Grant', id, version FROM grant_view WHERE id = ANY(:grant)
        UNION ALL SELECT 'Announcement', id, version FROM announcement_view WHERE id = ANY(:announcement)
    ), drawn AS (
        UPDATE change_clock SET newest = newest + (SELECT count(*) FROM changed)
        WHERE EXISTS (SELECT FROM changed)
        RETURNING newest, (SELECT count(*) FROM changed) AS count
    ), noted AS (
        INSERT INTO changes (position, type, aggregate_id, version)
        SELECT drawn.newest - drawn.count + row_number() OVER (ORDER BY type, id), type, id, version
        FROM changed, drawn
    )
    SELECT newest, count FROM drawn
    """
).bindparams(*(bindparam(mirror.name, type_=IDS) for mirror in TOLD_OF))

FORGET = text(
    """
    WITH gone AS (
        DELETE FROM changes WHERE position <= :newest - :kept_max OR at < clock_timestamp() - :kept
        RETURNING position
    )
    UPDATE change_clock SET forgotten = greatest(forgotten, (SELECT max(position) FROM gone))
    """
).bindparams(kept_max=KEPT_MAX, kept=KEPT)

BEGIN_ANEW = (
    text("DELETE FROM changes"),
    text("UPDATE change_clock SET newest = newest + 1, forgotten = newest + 1"),
)


async def affected(
    connection: AsyncConnection, touched: Mapping[Mirror, Sequence[UUID]], erased: Collection[UUID]
) -> Affected:
    """Ids by type of what subscribers are to hear of; to be asked before the wide rows are computed anew.

    An object's own change; an application also when its call's state changed, for that decides what the
    applicant may see of it; and all that showed an erased person, so that screens drop them too. Not every
    row that shows something changed: the message alone would tell of objects that its reader may not see.
    """
    found: dict[str, set[UUID]] = defaultdict(set)
    for mirror, ids in touched.items():
        if mirror in TOLD_OF:
            found[TOLD_OF[mirror]].update(ids)
    if calls := touched.get(CALL):
        found["Application"].update(await _ids(connection, NEWLY_JUDGED, calls))
    if erased:
        for view in SHOWING_A_PERSON:
            of_them = select(view.table.c.id).where(view.table.c.person_id == func.any(_IDS))
            found[view.type].update(await _ids(connection, of_them, erased))
    return found


async def _ids(connection: AsyncConnection, which: Select[tuple[UUID]], ids: Iterable[UUID]) -> list[UUID]:
    return [row.id for row in await connection.execute(which, {"ids": list(ids)})]


async def note(connection: AsyncConnection, found: Affected) -> bool:
    """Append what is affected and still there; whether that is anything. Old rows go now and then."""
    if not any(found.values()):
        return False
    ids = {mirror.name: list(found.get(name, ())) for mirror, name in TOLD_OF.items()}
    drawn = (await connection.execute(APPEND, ids)).one_or_none()
    if drawn is None:
        return False
    if drawn.newest // FORGET_EVERY > (drawn.newest - drawn.count) // FORGET_EVERY:
        await connection.execute(FORGET, {"newest": drawn.newest})
    return True


async def begin_anew(connection: AsyncConnection) -> None:
    """After a rebuild anything may differ: every cursor given out is too old, and subscribers are told so."""
    for statement in BEGIN_ANEW:
        await connection.execute(statement)
