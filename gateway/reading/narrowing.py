"""A view's rows as one caller may see them: the policies as a WHERE, as columns and inside documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, case, cast, func, literal, null, select
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR, aggregate_order_by, array
from sqlalchemy.sql.elements import True_

from chassis.identity.caller import Caller
from gateway.policies import Access, DocFields, RowFields
from gateway.views.view import Doc, View


def visible_rows(view: View, caller: Caller) -> Select[Any]:
    """The view's readable columns for the rows that ``caller`` may see."""
    access, fields = Access(view.type, caller), RowFields(view.table)
    readable = (column for column in view.table.columns if not isinstance(column.type, TSVECTOR))
    columns = [visible_column(view, column.name, caller).label(column.name) for column in readable]
    return select(*columns).where(access.rows(fields))


def count_rows(view: View, caller: Caller) -> Select[Any]:
    access = Access(view.type, caller)
    return (
        select(func.count().label("count")).select_from(view.table).where(access.rows(RowFields(view.table)))
    )


def visible_column(view: View, name: str, caller: Caller) -> ColumnElement[Any]:
    """A column where ``caller`` may see it, else null. Filters use it too: asking must not tell either."""
    column, access = view.table.c[name], Access(view.type, caller)
    if doc := view.docs.get(name):
        return narrowed(column, doc, caller)
    if name in access.hidden:
        return case((access.shows(name, RowFields(view.table)), column), else_=null())
    return column


def narrowed(value: Any, doc: Doc, caller: Caller) -> ColumnElement[Any]:
    """The document without what ``caller`` may not see: null, or fewer keys, or a shorter list."""
    return _list(value, doc, caller) if doc.many else _document(value, doc, caller)


def _document(value: Any, doc: Doc, caller: Caller) -> ColumnElement[Any]:
    access, fields = Access(doc.type, caller), DocFields(value)
    seen = _nested(_without_hidden(value, access, fields), value, doc, caller)
    rows = access.rows(fields)
    return seen if isinstance(rows, True_) else case((rows, seen), else_=null())


def _without_hidden(value: Any, access: Access, fields: DocFields) -> Any:
    for name in sorted(access.hidden):
        nothing = cast(array([], type_=Text), ARRAY(Text))
        removed = case((access.shows(name, fields), nothing), else_=cast(array([literal(name)]), ARRAY(Text)))
        value = value.op("-", return_type=JSONB())(removed)
    return value


def _nested(seen: Any, value: Any, doc: Doc, caller: Caller) -> Any:
    """Replace the documents inside by their narrowed form, unless nothing of them is hidden."""
    for name, inner in doc.docs.items():
        if not _all_open(inner, caller):
            replaced = func.jsonb_build_object(name, narrowed(value[name], inner, caller), type_=JSONB())
            seen = seen.op("||", return_type=JSONB())(replaced)
    return seen


def _list(value: Any, doc: Doc, caller: Caller) -> ColumnElement[Any]:
    if _all_open(doc, caller):
        return value  # type: ignore[no-any-return]  # the column itself
    elements = func.jsonb_array_elements(value).table_valued("value", with_ordinality="at").render_derived()
    element = cast(elements.c.value, JSONB)
    kept = aggregate_order_by(_document(element, doc, caller), elements.c.at)
    empty = cast(literal("[]"), JSONB)
    rows = Access(doc.type, caller).rows(DocFields(element))
    return select(func.coalesce(func.jsonb_agg(kept), empty, type_=JSONB())).where(rows).scalar_subquery()


def _all_open(doc: Doc, caller: Caller) -> bool:
    """Whether every document of this shape is fully visible: the usual case for the office, and then free."""
    access = Access(doc.type, caller)
    unbounded = isinstance(access.rows(DocFields(cast(null(), JSONB))), True_)
    return unbounded and not access.hidden and all(_all_open(inner, caller) for inner in doc.docs.values())
