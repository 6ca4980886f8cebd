"""Documents that cost more than they ask for, and the code each must be refused with."""

from __future__ import annotations

from collections.abc import Mapping


def _multiplying(levels: int) -> str:
    parts = [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)]
    return " ".join(["{ ...f0 }", *parts, f"fragment f{levels} on Query {{ a: __typename }}"])


def _chain(levels: int) -> str:
    """Each fragment spreads the next twice, in two places: nothing repeats, everything doubles."""
    inner = "partners(first: 1) {{ nodes {{ agreements(first: 1) {{ nodes {{ partner {{ id }} }} }} }} }}"
    parts = [
        f"fragment f{n} on Query {{ ...f{n + 1} ... on Query {{ ...f{n + 1} {inner.format()} }} }}"
        for n in range(levels)
    ]
    return " ".join(["{ ...f0 }", *parts, f"fragment f{levels} on Query {{ me {{ roles }} }}"])


DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "deep": (
        "{ partners " + "{ nodes { agreements " * 8 + "{ totalCount }" + " } }" * 8 + " }",
        "query-too-deep",
    ),
    "braces": ("{a" * 300 + "}" * 300, "query-too-deep"),
    "brackets": ("{ partners(first: " + "[" * 400 + "]" * 400 + ") { totalCount } }", "query-too-deep"),
    "wide": ("{ " + "__typename " * 900 + "}", "query-too-many-root-fields"),
    "endless": ("{ " + "a " * 60_000 + "}", "query-text-too-large"),
    "long": ("{ " + "a " * 5_000 + "}", "query-too-long"),
    "alias bomb": (
        "{ " + " ".join(f"a{n}: partners(first: 100) {{ totalCount }}" for n in range(60)) + " }",
        "query-too-many-aliases",
    ),
    "costly": (
        "{ partners(first: 100) { nodes { agreements(first: 100) { nodes { mobilities(first: 100) "
        "{ nodes { id } } } } } } }",
        "query-too-costly",
    ),
    "repeats": (
        "{ partners { nodes { " + "agreements { totalCount } " * 100 + "} } }",
        "query-too-repetitive",
    ),
    "fragment cycle": (
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "graphql-invalid",
    ),
    "self fragment": ("{ ...A } fragment A on Query { me { roles } ...A }", "graphql-invalid"),
    "multiplying fragments": (_multiplying(60), "query-too-many-aliases"),
    "doubling fragments": (_chain(18), "query-too-many-root-fields"),
    "directive flood": ("{ __typename " + "@include(if: true) " * 120 + "}", "query-too-many-directives"),
    "unknown directives": ("{ __typename " + "@x " * 300 + "}", "query-too-many-directives"),
    "unknown fields": (
        "{ partners { nodes { " + " ".join(f"name{n}" for n in range(900)) + " } } }",
        "graphql-invalid",
    ),
    "huge int": ("{ partners(first: " + "9" * 20_000 + ") { totalCount } }", "graphql-invalid"),
    "huge page": ("{ partners(first: 2000000000) { nodes { id } } }", "invalid-page"),
    "introspection circle": (
        "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }",
        "graphql-invalid",
    ),
    "unicode": ("{ мe { roles } }", "graphql-invalid"),
    "invisible": ("{ me\u200b { roles } }", "graphql-invalid"),
    "emoji": ("{ me { 🏊 } }", "graphql-invalid"),
    "unclosed": ('{ partners(country: "', "graphql-invalid"),
    "block text": (
        '{ partners(country: """' + "x" * 40_000 + '""") { totalCount } }',
        "query-text-too-large",
    ),
    "many variables": (
        "query(" + " ".join(f"$v{n}: Int" for n in range(240)) + ") { __typename }",
        "graphql-invalid",
    ),
    "subscription": ("subscription { me { roles } }", "graphql-invalid"),
    "nothing": ("fragment A on Query { __typename }", "graphql-invalid"),
}
