"""What a subscription's resolver works with: the changes of one moment, and what it says it waits for.

A subscription runs once when it is opened, without any change, so that its arguments are checked and
understood; then once for every batch of changes, each time with a new reader. It never runs on: what waits
between two batches is not a resolver but an entry in ``gateway.subscriptions``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import ColumnElement, bindparam, func

from gateway.context import Context
from gateway.reading.ids import aggregate_id
from gateway.reading.narrowing import visible_rows
from gateway.reading.reader import Row
from gateway.schema.lists import matches
from gateway.schema.node import Ask
from gateway.views.catalogue import BY_TYPE
from gateway.views.mirrors import IDS

AfterChange = Annotated[
    str | None,
    strawberry.argument(description="Cursor of a change or of `changeCursor`: tell everything since"),
]


@dataclass(frozen=True, slots=True)
class Change:
    """An object of which something is new. ``cursor`` stands for this place in the order of changes."""

    type: str
    id: UUID
    cursor: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a subscription waits for: objects of these types, or only those with these ids."""

    types: frozenset[str]
    ids: frozenset[UUID] | None
    after: str | None

    def covers(self, type_name: str, identifier: UUID) -> bool:
        return type_name in self.types and (self.ids is None or identifier in self.ids)


@dataclass(frozen=True)
class Watching(Context):
    """``told`` grows by each change that the caller is shown, in the order of the results."""

    changes: Sequence[Change] = ()
    wanted: list[Wanted] = field(default_factory=list)
    told: list[Change] = field(default_factory=list)


def watching(info: Ask) -> Watching:
    """Raises: TypeError where a subscription is run like a query."""
    if not isinstance(info.context, Watching):
        raise TypeError("subscriptions run in gateway.subscriptions only")
    return info.context


Conditions = Mapping[str, Sequence[ColumnElement[bool]]]
"""What the caller asks of objects, by type; every type that is watched is named."""


def only(type_name: str, id: str | None) -> frozenset[UUID] | None:
    """The one object that the argument `id` names, if it does. Raises: IdInvalid."""
    return None if id is None else frozenset({aggregate_id(id, type_name, "id")})


def matching(info: Ask, type_name: str, wanted: Any) -> Conditions:
    """Watched is one type, and of it what matches the filter input. Raises: IdInvalid."""
    return {type_name: matches(BY_TYPE[type_name], info.context.caller, wanted)}


async def changed_objects(
    info: Ask, conditions: Conditions, after: str | None, ids: frozenset[UUID] | None = None
) -> AsyncIterator[tuple[Change, Row]]:
    """The changed objects that the caller may see now and that match, in the order of changes."""
    wanted, context = Wanted(frozenset(conditions), ids, after), watching(info)
    context.wanted.append(wanted)
    due = [change for change in context.changes if wanted.covers(change.type, change.id)]
    rows = {name: await _rows(context, name, due, asked) for name, asked in conditions.items()}
    for change in due:
        if (row := rows[change.type].get(change.id)) is not None:
            context.told.append(change)
            yield change, row


async def _rows(
    context: Watching, type_name: str, changes: Sequence[Change], conditions: Sequence[ColumnElement[bool]]
) -> dict[UUID, Row]:
    """Of the changed objects of a type, those the caller may see and that match, by id; one statement."""
    ids = [change.id for change in changes if change.type == type_name]
    if not ids:
        return {}
    view = BY_TYPE[type_name]
    among = view.table.c.id == func.any(bindparam("ids", type_=IDS))
    visible = visible_rows(view, context.caller).where(among, *conditions)
    return {row["id"]: row for row in await context.reader.rows(visible, {"ids": ids})}


def told(change: Change, **objects: Any) -> dict[str, Any]:
    """What a root gives: the change's cursor and its objects."""
    return {"cursor": change.cursor, **objects}
