"""Bounds of one document: tokens, depth, aliases. A refusal names limit, value and what to change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

from chassis.refusal import Kind, Refusal


@dataclass(frozen=True)
class Limits:
    tokens: int = 3000
    depth: int = 14
    aliases: int = 30


class QueryTooDeep(Refusal):
    code, kind = "query-too-deep", Kind.INVALID
    tr, en = (
        "Sorgu {value} düzey derin; en çok {limit} olabilir.",
        "The query is {value} levels deep; at most {limit}.",
    )
    next_tr, next_en = (
        "Alt nesneleri ayrı bir sorguyla isteyin.",
        "Ask for the inner objects in another query.",
    )


class QueryTooManyAliases(Refusal):
    code, kind = "query-too-many-aliases", Kind.INVALID
    tr, en = (
        "Sorguda {value} takma ad var; en çok {limit} olabilir.",
        "The query has {value} aliases; at most {limit}.",
    )
    next_tr = "Aynı alanı değişkenlerle, ayrı isteklerde isteyin."
    next_en = "Ask for the same field in several requests, with variables."


class QueryTooLong(Refusal):
    code, kind = "query-too-long", Kind.INVALID
    tr, en = "Sorgu {limit} simgeden uzun.", "The query is longer than {limit} tokens."
    next_tr, next_en = "Sorguyu bölün.", "Split the query."


@dataclass(frozen=True)
class Size:
    """Levels of fields, and how many fields are renamed."""

    depth: int = 0
    aliases: int = 0


class Measure:
    """Sizes of selections. A fragment is measured once: spreading it many times must not cost many times."""

    def __init__(self, fragment: Callable[[str], FragmentDefinitionNode | None]) -> None:
        self._fragment = fragment
        self._known: dict[str, Size] = {}

    def of(self, selections: SelectionSetNode | None) -> Size:
        sizes = [self._node(node) for node in selections.selections] if selections else []
        return Size(max((size.depth for size in sizes), default=0), sum(size.aliases for size in sizes))

    def _node(self, node: SelectionNode) -> Size:
        if isinstance(node, FragmentSpreadNode):
            return self._spread(node.name.value)
        inside = self.of(getattr(node, "selection_set", None))
        if isinstance(node, FieldNode):
            return Size(inside.depth + 1, inside.aliases + (node.alias is not None))
        return inside

    def _spread(self, name: str) -> Size:
        if name not in self._known:
            self._known[name] = Size()  # met again inside itself: a cycle, which another rule refuses
            fragment = self._fragment(name)
            self._known[name] = self.of(fragment.selection_set if fragment else None)
        return self._known[name]


def limit_rule(limits: Limits) -> type[ValidationRule]:
    """A validation rule for ``limits``; tokens are counted by the parser."""

    class LimitRule(ValidationRule):
        context: ValidationContext

        def enter_operation_definition(self, node: OperationDefinitionNode, *_args: Any) -> None:
            size = Measure(self.context.get_fragment).of(node.selection_set)
            if size.depth > limits.depth:
                self.report_error(_error(QueryTooDeep(value=size.depth, limit=limits.depth)))
            if size.aliases > limits.aliases:
                self.report_error(_error(QueryTooManyAliases(value=size.aliases, limit=limits.aliases)))

    return LimitRule


def _error(refusal: Refusal) -> GraphQLError:
    return GraphQLError(refusal.message.en, original_error=refusal)
