"""What of a subscription decides whether two subscribers are told the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_named_type,
    visit,
)

from gateway.documents.document import Document, Operation
from gateway.execution import Asked
from gateway.policies import POLICIES

DOCUMENTS_MAX = 64


def without_cursor(asked: Asked) -> Asked:
    """The operation with the variable emptied that only says where this client begins.

    Those who resume at different places are told the same from then on. A cursor is read once, when the
    subscription opens.
    """
    name = _cursor_variable(asked.operation)
    if name is None or name not in asked.variables:
        return asked
    return asked._replace(variables={**asked.variables, name: ""})


def _cursor_variable(operation: Operation) -> str | None:
    """The variable that stands for `after` of the root and for nothing else."""
    roots = [node for node in operation.definition.selection_set.selections if isinstance(node, FieldNode)]
    given = [
        argument.value
        for root in roots
        for argument in root.arguments or ()
        if argument.name.value == "after"
    ]
    names = [value.name.value for value in given if isinstance(value, VariableNode)]
    used = _variables_used(operation.document.ast)
    return names[0] if len(names) == 1 and used.count(names[0]) == 1 else None


def _variables_used(ast: DocumentNode) -> list[str]:
    """Their names, as often as they stand in the document besides their definitions."""
    used: list[str] = []

    class Variables(Visitor):
        def enter_variable_definition(self, *_: Any) -> Any:
            return self.SKIP

        def enter_variable(self, node: VariableNode, *_: Any) -> None:
            used.append(node.name.value)

    visit(ast, Variables())
    return used


@lru_cache(maxsize=DOCUMENTS_MAX)
def reached_types(schema: GraphQLSchema, document: Document) -> frozenset[str]:
    """The types with a row policy whose rows, or whose number of rows, the document's answer shows."""
    info, found = TypeInfo(schema), set()

    class Types(Visitor):
        def enter_field(self, *_: Any) -> None:
            if (type_ := info.get_type()) is not None:
                found.add(get_named_type(type_).name)

    visit(document.ast, TypeInfoVisitor(info, Types()))
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
