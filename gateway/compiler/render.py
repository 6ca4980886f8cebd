"""Last pass: nodes to one statement that makes PostgreSQL write the answer's ``data``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, Text, Uuid, case, cast, func, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.sql import visitors

from gateway.compiler.arguments import Given
from gateway.compiler.json_sql import (
    Written,
    enum_name,
    json_list,
    json_object,
    json_word,
    or_null,
    plain,
    quoted,
    scalar,
    where_or_null,
    whole,
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
    ) -> Written:
        return json_object((node.key, self.field(node, source, access)) for node in fields)  # type: ignore[union-attr]

    def field(  # noqa: PLR0911  one line for each kind of node
        self, node: Node, source: Any, access: Access | None
    ) -> Written:
        match node:
            case Word():
                return json_word(node.text)
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
                return Written(cast(names, Text))
            case Claim(claim=name):
                value = self.parameters.add(lambda _, caller: getattr(caller, name), Text())
                return scalar(value, "String", as_text=False, optional=True)
            case Table():
                return self._table(node)
        raise AssertionError(node)

    def _part(self, node: Part, source: Source) -> Written:
        content = source.json(node.name)
        shown = self._parts(node, content) if node.many else self.object(node.fields, Document(content), None)
        if node.required and _tells(node):
            return shown
        fits = func.jsonb_typeof(content) == constant("array" if node.many else "object")
        return Written(case((fits, shown))) if node.required else where_or_null(fits, shown)

    def _parts(self, node: Part, content: ColumnElement[Any]) -> Written:
        """A function gives its rows in the order of the list, so nothing is sorted."""
        each = func.jsonb_array_elements(content).table_valued("value").render_derived(self.next_name("e"))
        element = type_coerce(each.c.value, JSONB)
        one = self.object(node.fields, Document(element), None)
        if not _asks_for_a_value(node.fields):
            one = Written(case((func.jsonb_typeof(element) == constant("object"), one)))
        return _collected(json_list(one, of=node.where), each)

    def _object(self, node: Object, source: Any) -> Written:
        assert node.access is not None
        if node.copied:
            copy = Document(source.json(node.doc_name))
            shown = copy.content.is_not(None) & node.access.rows(copy.fields)
            return where_or_null(shown, self.object(node.fields, copy, node.access))
        row = self.alias(node.type)
        found = self.object(node.fields, row, node.access)
        mine = row.value("id") == self._id(node, source)
        return or_null(
            select(whole(found, node.type))
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

    def _objects(self, node: Objects, source: Source) -> Written:
        assert node.access is not None
        listed = func.jsonb_array_elements_text(source.json(node.name))
        ids = listed.table_valued("value", with_ordinality="at").render_derived(name=self.next_name("e"))
        row = self.alias(node.type)
        one = self.object(node.fields, row, node.access)
        joined = ids.join(row.columns, row.value("id") == cast(ids.c.value, Uuid))
        listed_rows = (
            select(json_list(one, ids.c.at, of=node.type))
            .select_from(joined)
            .where(node.access.rows(row.fields))
            .correlate_except(ids, row.columns)
        )
        return Written(listed_rows.scalar_subquery())

    def _table(self, node: Table) -> Written:
        """The statement's own parameters get names of their own: a root may be asked for twice."""
        names: dict[str, str] = {}

        def renamed(parameter: Any) -> None:
            if parameter.required or parameter.value is None:
                name = names.setdefault(parameter.key, self.next_name("a"))
                self.parameters.named(name, _table_value(node, parameter.key))
                parameter.key = name

        statement = visitors.cloned_traverse(node.rows.statement, {}, {"bindparam": renamed})
        rows = statement.subquery(self.next_name("r"))
        one = json_object((each.key, _cell(each, rows.c)) for each in node.fields)  # type: ignore[union-attr]
        return Written(select(json_list(one, of=node.key)).select_from(rows).scalar_subquery())


def _tells(part: Part) -> bool:
    """Whether an object that is none is found missing by what is asked of it."""
    return not part.many and _asks_for_a_value(part.fields)


def _asks_for_a_value(fields: Iterable[Node]) -> bool:
    return any(isinstance(node, Id) or (isinstance(node, Leaf | Part) and node.required) for node in fields)


def _seen(value: Written, name: str, source: Any, access: Access | None) -> Written:
    """What stands in a document of its own is seen with it."""
    if access is None or name not in access.hidden:
        return value
    return where_or_null(access.shows(name, source.fields), value)


def _collected(shown: Written, each: Any) -> Written:
    """What is made of the elements of a list: one row, whatever they are."""
    return Written(select(shown).select_from(each).correlate_except(each).scalar_subquery())


def _leaf(node: Leaf, source: Source) -> Written:
    if node.many:
        return _leaves(node, source)
    value = source.value(node.name)
    optional = source.may_be_null(node.name) and not node.required
    if node.enum:
        return plain(enum_name(value, node.enum), optional=optional)
    return scalar(value, node.scalar, as_text=source.as_text, optional=optional)


def _leaves(node: Leaf, source: Source) -> Written:
    """A list of words in a document. None of them may be null, and not the list where it is required."""
    content = source.json(node.name)
    fits = func.jsonb_typeof(content) == constant("array")
    shown = _names(node, content) if node.enum else _words(content)
    return Written(case((fits, shown))) if node.required else where_or_null(fits, shown)


def _names(node: Leaf, content: ColumnElement[Any]) -> Written:
    each = func.jsonb_array_elements_text(content).table_valued("value").render_derived(name="words")
    return _collected(json_list(quoted(enum_name(each.c.value, node.enum)), of=node.where), each)


def _words(content: ColumnElement[Any]) -> Written:
    """As they stand in the document."""
    a_null = func.jsonb_path_exists(content, cast(constant("$[*] ? (@ == null)"), JSONPATH))
    return Written(case((~a_null, cast(content, Text))))


def _id(node: Id, source: Source) -> Written:
    return quoted(node.type + BETWEEN, cast(source.value(node.name), Text))


def _cell(node: Any, columns: Any) -> Written:
    if isinstance(node, Word):
        return json_word(node.text)
    value = columns[node.name]
    if node.enum:
        return plain(enum_name(value, node.enum), optional=True)
    return scalar(value, node.scalar, as_text=False, optional=True)


def _aggregate_id(given: Given, type_name: str) -> Value:
    return lambda variables, _: aggregate_id(given.of(variables), type_name, "id")


def _table_value(node: Table, key: str) -> Value:
    def value(variables: Any, _: object) -> Any:
        given = {name: each.of(variables) for name, each in node.arguments.items()}
        return node.rows.values(given)[key]

    return value


def _role_names(roles: frozenset[Any]) -> str:
    return orjson.dumps([role.name for role in sorted(roles)]).decode()
