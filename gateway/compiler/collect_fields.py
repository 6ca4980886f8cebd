"""First pass: fragments, directives and aliases resolved into the fields that each object will show.

::

    { people { nodes { ...Name staff @skip(if: $brief) } } }  fragment Name on Person { first: givenName }
    ─▶ people ▷ nodes ▷ (first: givenName, staff)              with $brief = false
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_object_type,
)

from gateway.compiler.arguments import Given, given, given_value
from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.query import Query, Variables

TYPENAME = "__typename"


@dataclass(frozen=True)
class Selected:
    """A field of ``parent`` under the answer's ``key``; ``inside``: by object type, what it shows of it."""

    key: str
    name: str
    parent: str
    definition: GraphQLField | None
    arguments: Mapping[str, Given]
    inside: Mapping[str, tuple[Selected, ...]]

    @property
    def type(self) -> GraphQLNamedType:
        assert self.definition is not None
        return get_named_type(self.definition.type)

    @property
    def fields(self) -> tuple[Selected, ...]:
        """What it shows, where its type is one object type."""
        return self.inside[self.type.name]

    @property
    def where(self) -> str:
        return f"{self.parent}.{self.name}"


def collect_fields(query: Query, variables: Variables) -> tuple[Selected, ...]:
    """The query's root fields. Raises: NotCompilable."""
    root = query.schema.query_type
    assert root is not None
    return _Collecting(query, variables).of(root, [query.node.selection_set])


class _Collecting:
    def __init__(self, query: Query, variables: Variables) -> None:
        self._query, self._variables = query, variables

    def of(self, type_: GraphQLObjectType, sets: Sequence[SelectionSetNode]) -> tuple[Selected, ...]:
        """Fields under one key are merged, as validation has seen that they can be."""
        by_key: dict[str, list[FieldNode]] = {}
        for selections in sets:
            for node in self._shown(type_, selections.selections):
                by_key.setdefault((node.alias or node.name).value, []).append(node)
        return tuple(self._selected(type_, key, nodes) for key, nodes in by_key.items())

    def _shown(self, type_: GraphQLObjectType, nodes: Sequence[SelectionNode]) -> Iterator[FieldNode]:
        for node in nodes:
            if not all(self._allows(directive) for directive in node.directives or ()):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._query.fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, type_):
                    yield from self._shown(type_, fragment.selection_set.selections)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._applies(condition.name.value, type_):
                    yield from self._shown(type_, node.selection_set.selections)

    def _applies(self, condition: str, type_: GraphQLObjectType) -> bool:
        if condition == type_.name:
            return True
        found: Any = self._query.schema.type_map[condition]
        return is_abstract_type(found) and self._query.schema.is_sub_type(found, type_)

    def _allows(self, directive: DirectiveNode) -> bool:
        name = directive.name.value
        if name not in ("skip", "include"):
            raise NotCompilable("directive", f"@{name}")
        definition = self._query.schema.get_directive(name)
        assert definition is not None
        (argument,) = directive.arguments or ()
        condition = given_value(argument.value, definition.args["if"].type)
        return bool(condition.of(self._variables)) is (name == "include")

    def _selected(self, type_: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]) -> Selected:
        name = nodes[0].name.value
        if name == TYPENAME:
            return Selected(key, name, type_.name, None, {}, {})
        if name.startswith("__"):
            raise NotCompilable("introspection", name)
        definition = type_.fields[name]
        sets = [node.selection_set for node in nodes if node.selection_set is not None]
        inside = {each.name: self.of(each, sets) for each in self._possible(get_named_type(definition.type))}
        return Selected(key, name, type_.name, definition, given(definition, nodes[0]), inside)

    def _possible(self, type_: GraphQLNamedType) -> Sequence[GraphQLObjectType]:
        if is_object_type(type_):
            return [type_]
        return self._query.schema.get_possible_types(type_) if is_abstract_type(type_) else []
