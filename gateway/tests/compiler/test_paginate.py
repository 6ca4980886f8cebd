"""Fifth pass: which rows of a list, from which end, and whether cursors bound it."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.compiler.nodes import Page, Window
from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.paginate import paginate
from gateway.tests.compiler.passes import restricted


def window(arguments: str, declared: str = "", **variables: Any) -> Window:
    body = paginate(
        restricted(f"query{declared} {{ people{arguments} {{ totalCount }} }}", **variables), variables
    )
    (page,) = body.fields
    assert isinstance(page, Page)
    assert page.window is not None
    return page.window


@pytest.mark.parametrize(
    ("arguments", "backward", "after", "before"),
    [
        ("", False, False, False),
        ("(first: 3)", False, False, False),
        ('(first: 3, after: "x")', False, True, False),
        ("(last: 3)", True, False, False),
        ('(last: 3, before: "x")', True, False, True),
        ('(first: 3, before: "x")', False, False, True),
        ('(first: 3, after: "x", before: "y")', False, True, True),
        ("(first: null, last: 3)", True, False, False),
    ],
)
def test_arguments_say_which_rows(arguments: str, backward: bool, after: bool, before: bool) -> None:
    found = window(arguments)
    assert (found.backward, found.after, found.before) == (backward, after, before)


@pytest.mark.parametrize(("given", "backward"), [({"n": 3}, True), ({"n": None}, False), ({}, False)])
def test_a_variable_left_out_or_null_is_no_argument(given: dict[str, Any], backward: bool) -> None:
    assert window("(last: $n)", "($n: Int)", **given).backward is backward


def test_inner_lists_have_windows_of_their_own() -> None:
    body = paginate(restricted("{ people { nodes { mobilities(last: 2) { totalCount } } } }"), {})
    (people,) = body.fields
    assert isinstance(people, Page)
    (person,) = people.fields
    (stays,) = person.fields  # type: ignore[union-attr]
    assert (people.window.backward, stays.window.backward) == (False, True)  # type: ignore[union-attr]


def test_first_and_last_together_are_left_to_resolvers_which_say_why() -> None:
    with pytest.raises(NotCompilable, match="page"):
        window("(first: 1, last: 1)")
