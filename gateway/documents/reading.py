"""From a document's text to what may run: parsed, measured, validated, and remembered by its text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from graphql import ASTValidationRule, GraphQLError, GraphQLSchema, parse, specified_rules, validate

from chassis.refusal import Kind, Refusal
from gateway.documents.document import Document, document_of
from gateway.limits.document import Limits, QueryTooLong, limit_rule

REMEMBERED_MAX = 512
Errors = tuple[GraphQLError, ...]
TOO_LONG = "Syntax Error: Document contains more than"


class DocumentInvalid(Refusal):
    """The document does not fit the schema; GraphQL's own message says where."""

    code, kind = "graphql-invalid", Kind.INVALID
    tr, en = "Sorgu şemaya uymuyor: {what}", "{what}"
    next_tr, next_en = "Sorguyu şemayla karşılaştırın.", "Compare the query with the schema."


class DocumentRefused(Exception):
    """Why a document may not run; each error carries its refusal."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


class Documents:
    """Reads documents for one schema; what was read is remembered, refused ones too."""

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, rules: Sequence[type[ASTValidationRule]] = ()
    ) -> None:
        self._schema, self._limits = schema, limits
        self._rules = (*specified_rules, limit_rule(limits), *rules)
        self._remembered: OrderedDict[str, Document | Errors] = OrderedDict()

    def read(self, text: str) -> Document:
        """Raises: DocumentRefused."""
        found = self._remembered.get(text)
        if found is None:
            found = self._remembered[text] = self._judge(text)
            if len(self._remembered) > REMEMBERED_MAX:
                self._remembered.popitem(last=False)
        else:
            self._remembered.move_to_end(text)
        if isinstance(found, tuple):
            raise DocumentRefused(found)
        return found

    def _judge(self, text: str) -> Document | Errors:
        try:
            ast = parse(text, max_tokens=self._limits.tokens)
        except GraphQLError as error:
            return (_worded(error, self._limits),)
        errors = validate(self._schema, ast, self._rules)
        if errors:
            return tuple(_worded(error, self._limits) for error in errors)
        return document_of(text, ast)


def _worded(error: GraphQLError, limits: Limits) -> GraphQLError:
    """The same error with a refusal as its cause."""
    if isinstance(error.original_error, Refusal):
        return error
    too_long = error.message.startswith(TOO_LONG)
    refusal = QueryTooLong(limit=limits.tokens) if too_long else DocumentInvalid(what=error.message)
    return GraphQLError(
        refusal.message.en, error.nodes, error.source, error.positions, original_error=refusal
    )
