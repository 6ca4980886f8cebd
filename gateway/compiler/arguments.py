"""Arguments before their values are known: a constant, a variable, or an object with variables inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    ListValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_nullable_type,
    value_from_ast,
)

from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.query import Variables


@dataclass(frozen=True)
class Constant:
    """A value that stands in the document, or an argument's default."""

    value: Any = None

    def of(self, variables: Variables) -> Any:
        return self.value

    def at(self, name: str) -> Given:
        return Constant(self.value.get(name) if self.value else None)


@dataclass(frozen=True)
class Variable:
    """A variable, or a field of one; ``default`` where the request leaves it out."""

    name: str
    path: tuple[str, ...] = ()
    default: Any = None

    def of(self, variables: Variables) -> Any:
        if self.name not in variables:
            return self.default
        value = variables[self.name]
        for step in self.path:
            value = value.get(step) if value is not None else None
        return value

    def at(self, name: str) -> Given:
        return Variable(self.name, (*self.path, name))


@dataclass(frozen=True)
class Fields:
    """An object in the document; some of its fields are variables."""

    fields: Mapping[str, Given] = field(default_factory=dict)

    def of(self, variables: Variables) -> Any:
        return {name: given.of(variables) for name, given in self.fields.items()}

    def at(self, name: str) -> Given:
        return self.fields.get(name, Constant())


Given = Constant | Variable | Fields


def given(definition: GraphQLField, node: FieldNode) -> dict[str, Given]:
    """A field's arguments by name. Raises: NotCompilable for a variable inside a list."""
    written = {each.name.value: each.value for each in node.arguments or ()}
    return {name: _argument(argument, written.get(name)) for name, argument in definition.args.items()}


def _argument(argument: GraphQLArgument, node: ValueNode | None) -> Given:
    default = None if argument.default_value is Undefined else argument.default_value
    if node is None:
        return Constant(default)
    found = given_value(node, argument.type)
    if isinstance(found, Variable):
        return Variable(found.name, default=default)
    return found


def given_value(node: ValueNode, type_: GraphQLInputType) -> Given:
    if isinstance(node, VariableNode):
        return Variable(node.name.value)
    named = get_nullable_type(type_)
    if isinstance(node, ObjectValueNode) and isinstance(named, GraphQLInputObjectType):
        return Fields(_fields(node, named))
    if isinstance(node, ListValueNode) and any(isinstance(each, VariableNode) for each in node.values):
        raise NotCompilable("variable in a list")
    return Constant(value_from_ast(node, type_))


def _fields(node: ObjectValueNode, type_: GraphQLInputObjectType) -> dict[str, Given]:
    defaults = {
        name: Constant(each.default_value)
        for name, each in type_.fields.items()
        if each.default_value is not Undefined
    }
    return defaults | {
        each.name.value: given_value(each.value, type_.fields[each.name.value].type) for each in node.fields
    }
