"""Where an object's fields stand in SQL: a row's columns, a document's keys, or the caller's token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Uuid, cast, null
from sqlalchemy.dialects.postgresql import JSONB

from chassis.identity.caller import Caller
from gateway.policies import DocFields, RowFields, key_text
from gateway.views.catalogue import BY_TYPE
from gateway.views.constant import constant


@dataclass(frozen=True)
class Row:
    """A row of the view of ``type``."""

    type: str
    columns: FromClause

    as_text = False

    def value(self, name: str) -> ColumnElement[Any]:
        return self.columns.c[name]

    json = uuid = value

    @property
    def fields(self) -> RowFields:
        return RowFields(self.columns)

    def may_be_null(self, name: str) -> bool:
        return bool(BY_TYPE[self.type].table.c[name].nullable)


@dataclass(frozen=True)
class Document:
    """A JSON object; its values come out as text."""

    content: Any

    as_text = True

    def value(self, name: str) -> ColumnElement[Any]:
        return key_text(self.content, name)

    def json(self, name: str) -> ColumnElement[Any]:
        found: ColumnElement[Any] = self.content.op("->", return_type=JSONB())(constant(name))
        return found

    def uuid(self, name: str) -> ColumnElement[Any]:
        return cast(self.value(name), Uuid)

    @property
    def fields(self) -> DocFields:
        return DocFields(self.content)

    def may_be_null(self, name: str) -> bool:
        return True


@dataclass(frozen=True)
class Token:
    """The claims of who is asking, as parameters."""

    asking: Caller

    def uuid(self, name: str) -> ColumnElement[Any]:
        found: Any = getattr(self.asking, name)
        return null() if found is None else found


Source = Row | Document
