"""Keyset paging in both directions: a cursor holds the order's values of the row it stands for."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Column, ColumnElement, Select, Table, Text, cast, func, literal_column, tuple_

from chassis.refusal import Kind, Refusal
from gateway.views.constant import constant

FIRST = 20
FIRST_MAX = 100
CURSOR = "cursor"


class PageInvalid(Refusal):
    """``first`` and ``last`` together, or out of bounds."""

    code, kind = "invalid-page", Kind.INVALID
    tr = "Sayfa boyu 1 ile {max} arasında olmalı; first ve last birlikte verilemez."
    en = "A page has 1 to {max} rows, by first or by last and not both."
    next_tr, next_en = "first ya da last değerini düzeltin.", "Correct first or last."


class CursorInvalid(Refusal):
    code, kind = "invalid-cursor", Kind.INVALID
    tr, en = "Bu imleç bu listeye ait değil.", "This cursor does not belong to this list."
    next_tr, next_en = "İmleci yanıttaki pageInfo'dan alın.", "Take the cursor from an answer's pageInfo."


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list: ``size`` after or before a cursor; ``backward`` counts from the end."""

    size: int
    backward: bool
    after: str | None
    before: str | None

    @classmethod
    def asked(cls, first: int | None, after: str | None, last: int | None, before: str | None) -> Page:
        """Raises: PageInvalid."""
        size = FIRST if first is None and last is None else (last if first is None else first)
        if size is None or not 1 <= size <= FIRST_MAX or (first is not None and last is not None):
            raise PageInvalid("last" if last is not None else "first", max=FIRST_MAX)
        return cls(size, last is not None, after, before)


@dataclass(frozen=True)
class Order:
    """How a list runs: its columns, the last one unique; ``down`` turns all of them round."""

    columns: tuple[Column[Any], ...]
    down: bool = False

    @classmethod
    def by(cls, table: Table, names: Iterable[str], *, down: bool = False) -> Order:
        return cls(tuple(table.c[name] for name in names), down)

    @property
    def name(self) -> str:
        return ",".join(column.name for column in self.columns) + (" down" if self.down else "")

    def after(self, values: Sequence[Any]) -> ColumnElement[bool]:
        """The rows behind a cursor's values."""
        key, bound = tuple_(*self.columns), tuple_(*values)
        return key < bound if self.down else key > bound

    def before(self, values: Sequence[Any]) -> ColumnElement[bool]:
        return Order(self.columns, not self.down).after(values)

    def sorted(self, backward: bool) -> list[ColumnElement[Any]]:
        return [column.desc() if self.down != backward else column.asc() for column in self.columns]

    @property
    def place(self) -> ColumnElement[str]:
        """Where a row stands in this list, as SQL."""
        return place(self.name, self.columns)

    @property
    def cursor(self) -> ColumnElement[str]:
        """A row's place for clients."""
        return written(self.place)

    def values(self, cursor: str) -> list[Any]:
        """What a cursor of this list holds. Raises: CursorInvalid."""
        try:
            name, *values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if name != self.name:
                raise CursorInvalid
            return [_read(value, column) for value, column in zip(values, self.columns, strict=True)]
        except (binascii.Error, ValueError, TypeError) as error:
            raise CursorInvalid from error


def place(name: str, values: Iterable[ColumnElement[Any]]) -> ColumnElement[str]:
    """A place in a list, as SQL: the list's name and the row's values of its order."""
    return cast(func.json_build_array(constant(name), *values), Text)


def written(place: ColumnElement[str]) -> ColumnElement[str]:
    """A place as base64url; where one of many is wanted, choose it first: this costs more than the place."""
    encoded = func.encode(func.convert_to(place, constant("UTF8")), constant("base64"))
    return func.translate(encoded, literal_column("E'+/=\\n'"), constant("-_"), type_=Text())


def cut(rows: Select[Any], order: Order, page: Page) -> Select[Any]:
    """The page's rows with their cursors, and one more which tells whether the list goes on.

    Raises: CursorInvalid.
    """
    if page.after is not None:
        rows = rows.where(order.after(order.values(page.after)))
    if page.before is not None:
        rows = rows.where(order.before(order.values(page.before)))
    placed = rows.add_columns(order.cursor.label(CURSOR))
    return placed.order_by(*order.sorted(page.backward)).limit(page.size + 1)


def connection(rows: Sequence[Mapping[str, Any]], page: Page) -> dict[str, Any]:
    """Relay's connection from the rows that ``cut`` selected."""
    more = len(rows) > page.size
    shown = list(rows[: page.size])
    if page.backward:
        shown.reverse()
    edges = [{"node": row, "cursor": row[CURSOR]} for row in shown]
    info = {
        "has_next_page": page.before is not None if page.backward else more,
        "has_previous_page": more if page.backward else page.after is not None,
        "start_cursor": edges[0]["cursor"] if edges else None,
        "end_cursor": edges[-1]["cursor"] if edges else None,
    }
    return {"edges": edges, "nodes": shown, "page_info": info}


def _read(value: Any, column: Column[Any]) -> Any:
    kind = column.type.python_type
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    if type(value) is not kind:
        raise TypeError(value)
    return value
