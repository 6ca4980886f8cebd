"""What roots share: a page of a type, one object by its node id, filters on columns."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, func

from chassis.folding import search_query
from gateway.reading.ids import aggregate_id
from gateway.reading.narrowing import visible_column
from gateway.reading.paging import Page
from gateway.schema.node import Ask, Connection
from gateway.views.catalogue import BY_TYPE

T = TypeVar("T")

TYPE_OF_KEY = {
    "agreement_id": "Agreement",
    "application_id": "Application",
    "call_id": "Call",
    "condition_id": "CooperationCondition",
    "event_id": "Event",
    "grant_id": "Grant",
    "mobility_id": "Mobility",
    "partner_id": "Partner",
    "person_id": "Person",
    "placement_id": "Placement",
}


async def page_of(
    info: Ask,
    type_: type[T],
    page: Page,
    *conditions: ColumnElement[bool],
    order: tuple[str, ...] | None = None,
) -> Connection[T]:
    """A connection of ``type_``; its rows are mappings that Strawberry reads like objects."""
    found = await info.context.reader.page(type_.__name__, page, *conditions, order=order)
    return cast("Connection[T]", found)


async def object_of(info: Ask, type_: type[T], node_id: str) -> T | None:
    """The object, or null where there is none or the caller may not see it. Raises: IdInvalid."""
    identifier = aggregate_id(node_id, type_.__name__, "id")
    return cast("T | None", await info.context.reader.one(type_.__name__, identifier))


def matches(info: Ask, type_: type[Any], wanted: object | None) -> list[ColumnElement[bool]]:
    """Equality with each given field of a filter input; its fields are named like the view's columns."""
    if wanted is None:
        return []
    view = BY_TYPE[type_.__name__]
    given = {field.name: getattr(wanted, field.name) for field in dataclasses.fields(wanted)}  # type: ignore[arg-type]
    return [
        visible_column(view, name, info.context.caller) == _value(name, value)
        for name, value in given.items()
        if value is not None
    ]


def found_by(type_: type[Any], written: str | None) -> list[ColumnElement[bool]]:
    """Rows with every word of ``written``, each as a beginning, letters folded."""
    if written is None:
        return []
    search = BY_TYPE[type_.__name__].table.c.search
    return [
        search.op("@@", return_type=None, is_comparison=True)(
            func.to_tsquery("simple", search_query(written))
        )
    ]


def _value(name: str, value: Any) -> Any:
    return aggregate_id(value, TYPE_OF_KEY[name], name) if name in TYPE_OF_KEY else value
