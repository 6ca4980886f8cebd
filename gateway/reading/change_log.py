"""The change log as subscriptions read it: where it stands, what came after, cursors that tell nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.refusal import Kind, Refusal
from gateway.views.changes import CHANGE_CLOCK, CHANGES

SEALED = {"alg": "dir", "enc": "A256GCM"}


class ChangeCursorInvalid(Refusal):
    """Not a cursor that this gateway gave out, or one of a database that is no more."""

    code, kind = "invalid-change-cursor", Kind.INVALID
    tr, en = "Bu bir değişiklik imleci değil.", "This is not a cursor of changes."
    next_tr = "İmleci son aldığınız değişiklikten ya da changeCursor sorgusundan alın."
    next_en = "Take it from the last change you were told, or from the query changeCursor."


class CursorTooOld(Refusal):
    """Changes after the cursor are forgotten: what was missed can only be seen by reading."""

    code, kind = "change-cursor-too-old", Kind.RULE
    tr, en = (
        "Bu imleçten sonraki değişiklikler artık tutulmuyor.",
        "Changes after this cursor are no longer kept.",
    )
    next_tr = (
        "changeCursor sorgusuyla yeni bir imleç alın, verileri yeniden okuyun, sonra yeni imleçle abone olun."
    )
    next_en = (
        "Take a new cursor by the query changeCursor, read your data anew, then subscribe after that one."
    )


@dataclass(frozen=True, slots=True)
class Noted:
    """One object's change."""

    position: int
    type: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Clock:
    """``newest``: the last position; up to ``forgotten`` rows are gone. ``key`` seals cursors."""

    newest: int
    forgotten: int
    key: bytes = field(repr=False)

    def seal(self, position: int) -> str:
        """A cursor: opaque and never the same twice, so that two of them do not tell what lay between."""
        return jwe.encrypt_compact(SEALED, position.to_bytes(8, "big"), OctKey.import_key(self.key))

    def open(self, cursor: str) -> int:
        """The position behind ``cursor``. Raises: ChangeCursorInvalid, CursorTooOld."""
        try:
            opened = jwe.decrypt_compact(
                cursor, OctKey.import_key(self.key), algorithms=list(SEALED.values())
            )
        except (JoseError, ValueError) as error:
            raise ChangeCursorInvalid("after") from error
        position = int.from_bytes(opened.plaintext or b"", "big")
        if not self.forgotten <= position <= self.newest:
            raise CursorTooOld("after")
        return position


CLOCK_STATEMENT = select(CHANGE_CLOCK.c.newest, CHANGE_CLOCK.c.forgotten, CHANGE_CLOCK.c.key)


def clock_of(rows: Sequence[Mapping[Any, Any]]) -> Clock:
    """The clock from what ``CLOCK_STATEMENT`` found: always one row."""
    (row,) = rows
    return Clock(**row)


class ChangeLog:
    """Reads in single statements; each sees only what is committed."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def clock(self) -> Clock:
        """Where the log stands now."""
        async with self._engine.connect() as reading:
            return clock_of((await reading.execute(CLOCK_STATEMENT)).mappings().all())

    async def next(self, position: int, limit: int) -> list[Noted]:
        """The changes right behind ``position``, at most ``limit``. Raises: CursorTooOld."""
        async with self._engine.connect() as reading:
            found = await reading.execute(BEHIND.limit(limit), {"position": position})
            changes = [Noted(*row) for row in found]
        if changes and changes[-1].position - position != len(changes):
            raise CursorTooOld("after")  # positions have no holes, so rows are gone
        return changes

    async def missed(self, position: int, until: int, types: Collection[str]) -> list[Noted]:
        """Objects of ``types`` that changed behind ``position`` up to ``until``, each by its last change.

        Raises: CursorTooOld.
        """
        theirs = BEHIND.where(CHANGES.c.position <= until, CHANGES.c.type.in_(types))
        async with self._engine.connect() as reading:
            found = await reading.execute(theirs, {"position": position})
            changes = [Noted(*row) for row in found]
        if (await self.clock()).forgotten > position:
            raise CursorTooOld("after")
        return latest_of_each(changes)


BEHIND = (
    select(CHANGES.c.position, CHANGES.c.type, CHANGES.c.aggregate_id)
    .where(CHANGES.c.position > bindparam("position"))
    .order_by(CHANGES.c.position)
)


def latest_of_each(changes: list[Noted]) -> list[Noted]:
    """One change an object, its last: what is told is the object as it is now, and once is enough."""
    latest = {(change.type, change.id): change for change in changes}
    return sorted(latest.values(), key=lambda change: change.position)
