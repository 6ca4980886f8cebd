"""Roots over a view: a list with filter, search and order, and one object by its node id."""

import dataclasses
from collections.abc import Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement

from chassis.folding import search_query
from chassis.identity.caller import Caller
from gateway.reading.conditions import SHAPE, column_of, holds, holds_words, wanted_value
from gateway.reading.fields import READS, Listing, Single
from gateway.reading.ids import aggregate_id
from gateway.reading.narrowing import visible_column
from gateway.reading.paging import Order, Page
from gateway.schema.node import After, Ask, Before, First, Id, Last
from gateway.schema.ordering import order_in
from gateway.views.catalogue import BY_TYPE
from gateway.views.view import View

PAGE: dict[str, Any] = {"first": First, "after": After, "last": Last, "before": Before}


def listing(reads: Listing, description: str, **arguments: Any) -> Any:
    """A root that lists a type. ``arguments`` by name: ``filter``, ``search``, ``order_by``; any other is a
    column that must have the given value, and is required."""

    async def resolve(root: Any, info: Ask, **given: Any) -> Any:
        page = Page.asked(*(given.get(name) for name in PAGE))
        view, caller = BY_TYPE[reads.type], info.context.caller
        order = _order(reads, view, given.get("order_by"))
        return await info.context.reader.page(
            reads.type, page, *_conditions(reads, view, caller, given), order=order
        )

    resolve.__signature__ = _signature(arguments)  # type: ignore[attr-defined]
    return strawberry.field(resolver=resolve, description=description, metadata={READS: reads})


def single(type_name: str, description: str) -> Any:
    """A root that gives one object: null where there is none or the caller may not see it."""

    async def resolve(root: Any, info: Ask, id: Id) -> Any:
        return await info.context.reader.one(type_name, aggregate_id(id, type_name, "id"))

    return strawberry.field(resolver=resolve, description=description, metadata={READS: Single(type_name)})


def by(order: Any) -> Any:
    """The argument that orders a list."""
    return Annotated[order | None, strawberry.argument(description="In which order")]


def among(filter_type: Any, description: str) -> Any:
    """The argument that filters a list."""
    return Annotated[filter_type | None, strawberry.argument(description=description)]


def words(description: str) -> Any:
    """The argument that searches a list."""
    return Annotated[str | None, strawberry.argument(description=description)]


def _signature(arguments: Mapping[str, Any]) -> Signature:
    """What Strawberry reads the arguments from."""
    optional = {name: each for name, each in arguments.items() if name in SHAPE} | PAGE
    required = {name: each for name, each in arguments.items() if name not in SHAPE}
    return Signature(
        [
            Parameter("root", Parameter.POSITIONAL_OR_KEYWORD, annotation=Any),
            Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=Ask),
            *(Parameter(name, Parameter.KEYWORD_ONLY, annotation=each) for name, each in required.items()),
            *(
                Parameter(name, Parameter.KEYWORD_ONLY, annotation=each, default=None)
                for name, each in optional.items()
            ),
        ]
    )


def _order(reads: Listing, view: View, asked: Any) -> Order | None:
    if asked is None and reads.order:
        return Order.by(view.table, reads.order)
    return order_in(view, asked)


def _conditions(
    reads: Listing, view: View, caller: Caller, given: Mapping[str, Any]
) -> list[ColumnElement[bool]]:
    """Each given field of the filter and each argument named like a column, and the words."""
    conditions = matches(view, caller, given.get("filter"))
    conditions += _held(view, caller, {name: each for name, each in given.items() if name not in SHAPE})
    conditions += [visible_column(view, name, caller).is_not(None) for name in reads.among]
    if given.get("search") is not None:
        conditions.append(holds_words(view.table.c.search, search_query(given["search"])))
    return conditions


def matches(view: View, caller: Caller, wanted: Any) -> list[ColumnElement[bool]]:
    """What each given field of a filter input asks; they are named like the view's columns, but bounds.

    Raises: IdInvalid.
    """
    if wanted is None:
        return []
    fields = {field.name: getattr(wanted, field.name) for field in dataclasses.fields(wanted)}
    return _held(view, caller, fields)


def _held(view: View, caller: Caller, values: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [
        holds(name, visible_column(view, column_of(name), caller), wanted_value(name, value))
        for name, value in values.items()
        if value is not None
    ]
