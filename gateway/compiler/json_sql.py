"""JSON in SQL, written as text: pieces put together by ``||``, so that PostgreSQL copies and never builds.

``json_object`` looks each value's type up, copies it into an object and the object into the next one. Here an
object is its constant text with values between, and objects inside it are part of the same text.

``||`` with null is null. So a required value that is missing takes all the text around it along, and the
answer or the element of a list in which it stands is found missing; what may be null is written as ``null``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import (
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
from sqlalchemy.sql.operators import concat_op
from sqlalchemy.types import TypeEngine

from gateway.views.constant import constant

INSTANT = """'YYYY-MM-DD"T"HH24:MI:SS.US'"""
NULL = "null"
BARE = frozenset({"Int", "Boolean"})
"""Scalars written without quotes."""
PLAIN = frozenset({"Date", "DateTime", "Decimal"})
"""Scalars in which nothing needs escaping."""
READ_AS: Mapping[str, type[TypeEngine[Any]]] = {"Int": Integer, "Float": Float, "Boolean": Boolean}


Piece = str | ColumnElement[Any]


class Written(ColumnElement[str]):
    """JSON from pieces: constant text, and SQL for text. Null where a required value is missing."""

    inherit_cache = False
    type = Text()

    def __init__(self, *pieces: Piece) -> None:
        self.pieces = tuple(_joined(pieces))

    def get_children(self, **_: Any) -> Iterable[ColumnElement[Any]]:
        return [piece for piece in self.pieces if not isinstance(piece, str)]


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Constant text that stands side by side is one piece."""
    for is_text, together in groupby(pieces, lambda piece: isinstance(piece, str)):
        if is_text:
            yield "".join(together)  # type: ignore[arg-type]
        else:
            yield from together


@compiles(Written)
def _written(element: Written, compiler: SQLCompiler, **how: Any) -> str:
    pieces = [constant(each) if isinstance(each, str) else each for each in element.pieces]
    return _balanced([compiler.process(each.self_group(against=concat_op), **how) for each in pieces])


def _balanced(pieces: Sequence[str]) -> str:
    """Halves of halves: a long piece is copied as often as the tree is high, not for each piece behind it."""
    if len(pieces) == 1:
        return pieces[0]
    half = len(pieces) // 2
    return f"({_balanced(pieces[:half])} || {_balanced(pieces[half:])})"


def json_object(pairs: Iterable[tuple[str, Written]]) -> Written:
    """Keys are GraphQL names: letters, digits and underscores."""
    pieces: list[Piece] = ["{"]
    for number, (key, value) in enumerate(pairs):
        pieces += [f'{"," if number else ""}"{key}":', *value.pieces]
    return Written(*pieces, "}")


def json_list(
    value: Written,
    *order: ColumnElement[Any],
    of: str,
    where: ColumnElement[bool] | None = None,
) -> Written:
    """All values in order; ``[]`` where there is none. Without an order, in that of the rows below."""
    comma: Any = literal_column("','", Text())
    separator = aggregate_order_by(comma, *order) if order else comma
    collected: Any = func.string_agg(whole(value, of), separator, type_=Text())
    if where is not None:
        collected = collected.filter(where)
    return Written("[", func.coalesce(collected, constant("")), "]")


def json_word(text: str) -> Written:
    """A text known now."""
    return Written(orjson.dumps(text).decode())


def quoted(*parts: Piece) -> Written:
    """A string of parts in which nothing needs escaping."""
    return Written('"', *parts, '"')


def or_null(shown: ColumnElement[Any]) -> Written:
    """What may be missing."""
    return Written(func.coalesce(shown, constant(NULL), type_=Text()))


def where_or_null(condition: ColumnElement[bool], shown: Written) -> Written:
    """``null`` where the condition does not hold; what is missing inside stays missing."""
    return Written(case((condition, shown), else_=constant(NULL)))


def whole(value: Written, of: str) -> ColumnElement[str]:
    """For a place that would pass over a null: a missing value ends the statement. ``of``: where it is."""
    return func.coalesce(value, func.kervan_missing(literal_column("NULL::text"), constant(of)), type_=Text())


def scalar(value: ColumnElement[Any], kind: str, *, as_text: bool, optional: bool) -> Written:
    """A scalar as the graph writes it. ``as_text``: it comes out of a document."""
    if kind in PLAIN:
        return plain(_plain(value, kind, as_text), optional=optional)
    typed = cast(value, READ_AS[kind]) if as_text and kind in READ_AS else value
    shown = cast(typed if kind in BARE else func.to_json(typed), Text)
    return or_null(shown) if optional else Written(shown)


def plain(value: ColumnElement[Any], *, optional: bool) -> Written:
    """A string in which nothing needs escaping."""
    return or_null(quoted(value)) if optional else quoted(value)


def _plain(value: ColumnElement[Any], kind: str, as_text: bool) -> ColumnElement[Any]:
    if kind == "DateTime":
        return _instant(cast(value, DateTime(timezone=True)) if as_text else value)
    return value if as_text else cast(value, Text)


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
