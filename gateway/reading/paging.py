"""Keyset paging in both directions: a cursor holds the order's values of the row it stands for."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Column, Select, tuple_

from chassis.refusal import Kind, Refusal

FIRST = 20
FIRST_MAX = 100


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


def cut(rows: Select[Any], order: Sequence[Column[Any]], page: Page) -> Select[Any]:
    """The page's rows and one more, which tells whether the list goes on. Raises: CursorInvalid."""
    key = tuple_(*order)
    if page.after is not None:
        rows = rows.where(key > tuple_(*_values(page.after, order)))
    if page.before is not None:
        rows = rows.where(key < tuple_(*_values(page.before, order)))
    directed = [column.desc() for column in order] if page.backward else order
    return rows.order_by(*directed).limit(page.size + 1)


def cursor(row: Mapping[str, Any], order: Sequence[Column[Any]]) -> str:
    """The row's place in its list."""
    written = orjson.dumps([row[column.name] for column in order], default=str)
    return urlsafe_b64encode(written).decode().rstrip("=")


def _values(given: str, order: Sequence[Column[Any]]) -> list[Any]:
    try:
        values = orjson.loads(urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        return [_read(value, column) for value, column in zip(values, order, strict=True)]
    except (binascii.Error, ValueError, TypeError) as error:
        raise CursorInvalid from error


def _read(value: Any, column: Column[Any]) -> Any:
    kind = column.type.python_type
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def connection(rows: Sequence[Mapping[str, Any]], order: Sequence[Column[Any]], page: Page) -> dict[str, Any]:
    """Relay's connection from the rows that ``cut`` selected."""
    more = len(rows) > page.size
    shown = list(rows[: page.size])
    if page.backward:
        shown.reverse()
    edges = [{"node": row, "cursor": cursor(row, order)} for row in shown]
    info = {
        "has_next_page": page.before is not None if page.backward else more,
        "has_previous_page": more if page.backward else page.after is not None,
        "start_cursor": edges[0]["cursor"] if edges else None,
        "end_cursor": edges[-1]["cursor"] if edges else None,
    }
    return {"edges": edges, "nodes": shown, "page_info": info}
