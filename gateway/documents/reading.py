"""From a document's text to what may run: parsed, measured, validated, and remembered by its text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    parse,
    specified_rules,
    validate,
)

from chassis.refusal import Kind, Refusal
from gateway.documents.document import Document, document_of
from gateway.limits.cost import Costing
from gateway.limits.document import Limits, QueryTooDeep, beyond, refuse_long_or_deep

REMEMBERED_MAX = 512
CHARACTERS_REMEMBERED_MAX = 500_000
"""Of all texts together: a syntax tree takes 100 to 200 times the memory of its text."""
Errors = tuple[GraphQLError, ...]
ERRORS_MAX = 20
CHARACTERS_MAX = 500


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
        self._rules = (*specified_rules, *rules)
        self._remembered: OrderedDict[str, Document | Errors] = OrderedDict()
        self._characters = 0

    def recall(self, text: str) -> Document | None:
        """The document if its text was read before; None if it is new. Raises: DocumentRefused."""
        found = self._remembered.get(text)
        if found is not None:
            self._remembered.move_to_end(text)
        if isinstance(found, tuple):
            raise DocumentRefused(found)
        return found

    def read(self, text: str) -> Document:
        """Raises: DocumentRefused."""
        if text not in self._remembered:
            self._remember(text, self._judge(text))
        found = self._remembered[text]
        if isinstance(found, tuple):
            raise DocumentRefused(found)
        return found

    def _remember(self, text: str, judged: Document | Errors) -> None:
        """Refused ones too. Always keeps the newest, whatever its size."""
        self._remembered[text] = judged
        self._characters += len(text)
        while len(self._remembered) > REMEMBERED_MAX or self._characters > CHARACTERS_REMEMBERED_MAX:
            if len(self._remembered) == 1:
                break
            oldest, _ = self._remembered.popitem(last=False)
            self._characters -= len(oldest)

    def _judge(self, text: str) -> Document | Errors:
        try:
            return self._new(text)
        except DocumentRefused as refused:
            return refused.errors
        except Refusal as refusal:
            return (_error(refusal),)
        except GraphQLError as error:
            return (_worded(error),)
        except RecursionError:
            return (_error(QueryTooDeep(value="> 100", limit=self._limits.depth)),)

    def _new(self, text: str) -> Document:
        """Cheapest first: each step bounds what the next one can cost."""
        refuse_long_or_deep(text, self._limits)
        ast = parse(text, max_tokens=self._limits.tokens)
        if refusals := beyond(ast, self._limits):
            raise DocumentRefused(tuple(_error(refusal) for refusal in refusals))
        if errors := validate(self._schema, ast, self._rules, max_errors=ERRORS_MAX):
            raise DocumentRefused(tuple(_worded(error) for error in errors))
        return document_of(text, ast, Costing(self._schema, _fragments(ast), self._limits.cost))


def _fragments(ast: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {node.name.value: node for node in ast.definitions if isinstance(node, FragmentDefinitionNode)}


def _error(refusal: Refusal) -> GraphQLError:
    return GraphQLError(refusal.message.en, original_error=refusal)


def _worded(error: GraphQLError) -> GraphQLError:
    """The same error with a refusal as its cause."""
    refusal = DocumentInvalid(what=shortened(error.message))
    return GraphQLError(
        refusal.message.en, error.nodes, error.source, error.positions, original_error=refusal
    )


def shortened(message: str) -> str:
    """Messages quote what was sent, which may be very long."""
    return message if len(message) <= CHARACTERS_MAX else f"{message[:CHARACTERS_MAX]}…"
