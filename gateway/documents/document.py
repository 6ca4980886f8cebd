"""A document that may run, and the operations in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import DocumentNode, OperationDefinitionNode, OperationType

from chassis.refusal import Kind, Refusal
from gateway.limits.cost import Cost, Costing


class OperationUnknown(Refusal):
    code, kind = "graphql-operation-unknown", Kind.INVALID
    tr, en = "Belgede {name} adlı tek bir işlem yok.", "The document has no single operation named {name}."
    next_tr, next_en = "operationName ile bir işlem seçin.", "Choose one with operationName."


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation of a document; the same object as long as the document is remembered."""

    document: Document = field(repr=False)
    definition: OperationDefinitionNode = field(repr=False)
    name: str | None
    kind: OperationType
    cost: Cost = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Parsed, valid for the schema and within the limits. ``text`` is what the client wrote."""

    text: str = field(repr=False)
    ast: DocumentNode = field(repr=False)
    operations: Mapping[str | None, Operation] = field(default_factory=dict)
    is_trusted: bool = False

    def operation(self, name: str | None) -> Operation:
        """The operation to run; of several one must be named. Raises: OperationUnknown."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None or name not in self.operations:
            raise OperationUnknown(name=name or "?")
        return self.operations[name]


def document_of(text: str, ast: DocumentNode, costing: Costing) -> Document:
    """The valid ``ast`` with its operations by name. Raises: QueryTooCostly."""
    operations: dict[str | None, Operation] = {}
    document = Document(text, ast, operations)
    for definition in ast.definitions:
        if isinstance(definition, OperationDefinitionNode):
            name = definition.name.value if definition.name else None
            operations[name] = Operation(
                document, definition, name, definition.operation, costing.of(definition)
            )
    return document
