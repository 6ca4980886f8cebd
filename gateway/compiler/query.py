"""A query made ready for the compiler: its fragments, and which of its variables change the SQL."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableDefinitionNode,
    get_nullable_type,
    get_variable_values,
    type_from_ast,
)

from gateway.compiler.not_compilable import NotCompilable
from gateway.documents.document import Operation
from gateway.reading.ids import BETWEEN

Variables = Mapping[str, Any]

Plain = tuple[type, bool]
"""A scalar's type in Python, and whether a value is required."""

PLAIN: Mapping[str, type] = {"String": str, "ID": str, "Int": int, "Boolean": bool}
INT_MIN, INT_MAX = -(2**31), 2**31 - 1
ABSENT = "absent"
ORDERS = "gateway.schema.ordering"


@dataclass(frozen=True)
class Query:
    """A query operation of a valid document. ``types`` are its variables' by name."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    types: Mapping[str, GraphQLInputType]
    plain: Mapping[str, Plain] | None

    def coerce(self, given: Mapping[str, Any]) -> Variables:
        """The variables by their types, defaults filled in. Raises: NotCompilable; resolvers tell why."""
        if self.plain is not None and (coerced := _as_they_are(self.plain, given)) is not None:
            return coerced
        found = get_variable_values(self.schema, self.node.variable_definitions or (), dict(given))
        if isinstance(found, list):
            raise NotCompilable("variables")
        return found.coerced

    def shape(self, variables: Variables) -> Hashable:
        """What of the variables decides how the SQL looks; equal shapes share a plan."""
        return tuple(
            _shape(type_, variables[name]) if name in variables else ABSENT
            for name, type_ in self.types.items()
        )


def query_of(schema: GraphQLSchema, operation: Operation) -> Query:
    """Raises: NotCompilable for a mutation or a subscription."""
    if operation.kind is not OperationType.QUERY:
        raise NotCompilable(operation.kind.value)
    found = (each for each in operation.document.ast.definitions if isinstance(each, FragmentDefinitionNode))
    fragments = {each.name.value: each for each in found}
    declared = operation.definition.variable_definitions or ()
    types = {each.variable.name.value: type_from_ast(schema, each.type) for each in declared}
    plain = _plain(declared, types)  # type: ignore[arg-type]  # the document is valid, so its types exist
    return Query(schema, operation.definition, fragments, types, plain)  # type: ignore[arg-type]


def _plain(
    declared: Sequence[VariableDefinitionNode], types: Mapping[str, GraphQLInputType]
) -> dict[str, Plain] | None:
    """Where all variables are of GraphQL's own scalars and have no defaults."""
    if any(each.default_value is not None for each in declared):
        return None
    found = {name: PLAIN.get(str(get_nullable_type(type_))) for name, type_ in types.items()}
    if any(each is None for each in found.values()):
        return None
    return {name: (each, isinstance(types[name], GraphQLNonNull)) for name, each in found.items() if each}


def _as_they_are(plain: Mapping[str, Plain], given: Mapping[str, Any]) -> Variables | None:
    """The variables, if each is what GraphQL would make of it: the usual case, at a tenth of the cost."""
    coerced: dict[str, Any] = {}
    for name, (type_, required) in plain.items():
        value = given.get(name)
        if type(value) is not type_ and (required or value is not None):
            return None
        if type(value) is int and not INT_MIN <= value <= INT_MAX:
            return None
        if name in given:
            coerced[name] = value
    return coerced


def _shape(type_: GraphQLInputType, value: Any) -> Hashable:
    """Null or not; a boolean (it may skip a field), an order and an id's type by their value."""
    if isinstance(type_, GraphQLNonNull):
        return _shape(type_.of_type, value)
    if value is None or isinstance(type_, GraphQLList):
        return None if value is None else False  # true would be a boolean's
    if isinstance(type_, GraphQLInputObjectType):
        return tuple(
            (name, _shape(field.type, value[name])) for name, field in type_.fields.items() if name in value
        )
    if isinstance(type_, GraphQLEnumType):
        return _order(value)
    assert isinstance(type_, GraphQLScalarType)
    if type_.name == "ID":
        return str(value).partition(BETWEEN)[0]
    return value if isinstance(value, bool) else False


def _order(value: Enum) -> Hashable:
    """Orders are enums over columns; of any other enum the value is a parameter."""
    return value if type(value).__module__ == ORDERS else False
