"""A document read once: parsed, valid, its operation chosen, and which of its variables change the SQL."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import (
    ASTValidationRule,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_variable_values,
    parse,
    type_from_ast,
    validate,
)

from gateway.compiler.not_compilable import NotCompilable
from gateway.reading.ids import BETWEEN

Variables = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation of a valid document. ``types`` are its variables' by name."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    types: Mapping[str, GraphQLInputType]

    def coerce(self, given: Mapping[str, Any] | None) -> Variables:
        """The variables by their types, defaults filled in. Raises: NotCompilable; resolvers tell why."""
        if not self.types:
            return {}
        found = get_variable_values(self.schema, self.node.variable_definitions or (), dict(given or {}))
        if isinstance(found, list):
            raise NotCompilable("variables")
        coerced: Variables = found.coerced
        return coerced

    def shape(self, variables: Variables) -> Hashable:
        """What of the variables decides how the SQL looks; equal shapes share a plan."""
        return tuple(
            _shape(type_, variables[name]) if name in variables else _ABSENT
            for name, type_ in self.types.items()
        )


def read(
    schema: GraphQLSchema,
    document: str,
    name: str | None,
    rules: Sequence[type[ASTValidationRule]],
    tokens_max: int,
) -> Operation:
    """Raises: NotCompilable for what is no valid query; resolvers tell what is wrong with it."""
    try:
        parsed = parse(document, max_tokens=tokens_max)
    except GraphQLError as error:
        raise NotCompilable("invalid") from error
    if validate(schema, parsed, rules):
        raise NotCompilable("invalid")
    operations = [each for each in parsed.definitions if isinstance(each, OperationDefinitionNode)]
    chosen = [each for each in operations if name is None or (each.name and each.name.value == name)]
    if len(chosen) != 1:
        raise NotCompilable("operation")
    if chosen[0].operation is not OperationType.QUERY:
        raise NotCompilable(chosen[0].operation.value)
    fragments = [each for each in parsed.definitions if isinstance(each, FragmentDefinitionNode)]
    by_name = {each.name.value: each for each in fragments}
    return Operation(schema, chosen[0], by_name, _variable_types(schema, chosen[0]))


def _variable_types(schema: GraphQLSchema, node: OperationDefinitionNode) -> dict[str, GraphQLInputType]:
    definitions = node.variable_definitions or ()
    return {each.variable.name.value: type_from_ast(schema, each.type) for each in definitions}  # type: ignore[misc]


_ABSENT = "absent"


def _shape(type_: GraphQLInputType, value: Any) -> Hashable:
    """Null or not; a boolean (it may skip a field), an order and an id's type by their value."""
    if isinstance(type_, GraphQLNonNull):
        return _shape(type_.of_type, value)
    if value is None or isinstance(type_, GraphQLList):
        return value is None
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
    return value if type(value).__module__ == "gateway.schema.ordering" else False
