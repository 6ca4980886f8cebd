"""Second pass: every field bound to where its value stands.

::

    mobilities(first: 20) ▷ nodes ▷ (id, person ▷ givenName)
    ─▶ Page(Mobility, nodes: Body(Id(id), Object(Person by person_id or its copy: Leaf(given_name))))
"""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from strawberry.utils.str_converters import to_camel_case

from gateway.compiler.arguments import Constant, Given
from gateway.compiler.collect_fields import TYPENAME, Selected
from gateway.compiler.nodes import (
    Asked,
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
    Shown,
    Table,
    Word,
)
from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.query import Variables
from gateway.reading import fields as reads
from gateway.reading.conditions import PAGE, SHAPE
from gateway.reading.ids import BETWEEN
from gateway.reading.paging import Order
from gateway.reading.reader import own_order
from gateway.views.catalogue import BY_TYPE

NOTHING = Constant()


def bind_fields(selected: tuple[Selected, ...], variables: Variables) -> Body:
    """Raises: NotCompilable for a field that only a resolver can answer."""
    return Body(tuple(_Binding(variables).field(each) for each in selected))


class _Binding:
    def __init__(self, variables: Variables) -> None:
        self._variables = variables

    def fields(self, selected: tuple[Selected, ...]) -> tuple[Node, ...]:
        return tuple(self.field(each) for each in selected)

    def field(self, selected: Selected) -> Node:  # noqa: PLR0911, PLR0912  one line for each way to read
        if selected.name == TYPENAME:
            return Word(selected.key, selected.parent)
        match _reads(selected):
            case reads.Named(name):
                return self._value(selected, name)
            case reads.NodeId(type_name, key):
                return Id(selected.key, key, type_name or selected.parent)
            case reads.ById(type_name, key, doc):
                return self._object(selected, type_name, key, doc)
            case reads.ByIds(type_name, key):
                return Objects(selected.key, type_name, key, self.fields(selected.fields))
            case reads.Children(type_name, key, own):
                return self._page(selected, type_name, parent=(key, own))
            case reads.Listing() as listing:
                return self._listing(selected, listing)
            case reads.Single(type_name):
                by = selected.arguments["id"]
                return Object(selected.key, type_name, self.fields(selected.fields), by=by)
            case reads.AnyNode():
                return self._any(selected)
            case reads.Found(types):
                return self._search(selected, types)
            case reads.Myself():
                return Myself(selected.key, tuple(self._mine(each) for each in selected.fields))
            case reads.Rows() as rows:
                return Table(selected.key, rows, _snake(selected), self.fields(selected.fields))
            case _:
                raise NotCompilable("field", selected.where)

    def _value(self, selected: Selected, name: str) -> Node:
        assert selected.definition is not None
        type_ = selected.definition.type
        required = is_non_null_type(type_)
        many = is_list_type(type_.of_type if is_non_null_type(type_) else type_)
        named = get_named_type(type_)
        if is_leaf_type(named):
            return Leaf(selected.key, name, named.name, selected.where, required, many, _enum(named))
        return Part(selected.key, name, selected.where, required, many, self.fields(selected.fields))

    def _object(self, selected: Selected, type_name: str, key: str, doc: str | None) -> Object:
        view = BY_TYPE.get(selected.parent)
        copy = view.docs.get(doc) if view and doc else None
        inside = self.fields(selected.fields)
        return Object(selected.key, type_name, inside, name=key, doc=copy, doc_name=doc or "")

    def _any(self, selected: Selected) -> Object:
        """Its type stands in the id, so the id's type is part of the plan's shape."""
        given = selected.arguments["id"].of(self._variables)
        type_name = str(given).partition(BETWEEN)[0]
        if type_name not in BY_TYPE or type_name not in selected.inside:
            raise NotCompilable("id", selected.where)
        inside = self.fields(selected.inside[type_name])
        return Object(selected.key, type_name, inside, by=selected.arguments["id"])

    def _search(self, selected: Selected, types: tuple[str, ...]) -> Search:
        asked, words = (
            Asked(selected.arguments["first"], NOTHING, NOTHING, NOTHING),
            selected.arguments["text"],
        )
        parts = tuple(
            Page(
                name,
                name,
                own_order(BY_TYPE[name]),
                asked,
                (Shown("nodes", "nodes", Body(self.fields(selected.inside[name]))),),
                words=words,
            )
            for name in types
        )
        return Search(selected.key, parts)

    def _mine(self, selected: Selected) -> Node:
        """Of who is asking: from the token, or the object that the token names."""
        match selected.name:
            case "roles":
                return Roles(selected.key)
            case "faculty":
                return Claim(selected.key, "faculty")
            case "person" | "partner" as name:
                return Object(selected.key, name.title(), self.fields(selected.fields), name=f"{name}_id")
        return self.field(selected)

    def _listing(self, selected: Selected, listing: reads.Listing) -> Page:
        arguments = _snake(selected)
        equal = {name: given for name, given in arguments.items() if name not in SHAPE}
        equal |= self._filter(selected)
        wanted = {name: given for name, given in equal.items() if given.of(self._variables) is not None}
        words = arguments.get("search", NOTHING)
        return self._page(
            selected,
            listing.type,
            equal=tuple(wanted.items()),
            among=listing.among,
            order=self._order(listing, arguments.get("order_by", NOTHING)),
            words=words if words.of(self._variables) is not None else None,
        )

    def _filter(self, selected: Selected) -> dict[str, Given]:
        """Of a filter its fields by column."""
        given = selected.arguments.get("filter", NOTHING)
        if given.of(self._variables) is None:
            return {}
        assert selected.definition is not None
        inputs: Any = get_named_type(selected.definition.args["filter"].type)
        return {_python_name(field): given.at(name) for name, field in inputs.fields.items()}

    def _order(self, listing: reads.Listing, given: Given) -> Order:
        """The order asked for is part of the plan's shape."""
        table, asked = BY_TYPE[listing.type].table, given.of(self._variables)
        if asked is not None:
            return Order.by(table, asked["field"].value, down=asked["direction"].value == "desc")
        return Order.by(table, listing.order) if listing.order else own_order(BY_TYPE[listing.type])

    def _page(self, selected: Selected, type_name: str, *, order: Order | None = None, **facts: Any) -> Page:
        arguments = (selected.arguments[name] for name in PAGE)
        shows = tuple(self._shown(each) for each in selected.fields)
        runs = order or own_order(BY_TYPE[type_name])
        return Page(selected.key, type_name, runs, Asked(*arguments), shows, **facts)

    def _shown(self, selected: Selected) -> Shown:
        if selected.name == TYPENAME:
            return Shown(selected.key, TYPENAME, Body((Word(selected.key, selected.parent),)))
        if selected.name in ("nodes", "node"):
            return Shown(selected.key, selected.name, Body(self.fields(selected.fields)))
        inside = selected.fields if selected.name in ("edges", "pageInfo") else ()
        return Shown(selected.key, selected.name, inside=tuple(self._shown(each) for each in inside))


def _reads(selected: Selected) -> Any:
    assert selected.definition is not None
    field = selected.definition.extensions["strawberry-definition"]
    if reads.READS in field.metadata:
        return field.metadata[reads.READS]
    return None if field.base_resolver else reads.Named(field.python_name)


def _enum(named: Any) -> tuple[tuple[str, str], ...]:
    """Stored word and name, for each of an enum's values."""
    if not isinstance(named, GraphQLEnumType):
        return ()
    return tuple((str(getattr(each.value, "value", each.value)), name) for name, each in named.values.items())


def _snake(selected: Selected) -> dict[str, Given]:
    """Arguments by their names in Python, which are the columns' names."""
    assert isinstance(selected.definition, GraphQLField)
    field = selected.definition.extensions["strawberry-definition"]
    names = {to_camel_case(each.python_name): each.python_name for each in field.arguments}
    return {names[name]: given for name, given in selected.arguments.items()}


def _python_name(field: Any) -> str:
    return str(field.extensions["strawberry-definition"].python_name)
