"""First pass: fragments, directives and aliases become the fields that each object shows."""

from __future__ import annotations

import pytest

from gateway.compiler.not_compilable import NotCompilable
from gateway.tests.compiler.passes import collected, in_words

CASES = {
    "a named fragment": (
        "{ people { nodes { ...Name } } } fragment Name on Person { givenName familyName }",
        "people { nodes { givenName familyName } }",
    ),
    "a fragment in a fragment": (
        "{ people { ...P } } fragment P on PersonConnection { nodes { ...N } } fragment N on Person { id }",
        "people { nodes { id } }",
    ),
    "an inline fragment without a type": (
        "{ people { nodes { ... @include(if: true) { id } } } }",
        "people { nodes { id } }",
    ),
    "a fragment on an interface": (
        "{ people { nodes { ... on Node { id version } staff } } }",
        "people { nodes { id version staff } }",
    ),
    "a skipped field": ("{ people { totalCount nodes @skip(if: true) { id } } }", "people { totalCount }"),
    "a field that is not included": (
        "{ people { totalCount nodes { id staff @include(if: false) } } }",
        "people { totalCount nodes { id } }",
    ),
    "a skipped spread": (
        "{ people { totalCount ...P @skip(if: true) } } fragment P on PersonConnection { nodes { id } }",
        "people { totalCount }",
    ),
    "skip and include on one field": (
        "{ people { totalCount nodes @skip(if: false) @include(if: false) { id } } }",
        "people { totalCount }",
    ),
    "an alias": ("{ who: people { n: totalCount } }", "who: people { n: totalCount }"),
    "one field under two aliases": (
        "{ a: people { totalCount } b: people { totalCount } }",
        "a: people { totalCount } b: people { totalCount }",
    ),
    "a field twice": ("{ people { totalCount totalCount } }", "people { totalCount }"),
    "an object twice, each with its own fields": (
        "{ people { nodes { id } } people { totalCount nodes { staff } } }",
        "people { nodes { id staff } totalCount }",
    ),
    "fields keep the order of their first naming": (
        "{ people { nodes { staff ...Name id } } } fragment Name on Person { id givenName }",
        "people { nodes { staff id givenName } }",
    ),
    "a union by its types": (
        '{ search(text: "x") { __typename ... on Person { staff } ... on Partner { name } } }',
        "search { Partner { __typename name } Person { __typename staff } Agreement { __typename } }",
    ),
    "an interface narrowed to one type": (
        '{ node(id: "Person.0192f3a0-0000-7000-8000-000000000000") { ... on Person { staff } } }',
        "node { Person { staff } }",
    ),
}


@pytest.mark.parametrize(("document", "shown"), CASES.values(), ids=CASES.keys())
def test_what_is_left_of(document: str, shown: str) -> None:
    assert in_words(collected(document)) == shown


@pytest.mark.parametrize(
    ("brief", "shown"), [(True, "people { totalCount }"), (False, "people { nodes { id } }")]
)
def test_a_variable_decides_a_directive(brief: bool, shown: str) -> None:
    document = """query($brief: Boolean!) {
      people { totalCount @include(if: $brief) nodes @skip(if: $brief) { id } } }"""
    assert in_words(collected(document, brief=brief)) == shown


def test_arguments_are_kept_by_name_until_their_values_are_known() -> None:
    (people,) = collected('query($n: Int) { people(first: $n, search: "ay") { totalCount } }', n=3)
    assert people.arguments["first"].of({"n": 3}) == 3
    assert people.arguments["search"].of({}) == "ay"
    assert people.arguments["after"].of({}) is None


@pytest.mark.parametrize(
    "document", ["{ __schema { types { name } } }", '{ __type(name: "Person") { name } }']
)
def test_introspection_is_left_to_resolvers(document: str) -> None:
    with pytest.raises(NotCompilable, match="introspection"):
        collected(document)
