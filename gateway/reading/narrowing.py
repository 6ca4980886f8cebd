"""A view's rows as one caller may see them: the policies as a WHERE and as columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects.postgresql import TSVECTOR

from chassis.identity.caller import Caller
from gateway.policies import Access, RowFields
from gateway.views.view import View


def visible_rows(view: View, caller: Caller) -> Select[Any]:
    """The view's own columns for the rows that ``caller`` may see; other objects are read from their rows."""
    access, fields = Access(view.type, caller), RowFields(view.table)
    own = (
        column
        for column in view.table.columns
        if column.name not in view.docs and not isinstance(column.type, TSVECTOR)
    )
    columns = [visible_column(view, column.name, caller).label(column.name) for column in own]
    return select(*columns).where(access.rows(fields))


def count_rows(view: View, caller: Caller) -> Select[Any]:
    access = Access(view.type, caller)
    return (
        select(func.count().label("count")).select_from(view.table).where(access.rows(RowFields(view.table)))
    )


def visible_column(view: View, name: str, caller: Caller) -> ColumnElement[Any]:
    """A column where ``caller`` may see it, else null. Filters use it too: asking must not tell either."""
    return Access(view.type, caller).seen(name, view.table.c[name], RowFields(view.table))
