"""Who of the staff read what of whom: noted as it is answered, written a moment later, shown to the person.

Reading must not wait for this, so readings gather in the process, counted by person, hour, reader and
operation, and go to its database together. The first one of an hour is written within
``WRITTEN_AFTER_SECONDS``; how often it was repeated, within ``REPEATS_AFTER_SECONDS``; both before the
process ends. A process that is killed loses what it noted in that time; who must not lose any (a number read
in full, a service's own endpoint) waits for ``written`` before answering. When so much waits that there is no
room any more, reading is refused: nobody reads unseen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import structlog
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import (
    ARRAY,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    column,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.clock import Clock
from chassis.database import UNREACHABLE, new_metadata
from chassis.identity.caller import Caller, Role
from chassis.ids import new_id
from chassis.refusal import Kind, Refusal
from chassis.telemetry import metrics
from chassis.telemetry.trouble import Trouble

WRITTEN_AFTER_SECONDS: Final = 0.2
REPEATS_AFTER_SECONDS: Final = 60.0
WAITING_MAX: Final = 100_000
ROWS_A_STATEMENT: Final = 5_000
FORGOTTEN_EVERY: Final = timedelta(hours=1)
OF_THEIR_OWN: Final = frozenset({Role.STUDENT, Role.PARTNER})
"""Roles that read nobody but themselves; every other makes its holder one of the staff."""

log = structlog.get_logger()


class ReadingsFull(Refusal):
    code, kind = "readings-not-recordable", Kind.UNAVAILABLE
    tr = "Kişisel veri okumaları şu anda kayda geçirilemiyor; kayıtsız okunamaz."
    en = "Readings of personal data cannot be recorded right now, and nothing is read unrecorded."
    next_tr, next_en = "Birazdan yeniden deneyin.", "Try again in a while."


class ReadingSettings(BaseSettings):
    """``KERVAN_READINGS_KEPT_DAYS``: how long the log of readings is kept."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_", extra="ignore")

    readings_kept_days: int = Field(default=730, ge=30)


def reading_table(metadata: MetaData) -> Table:
    """A row: how often a reader, in an hour, read a person by one operation."""
    table = Table(
        "person_reading",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False, doc="How many readings"),
        Column("person_id", Uuid, nullable=False),
        Column("hour", DateTime(timezone=True), nullable=False),
        Column("reader", Text, nullable=False, doc="The identity provider's name for who read"),
        Column("roles", Text, nullable=False),
        Column("operation", Text, nullable=False),
        Column("first_at", DateTime(timezone=True), nullable=False),
        Column("last_at", DateTime(timezone=True), nullable=False),
    )
    names = ("person_id", "hour", "reader", "roles", "operation")
    Index("uq_person_reading", *(table.c[name] for name in names), unique=True)
    Index("ix_person_reading_person_id_hour_id", table.c.person_id, table.c.hour, table.c.id)
    Index("ix_person_reading_hour", table.c.hour)
    return table


READING: Final = reading_table(new_metadata())


class Group(NamedTuple):
    """What the readings of several people have in common."""

    hour: datetime
    reader: str
    roles: str
    operation: str


class Read(NamedTuple):
    """What is counted together."""

    person_id: UUID
    hour: datetime
    reader: str
    roles: str
    operation: str


@dataclass(slots=True)
class Count:
    times: int
    first_at: datetime
    last_at: datetime

    def and_also(self, other: Count) -> None:
        self.times += other.times
        self.first_at, self.last_at = min(self.first_at, other.first_at), max(self.last_at, other.last_at)


def is_staff(caller: Caller) -> bool:
    """Whether what the caller reads of others is recorded."""
    return not caller.roles <= OF_THEIR_OWN


@lru_cache(maxsize=1024)
def _roles_text(roles: frozenset[Role]) -> str:
    return ",".join(sorted(roles))


class Noted:
    """Readings by group and person that are not in the database yet."""

    def __init__(self) -> None:
        self._groups: dict[Group, dict[UUID, Count]] = {}
        self.size = 0

    def add(self, group: Group, person: UUID, count: Count) -> None:
        people = self._groups.setdefault(group, {})
        known = people.setdefault(person, count)
        if known is count:
            self.size += 1
        else:
            known.and_also(count)

    def rows(self) -> dict[Read, Count]:
        return {
            Read(person, *group): count
            for group, people in self._groups.items()
            for person, count in people.items()
        }


class Readings:
    """One for a process."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._kept = timedelta(days=ReadingSettings().readings_kept_days)
        self._new, self._repeated = Noted(), Noted()
        self._written: dict[Group, set[UUID]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._writing: asyncio.Task[None] | None = None
        self._repeats_written_at = 0.0
        self._trouble = Trouble(log, "readings.postponed", "readings.written_again")
        self._forgotten_at: datetime | None = None
        self._hour = self._hour_ends = datetime.min.replace(tzinfo=UTC)

    def note(self, caller: Caller, operation: str, people: Iterable[UUID]) -> None:
        """``caller`` is about to be told of ``people`` by ``operation``. Raises: ReadingsFull."""
        if not is_staff(caller):
            return
        others = [person for person in people if person != caller.person_id]
        if not others:
            return
        if self._new.size >= WAITING_MAX:
            metrics.reading_refused()
            raise ReadingsFull
        now = self._clock()
        group = Group(self._present_hour(now), caller.subject, _roles_text(caller.roles), operation)
        written = self._written.get(group, ())
        for person in others:
            noted = self._repeated if person in written else self._new
            noted.add(group, person, Count(1, now, now))
        if self._writing is None:
            # not in the reader's context: its trace would never end
            self._writing = asyncio.create_task(self._write_soon(), name="readings", context=Context())

    def _present_hour(self, now: datetime) -> datetime:
        """One object an hour: its hash is worked out once."""
        if not self._hour <= now < self._hour_ends:
            self._hour = now.replace(minute=0, second=0, microsecond=0)
            self._hour_ends = self._hour + timedelta(hours=1)
        return self._hour

    async def written(self) -> None:
        """Returns when everything noted so far is committed. Raises what kept it from being."""
        await self._write(repeats=True)

    async def close(self) -> None:
        """After the last answer: what still waits is written. Raises what kept it from being."""
        if self._writing is not None:
            self._writing.cancel()  # it sleeps or is about to; a write in hand is awaited by ``written``
        await self.written()

    async def _write_soon(self) -> None:
        try:
            while self._new.size or self._repeated.size:
                await asyncio.sleep(WRITTEN_AFTER_SECONDS)
                await self._write_if_possible()
        finally:
            self._writing = None

    async def _write_if_possible(self) -> None:
        waited = asyncio.get_running_loop().time() - self._repeats_written_at
        repeats = waited >= REPEATS_AFTER_SECONDS or self._repeated.size >= WAITING_MAX
        try:
            await self._write(repeats=repeats)
        except UNREACHABLE as error:
            self._trouble.lasts(error, waiting=self._new.size)
        else:
            self._trouble.passed()

    async def _write(self, *, repeats: bool) -> None:
        if self._new.size or (repeats and self._repeated.size) or self._one_at_a_time.locked():
            await asyncio.shield(self._write_in_turn(repeats))

    async def _write_in_turn(self, repeats: bool) -> None:
        async with self._one_at_a_time:
            new, self._new = self._new.rows(), Noted()
            repeated: Mapping[Read, Count] = {}
            if repeats:
                repeated, self._repeated = self._repeated.rows(), Noted()
                self._repeats_written_at = asyncio.get_running_loop().time()
            try:
                await self._commit(new, repeated)
            except BaseException:
                self._put_back(new, repeated)
                raise
            self._remember(new)

    async def _commit(self, new: Mapping[Read, Count], repeated: Mapping[Read, Count]) -> None:
        async with self._engine.begin() as connection:
            await _each(connection, ADD, new)
            await _each(connection, REPEAT, repeated)
            await self._forget(connection)

    def _put_back(self, new: Mapping[Read, Count], repeated: Mapping[Read, Count]) -> None:
        """What cannot be written waits again; where only the commit's answer was lost it is counted twice."""
        for noted, rows in ((self._new, new), (self._repeated, repeated)):
            for read, count in rows.items():
                noted.add(Group(*read[1:]), read.person_id, count)

    def _remember(self, new: Iterable[Read]) -> None:
        """Whose reading of this hour is in the log. Forgetting does no harm: it is then written as new."""
        if sum(map(len, self._written.values())) >= WAITING_MAX:
            self._written.clear()
        this_hour = self._present_hour(self._clock())
        for group in [group for group in self._written if group.hour < this_hour]:
            del self._written[group]
        for read in new:
            self._written.setdefault(Group(*read[1:]), set()).add(read.person_id)

    async def _forget(self, connection: AsyncConnection) -> None:
        now = self._clock()
        if self._forgotten_at is None or now - self._forgotten_at >= FORGOTTEN_EVERY:
            await connection.execute(delete(READING).where(READING.c.hour < now - self._kept))
            self._forgotten_at = now


def _given() -> Any:
    columns = list(READING.c)
    arrays = (bindparam(f"given_{each.name}", type_=ARRAY(each.type)) for each in columns)
    return (
        func.unnest(*arrays)
        .table_valued(*(column(each.name, each.type) for each in columns))
        .render_derived()
    )


def _added() -> Any:
    """Rows in the order of what makes them one, so that two processes never wait for each other."""
    rows, names = _given(), [each.name for each in READING.c]
    order = (rows.c[name] for name in Read._fields)
    sent = insert(READING).from_select(names, select(*rows.c).order_by(*order))
    return sent.on_conflict_do_update(
        index_elements=[READING.c[name] for name in Read._fields],
        set_={
            "version": READING.c.version + sent.excluded.version,
            "first_at": func.least(READING.c.first_at, sent.excluded.first_at),
            "last_at": func.greatest(READING.c.last_at, sent.excluded.last_at),
        },
    )


def _repeated() -> Any:
    """Only of rows that are still there: an erased person's are not, and must not come back."""
    rows = _given()
    return (
        update(READING)
        .where(*(READING.c[name] == rows.c[name] for name in Read._fields))
        .values(
            version=READING.c.version + rows.c.version,
            last_at=func.greatest(READING.c.last_at, rows.c.last_at),
        )
    )


ADD: Final = _added()
REPEAT: Final = _repeated()


async def _each(connection: AsyncConnection, statement: Any, counted: Mapping[Read, Count]) -> None:
    rows = sorted(counted.items())
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        some = rows[start : start + ROWS_A_STATEMENT]
        values: dict[str, list[Any]] = {
            name: [getattr(read, name) for read, _ in some] for name in Read._fields
        }
        values |= {
            "id": [new_id() for _ in some],
            "version": [count.times for _, count in some],
            "first_at": [count.first_at for _, count in some],
            "last_at": [count.last_at for _, count in some],
        }
        await connection.execute(statement, {f"given_{name}": given for name, given in values.items()})


async def page_of(
    connection: AsyncConnection, person_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Mapping[Any, Any]]:
    """A person's readings by hour."""
    wanted = select(READING).where(READING.c.person_id == person_id)
    if after is not None:
        wanted = wanted.where(tuple_(READING.c.hour, READING.c.id) > tuple_(*after))
    ordered = wanted.order_by(READING.c.hour, READING.c.id).limit(limit)
    return (await connection.execute(ordered)).mappings().all()


async def forget_person(connection: AsyncConnection, *people: UUID) -> int:
    """An erased person's log goes too: nobody is left to see it. How many rows that were."""
    return (await connection.execute(delete(READING).where(READING.c.person_id.in_(people)))).rowcount
