"""Mirrors: one table a topic, holding the newest state of every aggregate as it was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    column,
    func,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.consuming.projection import newest_by_key
from contracts import topics
from contracts.cloudevents import Received
from contracts.event import Event
from contracts.topics import Topic
from gateway.views.metadata import METADATA
from gateway.views.personal_numbers import numbers_sealed
from gateway.views.progress import TOPIC_PROGRESS, newest_sent_at

IDS = ARRAY(Uuid)


def as_it_came(event: Event) -> str:
    return event.state.model_dump_json()


@dataclass(frozen=True)
class Mirror:
    """A topic's copy. ``keys`` are the ids of other aggregates in its state; each is a column and indexed.

    An aggregate never changes its owner (a grant its mobility, a registration its person), so a changed row
    touches the rows of its present keys only; where a partner is merged, what it leaves is told itself. A
    tombstone takes the state and leaves id, version and keys: an older event cannot bring it back, and the
    rows that showed it are found. ``kept``: the state as JSON.
    """

    name: str
    topic: Topic
    keys: tuple[str, ...] = ()
    kept: Callable[[Event], str] = as_it_came
    table: Table = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", _table(self.name, self.keys))

    @cached_property
    def merge(self) -> Any:
        """Upsert of a whole batch; an older version never wins. Returns the ids it changed.

        The topic's progress is noted in the same statement: one round trip.
        """
        sent = (
            func.unnest(
                bindparam("ids", type_=IDS),
                bindparam("versions", type_=ARRAY(Integer)),
                bindparam("states", type_=ARRAY(Text)),
            )
            .table_valued(column("id", Uuid), column("version", Integer), column("state", Text))
            .render_derived()
        )
        state = cast(sent.c.state, JSONB)
        keys = [cast(state[key].astext, Uuid).label(key) for key in self.keys]
        rows = select(sent.c.id, sent.c.version, state, *keys)
        incoming = insert(self.table).from_select(["id", "version", "state", *self.keys], rows)
        newer = {name: incoming.excluded[name] for name in ("version", "state")}
        merged = (
            incoming.on_conflict_do_update(
                index_elements=[self.table.c.id],
                set_=newer | {key: self._kept(key, incoming.excluded) for key in self.keys},
                where=self.table.c.version < incoming.excluded.version,
            )
            .returning(self.table.c.id)
            .cte("merged")
        )
        return select(merged.c.id).add_cte(_noted(self.topic))

    def _kept(self, key: str, incoming: Any) -> Any:
        return case((incoming.state.is_(null()), self.table.c[key]), else_=incoming[key])


def _noted(topic: Topic) -> Any:
    noted = insert(TOPIC_PROGRESS).values(
        topic=topic.name, applied_at=func.clock_timestamp(), sent_at=bindparam("sent_at")
    )
    present = {"applied_at": noted.excluded.applied_at, "sent_at": noted.excluded.sent_at}
    return noted.on_conflict_do_update(index_elements=[TOPIC_PROGRESS.c.topic], set_=present).cte("noted")


def _table(name: str, keys: Iterable[str]) -> Table:
    owners = [Column(key, Uuid) for key in keys]
    table = Table(
        f"mirror_{name}",
        METADATA,
        Column("id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("state", JSONB, doc="Null: erased"),
        *owners,
    )
    for column_ in owners:
        Index(None, column_)
    return table


PARTNER = Mirror("partner", topics.PARTNER, ("merged_into",))
AGREEMENT = Mirror("agreement", topics.AGREEMENT, ("partner_id", "renews"))
LETTER = Mirror("letter", topics.LETTER)
PERSON = Mirror("person", topics.PERSON, kept=numbers_sealed)
CALL = Mirror("call", topics.CALL)
APPLICATION = Mirror("application", topics.APPLICATION, ("call_id", "person_id"))
PLACEMENT = Mirror(
    "placement",
    topics.PLACEMENT,
    ("call_id", "application_id", "person_id", "agreement_id", "partner_id"),
)
MOBILITY = Mirror(
    "mobility", topics.MOBILITY, ("person_id", "call_id", "placement_id", "agreement_id", "partner_id")
)
MOBILITY_FILE = Mirror("mobility_file", topics.MOBILITY_FILE, ("person_id", "partner_id"))
LEARNING_AGREEMENT = Mirror("learning_agreement", topics.LEARNING_AGREEMENT, ("person_id", "partner_id"))
INCOMING = Mirror("incoming", topics.INCOMING, ("person_id", "partner_id", "mobility_id", "buddy_id"))
HOUSING_PLACE = Mirror("housing_place", topics.HOUSING_PLACE)
HOUSING_BOOKING = Mirror("housing_booking", topics.HOUSING_BOOKING, ("place_id", "person_id"))
BUDGET = Mirror("budget", topics.BUDGET)
GRANT = Mirror("grant", topics.GRANT, ("mobility_id", "person_id"))
PAYMENT_ORDER = Mirror("payment_order", topics.PAYMENT_ORDER, ("grant_id", "person_id"))
PAYMENT_REQUEST = Mirror("payment_request", topics.PAYMENT_REQUEST, ("person_id",))
PAYMENT_BATCH = Mirror("payment_batch", topics.PAYMENT_BATCH)
STATEMENT_LINE = Mirror("statement_line", topics.STATEMENT_LINE)
LEDGER = Mirror("ledger", topics.LEDGER)
SPENDING_PLAN = Mirror("spending_plan", topics.SPENDING_PLAN)
EXPENSE = Mirror("expense", topics.EXPENSE)
EXPENSE_PROPOSAL = Mirror("expense_proposal", topics.EXPENSE_PROPOSAL)
EVENT = Mirror("event", topics.EVENT)
REGISTRATION = Mirror("registration", topics.REGISTRATION, ("event_id", "person_id"))
ANNOUNCEMENT = Mirror("announcement", topics.ANNOUNCEMENT)
ANNOUNCEMENT_REACH = Mirror("announcement_reach", topics.ANNOUNCEMENT_REACH)
OPPORTUNITY = Mirror("opportunity", topics.OPPORTUNITY)
INTEREST = Mirror("interest", topics.INTEREST, ("person_id",))
REMINDER = Mirror("reminder", topics.REMINDER, ("person_id",))
PROJECT = Mirror("project", topics.PROJECT)
VISIT = Mirror("visit", topics.VISIT, ("partner_id",))
EVENT_PLAN = Mirror("event_plan", topics.EVENT_PLAN)

MIRRORS = (
    PARTNER,
    AGREEMENT,
    LETTER,
    PERSON,
    CALL,
    APPLICATION,
    PLACEMENT,
    MOBILITY,
    MOBILITY_FILE,
    LEARNING_AGREEMENT,
    INCOMING,
    HOUSING_PLACE,
    HOUSING_BOOKING,
    BUDGET,
    GRANT,
    PAYMENT_ORDER,
    PAYMENT_REQUEST,
    PAYMENT_BATCH,
    STATEMENT_LINE,
    LEDGER,
    SPENDING_PLAN,
    EXPENSE,
    EXPENSE_PROPOSAL,
    EVENT,
    REGISTRATION,
    ANNOUNCEMENT,
    ANNOUNCEMENT_REACH,
    OPPORTUNITY,
    INTEREST,
    REMINDER,
    VISIT,
    PROJECT,
    EVENT_PLAN,
)
BY_TOPIC = {mirror.topic: mirror for mirror in MIRRORS}


async def merge(connection: AsyncConnection, mirror: Mirror, batch: Sequence[Received]) -> list[UUID]:
    """Bring the mirror up to the batch; which ids that changed."""
    newest = newest_by_key(batch)
    values = {
        "ids": [received.key for received in newest],
        "versions": [received.sequence for received in newest],
        "states": [_state(mirror, received) for received in newest],
        "sent_at": newest_sent_at(newest),
    }
    return list((await connection.execute(mirror.merge, values)).scalars())


def _state(mirror: Mirror, received: Received) -> str | None:
    """The state as JSON; None for a tombstone."""
    event = received.event
    return mirror.kept(event) if isinstance(event, Event) else None
