"""What of a subscription decides whether two subscribers are told the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_named_type,
    get_operation_ast,
    parse,
    visit,
)

from gateway.policies import POLICIES

DOCUMENTS_MAX = 256


@dataclass(frozen=True)
class Asked:
    """An operation as a client sent it."""

    query: str
    variables: Mapping[str, Any]
    name: str | None


@lru_cache(maxsize=DOCUMENTS_MAX)
def parsed(query: str) -> DocumentNode:
    """Of a document that was executed once, and so is valid and within the limits."""
    return parse(query, no_location=True)


def without_cursor(asked: Asked) -> Asked:
    """The operation with the variable emptied that only says where this client begins.

    Those who resume at different places are told the same from then on. A cursor is read once, when the
    subscription opens.
    """
    document = parsed(asked.query)
    operation = get_operation_ast(document, asked.name)
    name = _cursor_variable(document, operation) if operation else None
    if name is None or name not in asked.variables:
        return asked
    return replace(asked, variables={**asked.variables, name: ""})


def _cursor_variable(document: DocumentNode, operation: OperationDefinitionNode) -> str | None:
    """The variable that stands for `after` of the root and for nothing else."""
    used: list[str] = []

    class Variables(Visitor):
        def enter_variable_definition(self, *_: Any) -> Any:
            return self.SKIP

        def enter_variable(self, node: VariableNode, *_: Any) -> None:
            used.append(node.name.value)

    visit(document, Variables())
    roots = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    given = [
        argument.value
        for root in roots
        for argument in root.arguments or ()
        if argument.name.value == "after"
    ]
    names = [value.name.value for value in given if isinstance(value, VariableNode)]
    return names[0] if len(names) == 1 and used.count(names[0]) == 1 else None


@lru_cache(maxsize=DOCUMENTS_MAX)
def reached_types(schema: GraphQLSchema, query: str) -> frozenset[str]:
    """The types with a row policy whose rows, or whose number of rows, the document's answer shows."""
    info, found = TypeInfo(schema), set()

    class Types(Visitor):
        def enter_field(self, *_: Any) -> None:
            if (type_ := info.get_type()) is not None:
                found.add(get_named_type(type_).name)

    visit(parsed(query), TypeInfoVisitor(info, Types()))
    return _with_policies(schema, found)


def _with_policies(schema: GraphQLSchema, names: Iterable[str]) -> frozenset[str]:
    """Types in between (connections, parts, interfaces) count as everything they may lead to."""
    open_, met = list(names), set()
    while open_:
        if (name := open_.pop()) not in met:
            met.add(name)
            open_ += [] if name in POLICIES else _leads_to(schema, name)
    return frozenset(met & POLICIES.keys())


def _leads_to(schema: GraphQLSchema, name: str) -> list[str]:
    type_ = schema.type_map[name]
    if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
        return [possible.name for possible in schema.get_possible_types(type_)]
    if isinstance(type_, GraphQLObjectType):
        return [get_named_type(field.type).name for field in type_.fields.values()]
    return []
