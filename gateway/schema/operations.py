"""Around every operation: which one runs, and who hears of its errors."""

from __future__ import annotations

from collections.abc import Iterator

import strawberry
from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionContext

from chassis.refusal import Kind, Refusal


class OperationUnknown(Refusal):
    code, kind = "graphql-operation-unknown", Kind.INVALID
    tr, en = "Belgede {name} adlı tek bir işlem yok.", "The document has no single operation named {name}."
    next_tr, next_en = "operationName ile bir işlem seçin.", "Choose one with operationName."


class QuietSchema(strawberry.Schema):
    """Errors are logged where they are answered; the library's own log would carry the query's values."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        return


class OneOperation(SchemaExtension):
    """Of several operations one must be named; the library would run the first."""

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        document = context.graphql_document
        operations = document.definitions if document else ()
        several = sum(isinstance(node, OperationDefinitionNode) for node in operations) > 1
        if several and context._provided_operation_name is None and not context.pre_execution_errors:
            refusal = OperationUnknown(name="?")
            context.pre_execution_errors = [GraphQLError(refusal.message.en, original_error=refusal)]
        yield
