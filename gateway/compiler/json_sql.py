"""JSON in SQL: what SQLAlchemy has no words for, and how scalars are written as resolvers write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    DateTime,
    Float,
    Integer,
    Text,
    case,
    cast,
    collate,
    func,
    literal_column,
    null,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from gateway.views.constant import constant

EMPTY_LIST: ColumnElement[Any] = literal_column("'[]'::json", JSON())
INSTANT = """'YYYY-MM-DD"T"HH24:MI:SS.US'"""


class JsonObject(ColumnElement[Any]):
    """``json_object(key : value, … RETURNING json)``. ``json_build_object`` ends at 50 keys."""

    inherit_cache = False
    type = JSON()

    def __init__(self, pairs: Sequence[tuple[str, ColumnElement[Any]]]) -> None:
        self.pairs = tuple(pairs)


@compiles(JsonObject)
def _json_object(element: JsonObject, compiler: SQLCompiler, **how: Any) -> str:
    """Keys are GraphQL names: letters, digits and underscores."""
    pairs = ", ".join(f"'{key}' : {compiler.process(value, **how)}" for key, value in element.pairs)
    return f"json_object({pairs} RETURNING json)"


def json_list(
    value: ColumnElement[Any],
    *order: ColumnElement[Any],
    where: ColumnElement[bool] | None = None,
) -> ColumnElement[Any]:
    """All values in order; ``[]`` where there is none."""
    collected: Any = func.json_agg(aggregate_order_by(value, *order), type_=JSON())
    if where is not None:
        collected = collected.filter(where)
    return func.coalesce(collected, EMPTY_LIST, type_=JSON())


def required(value: ColumnElement[Any], where: str, type_: str) -> ColumnElement[Any]:
    """The value; a null ends the statement, and resolvers tell it as GraphQL wants."""
    missing = func.kervan_missing(literal_column(f"NULL::{type_}"), literal_column(f"'{where}'"))
    return func.coalesce(value, missing, type_=value.type)


def written(value: ColumnElement[Any], scalar: str, *, as_text: bool) -> ColumnElement[Any]:
    """A scalar as the graph writes it; ``as_text``: it comes out of a document."""
    match scalar:
        case "Int" if as_text:
            return cast(value, Integer)
        case "Float" if as_text:
            return cast(value, Float)
        case "Boolean" if as_text:
            return cast(value, Boolean)
        case "Decimal" if not as_text:
            return cast(value, Text)
        case "DateTime":
            return _instant(cast(value, DateTime(timezone=True)) if as_text else value)
    return value


def _instant(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """In UTC, without a fraction where there is none: 2026-03-02T09:00:00Z."""
    digits = func.to_char(func.timezone(constant("UTC"), value), literal_column(INSTANT))
    return func.replace(digits, constant(".000000"), constant(""), type_=Text()) + constant("Z")


def enum_name(value: ColumnElement[Any], words: Sequence[tuple[str, str]]) -> ColumnElement[Any]:
    """A stored word as the graph's name of it; mostly the same in capitals."""
    if any(word.upper().replace("-", "_") != name for word, name in words):
        return case(*((value == constant(word), constant(name)) for word, name in words), else_=null())
    capitals = func.upper(collate(value, "C"), type_=Text())
    if any("-" in word for word, _ in words):
        return func.translate(capitals, constant("-"), constant("_"), type_=Text())
    return capitals
