"""Last pass: nodes to one statement that makes PostgreSQL write the answer's ``data``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import JSON, ColumnElement, Select, Text, Uuid, case, cast, func, null, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.sql import visitors

from gateway.compiler.arguments import Given
from gateway.compiler.json_sql import (
    JsonObject,
    enum_name,
    json_list,
    required,
    written,
)
from gateway.compiler.nodes import (
    Body,
    Claim,
    Id,
    Leaf,
    Myself,
    Node,
    Object,
    Objects,
    Page,
    Part,
    Roles,
    Search,
    Table,
    Word,
)
from gateway.compiler.parameters import Parameters, Value
from gateway.compiler.render_pages import page, search
from gateway.compiler.sources import Document, Row, Source, Token
from gateway.policies import Access
from gateway.reading.ids import BETWEEN, aggregate_id
from gateway.views.catalogue import BY_TYPE
from gateway.views.constant import constant


@dataclass(frozen=True)
class Rendered:
    """The statement, and its parameters' values by name."""

    statement: Select[Any]
    values: Mapping[str, Value]


def render(body: Body) -> Rendered:
    rendering = Rendering()
    return Rendered(select(rendering.object(body.fields, None, None)), rendering.parameters.values)


class Rendering:
    """One statement on its way. Every view in it has an alias of its own."""

    def __init__(self) -> None:
        self.parameters = Parameters()
        self._aliases = 0

    def alias(self, type_name: str) -> Row:
        self._aliases += 1
        return Row(type_name, BY_TYPE[type_name].table.alias(f"t{self._aliases}"))

    def next_name(self, prefix: str) -> str:
        self._aliases += 1
        return f"{prefix}{self._aliases}"

    def object(
        self, fields: tuple[Node, ...], source: Source | Token | None, access: Access | None
    ) -> JsonObject:
        return JsonObject([(node.key, self.field(node, source, access)) for node in fields])  # type: ignore[union-attr]

    def field(  # noqa: PLR0911  one line for each kind of node
        self, node: Node, source: Any, access: Access | None
    ) -> ColumnElement[Any]:
        match node:
            case Word():
                return constant(node.text)
            case Id():
                return _id(node, source)
            case Leaf():
                return _seen(_leaf(node, source), node.name, source, access)
            case Part():
                return _seen(self._part(node, source), node.name, source, access)
            case Object():
                return self._object(node, source)
            case Objects():
                return self._objects(node, source)
            case Page():
                return page(self, node, source)
            case Search():
                return search(self, node)
            case Myself():
                assert node.asking is not None
                return self.object(node.fields, Token(node.asking), None)
            case Roles():
                names = self.parameters.add(lambda _, caller: _role_names(caller.roles), Text())
                return cast(names, JSON)
            case Claim(claim=name):
                return self.parameters.add(lambda _, caller: getattr(caller, name), Text())
            case Table():
                return self._table(node)
        raise AssertionError(node)

    def _part(self, node: Part, source: Source) -> ColumnElement[Any]:
        content = source.json(node.name)
        shown = self._parts(node, content) if node.many else self.object(node.fields, Document(content), None)
        fits = func.jsonb_typeof(content) == constant("array" if node.many else "object")
        found: ColumnElement[Any] = case((fits, shown), else_=null())
        return required(found, node.where, "json") if node.required else found

    def _parts(self, node: Part, content: ColumnElement[Any]) -> ColumnElement[Any]:
        elements = func.jsonb_array_elements(content).table_valued("value", with_ordinality="at")
        each = elements.render_derived(name=self.next_name("e"))
        element = cast(each.c.value, JSONB)
        one: ColumnElement[Any] = self.object(node.fields, Document(element), None)
        if not any(_asks_for_a_value(field) for field in node.fields):  # else a null would be seen by it
            is_object = func.jsonb_typeof(element) == constant("object")
            one = required(case((is_object, one)), node.where, "json")
        return select(json_list(one, each.c.at)).select_from(each).correlate_except(each).scalar_subquery()

    def _object(self, node: Object, source: Any) -> ColumnElement[Any]:
        assert node.access is not None
        if node.copied:
            copy = Document(source.json(node.doc_name))
            shown = copy.content.is_not(None) & node.access.rows(copy.fields)
            return case((shown, self.object(node.fields, copy, node.access)), else_=null())
        row = self.alias(node.type)
        found = self.object(node.fields, row, node.access)
        mine = row.value("id") == self._id(node, source)
        return (
            select(found)
            .select_from(row.columns)
            .where(mine, node.access.rows(row.fields))
            .correlate_except(row.columns)
            .scalar_subquery()
        )

    def _id(self, node: Object, source: Any) -> ColumnElement[Any]:
        if node.by is None:
            found: ColumnElement[Any] = source.uuid(node.name)
            return found
        return self.parameters.add(_aggregate_id(node.by, node.type), Uuid())

    def _objects(self, node: Objects, source: Source) -> ColumnElement[Any]:
        assert node.access is not None
        listed = func.jsonb_array_elements_text(source.json(node.name))
        ids = listed.table_valued("value", with_ordinality="at").render_derived(name=self.next_name("e"))
        row = self.alias(node.type)
        one = self.object(node.fields, row, node.access)
        joined = ids.join(row.columns, row.value("id") == cast(ids.c.value, Uuid))
        return (
            select(json_list(one, ids.c.at))
            .select_from(joined)
            .where(node.access.rows(row.fields))
            .correlate_except(ids, row.columns)
            .scalar_subquery()
        )

    def _table(self, node: Table) -> ColumnElement[Any]:
        """The statement's own parameters get names of their own: a root may be asked for twice."""
        names: dict[str, str] = {}

        def renamed(parameter: Any) -> None:
            if parameter.required or parameter.value is None:
                name = names.setdefault(parameter.key, self.next_name("a"))
                self.parameters.named(name, _table_value(node, parameter.key))
                parameter.key = name

        statement = visitors.cloned_traverse(node.rows.statement, {}, {"bindparam": renamed})
        rows = statement.subquery(self.next_name("r"))
        one = JsonObject([(each.key, _cell(each, rows.c)) for each in node.fields])  # type: ignore[union-attr]
        collected = func.coalesce(func.json_agg(one, type_=JSON()), cast(constant("[]"), JSON))
        return select(collected).select_from(rows).scalar_subquery()


def _asks_for_a_value(node: Node) -> bool:
    return isinstance(node, Id) or (isinstance(node, Leaf | Part) and node.required)


def _seen(value: ColumnElement[Any], name: str, source: Any, access: Access | None) -> ColumnElement[Any]:
    """What stands in a document of its own is seen with it."""
    return value if access is None else access.seen(name, value, source.fields)


def _leaf(node: Leaf, source: Source) -> ColumnElement[Any]:
    if node.many:
        return _leaves(node, source)
    value = source.value(node.name)
    shown = enum_name(value, node.enum) if node.enum else written(value, node.scalar, as_text=source.as_text)
    if node.required and source.may_be_null(node.name):
        return required(shown, node.where, _type_name(shown))
    return shown


def _leaves(node: Leaf, source: Source) -> ColumnElement[Any]:
    """A list of words in a document. None of them may be null, and not the list where it is required."""
    content = source.json(node.name)
    fits = func.jsonb_typeof(content) == constant("array")
    shown = case((fits, _names(node, content) if node.enum else _words(node, content)), else_=null())
    return required(shown, node.where, "json") if node.required else shown


def _names(node: Leaf, content: ColumnElement[Any]) -> ColumnElement[Any]:
    words = func.jsonb_array_elements_text(content).table_valued("value", with_ordinality="at")
    each = words.render_derived(name="words")
    name = required(enum_name(each.c.value, node.enum), node.where, "text")
    return select(json_list(name, each.c.at)).select_from(each).correlate_except(each).scalar_subquery()


def _words(node: Leaf, content: ColumnElement[Any]) -> ColumnElement[Any]:
    """As they stand in the document."""
    a_null = func.jsonb_path_exists(content, cast(constant("$[*] ? (@ == null)"), JSONPATH))
    return cast(required(case((~a_null, content)), node.where, "jsonb"), JSON)


def _id(node: Id, source: Source) -> ColumnElement[Any]:
    written_id = constant(node.type + BETWEEN) + cast(source.value(node.name), Text)
    if not source.may_be_null(node.name):
        return written_id
    return required(written_id, f"{node.type}.id", "text")


def _cell(node: Any, columns: Any) -> ColumnElement[Any]:
    if isinstance(node, Word):
        return constant(node.text)
    value = columns[node.name]
    return enum_name(value, node.enum) if node.enum else written(value, node.scalar, as_text=False)


def _type_name(value: ColumnElement[Any]) -> str:
    return {"INTEGER": "int", "BOOLEAN": "boolean", "FLOAT": "float8", "DATE": "date"}.get(
        str(value.type), "text"
    )


def _aggregate_id(given: Given, type_name: str) -> Value:
    return lambda variables, _: aggregate_id(given.of(variables), type_name, "id")


def _table_value(node: Table, key: str) -> Value:
    def value(variables: Any, _: object) -> Any:
        given = {name: each.of(variables) for name, each in node.arguments.items()}
        return node.rows.values(given)[key]

    return value


def _role_names(roles: frozenset[Any]) -> str:
    return orjson.dumps([role.name for role in sorted(roles)]).decode()
