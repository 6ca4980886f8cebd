"""Limits of documents: each refuses by name, with its value and the limit; honest queries pass."""

from __future__ import annotations

import pytest
from graphql import get_introspection_query

from chassis.refusal import Refusal
from gateway.documents.reading import DocumentRefused, Documents
from gateway.limits.cost import QueryTooCostly
from gateway.limits.document import Limits
from gateway.limits.pace import NewDocuments, TooManyNewDocuments
from gateway.schema.schema import build_schema

SCHEMA = build_schema().graphql
ROOTS = " ".join(f"r{number}: __typename" for number in range(21))
FLOOD = "{ __typename " + "@include(if: true) " * 31 + "}"
PARTNERS = "{ partners(first: 100) { nodes { agreements(first: 100) { nodes { id status } } } } }"


def documents(**limits: int) -> Documents:
    return Documents(SCHEMA, Limits(**limits))


def refusals(text: str, **limits: int) -> list[Refusal]:
    with pytest.raises(DocumentRefused) as refused:
        documents(**limits).read(text)
    found = [error.original_error for error in refused.value.errors]
    return [each for each in found if isinstance(each, Refusal)]


def cost(text: str, **variables: object) -> int:
    return documents().read(text).operation(None).cost.of(variables)


@pytest.mark.parametrize(
    ("text", "limits", "code", "facts"),
    [
        ("{ me { roles } }", {"tokens": 5}, "query-too-long", {"limit": 5}),
        (
            "{ partners { nodes { name } } }",
            {"depth": 2},
            "query-too-deep",
            {"value": 3, "limit": 2},
        ),
        (
            "{ a: __typename b: __typename }",
            {"aliases": 1},
            "query-too-many-aliases",
            {"value": 2, "limit": 1},
        ),
        (ROOTS, {}, "query-too-many-root-fields", {"value": 21, "limit": 20}),
        ("{ me { " + "roles " * 22 + "} }", {}, "query-too-repetitive", {"value": 21, "limit": 20}),
        (FLOOD, {}, "query-too-many-directives", {"value": 31, "limit": 30}),
        (PARTNERS, {"cost": 30_000}, "query-too-costly", {"value": 30_201, "limit": 30_000}),
    ],
)
def test_a_limit_tells_its_value_and_itself(
    text: str, limits: dict[str, int], code: str, facts: dict[str, int]
) -> None:
    text = text if text.startswith("{") else "{ " + text + " }"
    (refusal,) = refusals(text, **limits)
    assert (refusal.code, refusal.facts) == (code, facts)
    assert refusal.next_step


def test_root_fields_are_counted_through_fragments() -> None:
    text = "{ ...A ...A } fragment A on Query { ...B ...B } fragment B on Query { me { roles } __typename }"
    (refusal,) = refusals(text, root_fields=7)
    assert refusal.facts["value"] == 8


@pytest.mark.parametrize(
    ("text", "variables", "values"),
    [
        ("{ partners(first: 50) { nodes { id name } } }", {}, 1 + 50 * 3),
        ("{ partners(last: 7) { nodes { id } } }", {}, 1 + 7 * 2),
        ("{ partners { nodes { id } totalCount } }", {}, 2 + 20 * 2),
        ("{ partners(first: 3) { edges { cursor node { id } } } }", {}, 1 + 3 * 4),
        ("query($n: Int) { partners(first: $n) { nodes { id } } }", {"n": 5}, 1 + 5 * 2),
        ("query($n: Int) { partners(first: $n) { nodes { id } } }", {}, 1 + 20 * 2),
        ("query($n: Int = 4) { partners(first: $n) { nodes { id } } }", {}, 1 + 4 * 2),
        ("query($n: Int = 4) { partners(first: $n) { nodes { id } } }", {"n": None}, 1 + 20 * 2),
        ("query($n: Int) { partners(first: $n) { nodes { id } } }", {"n": 10**9}, 1 + 100 * 2),
        ("query($n: Int) { partners(first: $n) { nodes { id } } }", {"n": "x"}, 1 + 100 * 2),
        (
            "query($n: Int, $m: Int) { partners(first: $n, last: $m) { nodes { id } } }",
            {"n": None, "m": 90},
            1 + 90 * 2,
        ),
        (
            "query($n: Int) { partners(first: $n) { nodes { agreements(first: $n) { nodes { id } } } } }",
            {"n": 10},
            1 + 10 * (1 + 1 + 10 * 2),
        ),
        ("{ me { roles } ...A } fragment A on Query { partners(first: 2) { nodes { id } } }", {}, 2 + 5),
        ("{ applications(first: 2) { nodes { scoreLines { rule } } } }", {}, 1 + 2 * (1 + 20 * 2)),
    ],
)
def test_a_cost_multiplies_pages_along_nested_lists(
    text: str, variables: dict[str, object], values: int
) -> None:
    assert cost(text, **variables) == values


def test_a_request_may_be_too_costly_by_its_variables_only() -> None:
    operation = (
        documents(cost=100).read("query($n: Int) { partners(first: $n) { nodes { id } } }").operation(None)
    )
    operation.cost.require({"n": 49})
    with pytest.raises(QueryTooCostly):
        operation.cost.require({"n": 50})


def test_fragments_that_multiply_are_refused_without_being_spread() -> None:
    bomb = "{ ...f0 } " + " ".join(
        f"fragment f{n} on Query {{ partners(first: 1) {{ nodes {{ id }} }} ...f{n + 1} ...f{n + 1} }}"
        for n in range(40)
    )
    codes = {refusal.code for refusal in refusals(bomb + " fragment f40 on Query { __typename }")}
    assert codes == {"query-too-many-root-fields", "query-too-repetitive"}


def test_the_editors_introspection_passes() -> None:
    documents().read(get_introspection_query())


@pytest.mark.parametrize(
    "text", ["{" * 900, "{ me(x: " + "[" * 900 + "]" * 900 + ") }", "{ a " * 80 + "}" * 80]
)
def test_brackets_in_brackets_do_not_reach_the_parser(text: str) -> None:
    assert [refusal.code for refusal in refusals(text, tokens=20_000)] == ["query-too-deep"]


@pytest.mark.parametrize("padding", ["#" + "x" * 40_000, "," * 40_000, "#\n" * 20_000])
def test_a_text_of_few_tokens_may_be_too_large_all_the_same(padding: str) -> None:
    assert [refusal.code for refusal in refusals("{ me { roles } }" + padding)] == ["query-text-too-large"]


def test_errors_are_bounded_in_number_and_length() -> None:
    many = refusals("{ " + " ".join(f"zz{number}" for number in range(19)) + "}", root_fields=1000)
    assert len(many) == 19
    nested = "{ partners { nodes { " + " ".join(f"zz{number}" for number in range(300)) + " } } }"
    assert len(refusals(nested)) == 21
    (long,) = refusals('{ partners(first: "' + "x" * 5000 + '") { totalCount } }')
    assert len(long.message.en) < 600


@pytest.mark.parametrize("escape", ["\\u0000", "\\u{0}"])
def test_a_text_with_nul_is_refused(escape: str) -> None:
    (refusal,) = refusals(f'{{ partners(country: "D{escape}") {{ totalCount }} }}')
    assert refusal.code == "text-with-nul"


class Minutes:
    passed = 0.0

    def __call__(self) -> float:
        return self.passed * 60


def test_new_documents_are_paced_for_each_client() -> None:
    minutes = Minutes()
    pace = NewDocuments(2, minutes)
    for _ in range(2):
        pace.spend("ayse")
    pace.spend("mehmet")
    with pytest.raises(TooManyNewDocuments):
        pace.spend("ayse")
    minutes.passed = 0.5
    pace.spend("ayse")
    with pytest.raises(TooManyNewDocuments):
        pace.spend("ayse")


def test_of_remembered_documents_the_longest_unused_go_first() -> None:
    read = documents(tokens=1_000_000)
    first, padding = "{ me { roles } }", "#" + "x" * 100_000
    kept = read.read(first)
    for number in range(6):
        assert read.recall(first) is kept
        read.read(f"{{ me {{ subject: __typename }} }} {padding}{number}")
    assert read.recall(first) is kept
    assert read.recall(f"{{ me {{ subject: __typename }} }} {padding}0") is None
