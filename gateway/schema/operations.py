"""Around every operation: no work twice, and who hears of its errors."""

from __future__ import annotations

from collections.abc import Iterator

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionContext


class QuietSchema(strawberry.Schema):
    """Errors are logged where they are answered; the library's own log would carry the query's values."""

    @property
    def graphql(self) -> GraphQLSchema:
        """The schema as graphql-core knows it: for parsing, validating, compiling."""
        return self._schema

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        return


class ReadAlready(SchemaExtension):
    """The document of the context was parsed and validated when the request came in."""

    def on_operation(self) -> Iterator[None]:
        running = self.execution_context
        document = getattr(running.context, "document", None)
        if document is not None:
            running.graphql_document, running.validation_rules = document, ()
        yield
