"""Bounds of one document, checked before it is validated: a refusal names limit, value and what to change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
)

from chassis.refusal import Kind, Refusal


@dataclass(frozen=True)
class Limits:
    tokens: int = 1000
    depth: int = 14
    aliases: int = 30
    root_fields: int = 20
    directives: int = 30
    repeats: int = 20
    cost: int = 50_000


class QueryTooLong(Refusal):
    code, kind = "query-too-long", Kind.INVALID
    tr, en = "Sorgu {limit} simgeden uzun.", "The query is longer than {limit} tokens."
    next_tr, next_en = "Sorguyu bölün.", "Split the query."


class QueryTextTooLarge(Refusal):
    """Of comments, commas or one long text; the parser walks them letter by letter."""

    code, kind = "query-text-too-large", Kind.INVALID
    tr = "Sorgu metni {value} karakter; en çok {limit} olabilir."
    en = "The query's text has {value} characters; at most {limit}."
    next_tr, next_en = "Uzun değerleri variables ile gönderin.", "Send long values as variables."


class QueryTooDeep(Refusal):
    code, kind = "query-too-deep", Kind.INVALID
    tr = "Sorgu {value} düzey derin; en çok {limit} olabilir."
    en = "The query is {value} levels deep; at most {limit}."
    next_tr = "Alt nesneleri ayrı bir sorguyla isteyin."
    next_en = "Ask for the inner objects in another query."


class QueryTooManyAliases(Refusal):
    code, kind = "query-too-many-aliases", Kind.INVALID
    tr = "Sorguda {value} takma ad var; en çok {limit} olabilir."
    en = "The query has {value} aliases; at most {limit}."
    next_tr = "Aynı alanı değişkenlerle, ayrı isteklerde isteyin."
    next_en = "Ask for the same field in several requests, with variables."


class QueryTooManyRoots(Refusal):
    code, kind = "query-too-many-root-fields", Kind.INVALID
    tr = "İşlemde {value} kök alan var; en çok {limit} olabilir."
    en = "The operation has {value} root fields; at most {limit}."
    next_tr, next_en = "Kök alanları birkaç isteğe bölün.", "Spread the root fields over several requests."


class QueryTooManyDirectives(Refusal):
    code, kind = "query-too-many-directives", Kind.INVALID
    tr = "Belgede {value} yönerge var; en çok {limit} olabilir."
    en = "The document has {value} directives; at most {limit}."
    next_tr, next_en = (
        "Yönergeleri parçalarda toplayın.",
        "Put fields with the same directive into a fragment.",
    )


class QueryTooRepetitive(Refusal):
    """Validation compares what has the same name with each other: a hundred fields, five thousand pairs."""

    code, kind = "query-too-repetitive", Kind.INVALID
    tr = "Belgede aynı yerde yinelenen {value} alan var; en çok {limit} olabilir."
    en = "The document repeats {value} fields in the same place; at most {limit}."
    next_tr, next_en = "Her alanı bir kez yazın.", "Write each field once."


class TextWithNul(Refusal):
    code, kind = "text-with-nul", Kind.INVALID
    tr, en = "Metinde U+0000 karakteri olamaz.", "Text must not contain U+0000."
    next_tr, next_en = "O karakteri çıkarın.", "Remove that character."


@dataclass(frozen=True, slots=True)
class Size:
    """Of a selection with its fragments spread: levels, renamed fields, fields at its own level."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0


class Measure:
    """Sizes of selections. A fragment is measured once: spreading it many times must not cost many times."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, Size] = {}

    def of(self, selections: SelectionSetNode | None) -> Size:
        sizes = [self._node(node) for node in selections.selections] if selections else []
        return Size(
            max((size.depth for size in sizes), default=0),
            sum(size.aliases for size in sizes),
            sum(size.fields for size in sizes),
        )

    def _node(self, node: SelectionNode) -> Size:
        if isinstance(node, FragmentSpreadNode):
            return self._spread(node.name.value)
        inside = self.of(getattr(node, "selection_set", None))
        if not isinstance(node, FieldNode):
            return inside
        # introspection is deep by nature; a rule of GraphQL's own bounds it
        depth = 1 if node.name.value.startswith("__") else inside.depth + 1
        return Size(depth, inside.aliases + (node.alias is not None), 1)

    def _spread(self, name: str) -> Size:
        if name not in self._known:
            self._known[name] = Size()  # met again inside itself: a cycle, which validation refuses
            fragment = self._fragments.get(name)
            self._known[name] = self.of(fragment.selection_set if fragment else None)
        return self._known[name]


_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|[_A-Za-z]\w*|-?\d[\d.eE+-]*|\.\.\.|[!$&()\[\]{}:=@|]'
    r"|#[^\n]*"
)
_CHARACTERS_A_TOKEN = 32
_NESTING_MAX = 60
"""Brackets in brackets; the parser calls itself for each, and Python's stack is finite."""


def refuse_long_or_deep(text: str, limits: Limits) -> None:
    """Before parsing, which takes 10 µs a token: what a glance over the text shows.

    Raises: QueryTextTooLarge, QueryTooLong, QueryTooDeep.
    """
    if len(text) > (most := limits.tokens * _CHARACTERS_A_TOKEN):
        raise QueryTextTooLarge(value=len(text), limit=most)
    tokens = nesting = deepest = 0
    for match in islice(_TOKEN.finditer(text), 4 * limits.tokens):
        first = text[match.start()]
        if first == "#":
            continue
        tokens += 1
        if first in "{[(":
            nesting += 1
            deepest = max(deepest, nesting)
        elif first in "}])":
            nesting -= 1
        if tokens > limits.tokens:
            raise QueryTooLong(limit=limits.tokens)
    if deepest > _NESTING_MAX:
        raise QueryTooDeep(value=deepest, limit=limits.depth)


def beyond(ast: DocumentNode, limits: Limits) -> list[Refusal]:
    """Every limit that a parsed document exceeds; an operation is measured with its fragments."""
    fragments = {
        node.name.value: node for node in ast.definitions if isinstance(node, FragmentDefinitionNode)
    }
    measure = Measure(fragments)
    found: list[Refusal] = []
    for node in ast.definitions:
        if isinstance(node, OperationDefinitionNode):
            found += _too_large(measure.of(node.selection_set), limits)
    return found + _in_all_nodes(ast, limits)


def _too_large(size: Size, limits: Limits) -> Iterator[Refusal]:
    if size.depth > limits.depth:
        yield QueryTooDeep(value=size.depth, limit=limits.depth)
    if size.aliases > limits.aliases:
        yield QueryTooManyAliases(value=_told(size.aliases), limit=limits.aliases)
    if size.fields > limits.root_fields:
        yield QueryTooManyRoots(value=_told(size.fields), limit=limits.root_fields)


def _in_all_nodes(ast: DocumentNode, limits: Limits) -> list[Refusal]:
    directives = repeats = 0
    nul = False
    pending: list[Node] = [ast]
    while pending:
        node = pending.pop()
        directives += isinstance(node, DirectiveNode)
        repeats += _repeated(node) if isinstance(node, SelectionSetNode) else 0
        nul = nul or (isinstance(node, StringValueNode) and "\0" in node.value)
        for key in node.keys:
            value = getattr(node, key, None)
            if isinstance(value, Node):
                pending.append(value)
            elif isinstance(value, list | tuple):
                pending += [each for each in value if isinstance(each, Node)]
    found: list[Refusal] = [TextWithNul()] if nul else []
    if directives > limits.directives:
        found.append(QueryTooManyDirectives(value=directives, limit=limits.directives))
    if repeats > limits.repeats:
        found.append(QueryTooRepetitive(value=repeats, limit=limits.repeats))
    return found


def _repeated(selections: SelectionSetNode) -> int:
    """Fields and fragments of this set whose name stands in it before."""
    names = []
    for node in selections.selections:
        if isinstance(node, FieldNode):
            names.append((node.alias or node.name).value)
        elif isinstance(node, FragmentSpreadNode):
            names.append(f"...{node.name.value}")
    return len(names) - len(set(names))


_TOLD_MAX = 1_000_000


def _told(value: int) -> str | int:
    """Fragments in fragments make numbers of hundreds of digits."""
    return value if value <= _TOLD_MAX else f"> {_TOLD_MAX}"
