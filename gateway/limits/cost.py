"""What an answer may hold at most: a field counts once for each object it may be asked of.

``partners(first: 50) { nodes { id name } }`` may hold 1 + 50 × (1 + 2) = 151 values. Pages multiply along
nested lists; a list without ``first`` or ``last`` counts as a page of 20. A page's size may be a variable, so
a cost is a sum of terms, numbers times variables' sizes, made once a document, worked out for each request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from chassis.refusal import Kind, Refusal
from gateway.reading.paging import FIRST, FIRST_MAX

Page = tuple[str, ...]
"""The variable that holds a page's size, or the two that hold its first and last."""

Terms = dict[tuple[Page, ...], int]
"""Pages, sorted → how many values for each product of their sizes."""

TERMS_MAX = 200
PAGE_ARGUMENTS = ("first", "last")


class QueryTooCostly(Refusal):
    code, kind = "query-too-costly", Kind.INVALID
    tr = "Sorgunun yanıtında {value} değer olabilir; en çok {limit} olabilir."
    en = "The answer to this query may hold {value} values; at most {limit}."
    next_tr = "first ya da last değerini küçültün (verilmezse 20) ya da iç listeleri ayrı isteyin."
    next_en = "Lower first or last (20 where absent), or ask for inner lists in another query."


@dataclass(frozen=True)
class Cost:
    """Of one operation. ``defaults`` are the sizes of variables that a request leaves out."""

    terms: Mapping[tuple[Page, ...], int]
    defaults: Mapping[str, int]
    limit: int

    def require(self, variables: Mapping[str, Any]) -> None:
        """Raises: QueryTooCostly."""
        value = self.of(variables)
        if value > self.limit:
            raise QueryTooCostly(value=value, limit=self.limit)

    def of(self, variables: Mapping[str, Any]) -> int:
        """Values that the answer to these variables may hold."""
        total = 0
        for pages, times in self.terms.items():
            for page in pages:
                times *= self._size(page, variables)  # noqa: PLW2901
            total += times
        return total

    def _size(self, page: Page, variables: Mapping[str, Any]) -> int:
        """Of a page whose first and last may both be variables: the one that is given."""
        if len(page) == 1:
            given = variables.get(page[0], self.defaults.get(page[0]))
            return FIRST if given is None else page_size(given)
        both = [variables.get(name, self.defaults.get(name)) for name in page]
        return max((page_size(given) for given in both if given is not None), default=FIRST)


def page_size(given: object) -> int:
    """Rows of a page; sizes out of bounds are refused by the list itself, so they count as the largest."""
    return given if isinstance(given, int) and 1 <= given <= FIRST_MAX else FIRST_MAX


class Costing:
    """Costs of a valid document's operations. A fragment's is worked out once for each page around it."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], limit: int
    ) -> None:
        self._schema, self._fragments, self._limit = schema, fragments, limit
        self._known: dict[tuple[str, object], Terms] = {}

    def of(self, operation: OperationDefinitionNode) -> Cost:
        """Raises: QueryTooCostly where no variables could make it cheap enough."""
        root = self._schema.get_root_type(operation.operation)
        terms = self._selections(operation.selection_set, root, FIRST)
        self._require(terms)
        return Cost(terms, _defaults(operation), self._limit)

    def _require(self, terms: Terms) -> None:
        """Pages of one row are the least; as many terms as that are too many anyhow."""
        least = sum(terms.values())
        if least > self._limit or len(terms) > TERMS_MAX:
            raise QueryTooCostly(value=least, limit=self._limit)

    def _selections(self, selections: SelectionSetNode, parent: Any, page: int | Page) -> Terms:
        total: Terms = defaultdict(int)
        for node in selections.selections:
            for pages, times in self._node(node, parent, page).items():
                total[pages] += times
        if len(total) > TERMS_MAX:
            self._require(total)
        return total

    def _node(self, node: object, parent: Any, page: int | Page) -> Terms:
        match node:
            case FieldNode():
                return self._field(node, parent, page)
            case FragmentSpreadNode():
                return self._spread(node.name.value, page)
            case InlineFragmentNode(type_condition=condition):
                inside = self._schema.get_type(condition.name.value) if condition else parent
                return self._selections(node.selection_set, inside, page)
        return {}

    def _spread(self, name: str, page: int | Page) -> Terms:
        if (name, page) not in self._known:
            fragment = self._fragments[name]
            parent = self._schema.get_type(fragment.type_condition.name.value)
            self._known[name, page] = self._selections(fragment.selection_set, parent, page)
        return self._known[name, page]

    def _field(self, node: FieldNode, parent: Any, page: int | Page) -> Terms:
        """``page``: the size of the connection this field stands in; its lists are that long.

        Introspection is bounded by its depth, by a rule of GraphQL's own.
        """
        definition = self._schema.get_field(parent, node.name.value)
        if definition is None or node.selection_set is None or node.name.value.startswith("__"):
            return {(): 1}
        own = _page(node)
        terms = self._selections(node.selection_set, get_named_type(definition.type), own or FIRST)
        terms[()] = terms.get((), 0) + 1
        return _times(terms, own or page) if _is_list(definition.type) else terms


def _is_list(type_: GraphQLOutputType) -> bool:
    return is_list_type(get_nullable_type(type_))


def _page(node: FieldNode) -> int | Page | None:
    """The size asked for, or the names of the variables that hold it; None where none is asked for."""
    given = [argument.value for argument in node.arguments or () if argument.name.value in PAGE_ARGUMENTS]
    sizes = [page_size(_small(value.value)) for value in given if isinstance(value, IntValueNode)]
    if sizes:
        return max(sizes)
    return tuple(value.name.value for value in given if isinstance(value, VariableNode)) or None


def _small(digits: str) -> int:
    return int(digits) if len(digits) <= 4 else FIRST_MAX


def _times(terms: Terms, page: int | Page) -> Terms:
    if isinstance(page, int):
        return {pages: times * page for pages, times in terms.items()}
    return {tuple(sorted((*pages, page))): times for pages, times in terms.items()}


def _defaults(operation: OperationDefinitionNode) -> dict[str, int]:
    return {
        variable.variable.name.value: page_size(_small(variable.default_value.value))
        for variable in operation.variable_definitions or ()
        if isinstance(variable.default_value, IntValueNode)
    }
