"""docs/access.md tells what the policies do, and no root is left out of it."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from gateway import access_page
from gateway.cli import app
from gateway.policies import OPEN, POLICIES
from gateway.reading.fields import READS, AnyNode, Found, Listing, Opened, Reckoned, Single
from gateway.tests.walking import schema


def narrowed(reads: Any) -> bool:
    """Whether what a root gives is read through the policies of a type."""
    match reads:
        case Listing(type_name) | Single(type_name) | Opened(type_name) | Reckoned(type_name):
            return type_name in POLICIES
        case Found(types):
            return set(types) <= set(POLICIES)
        case AnyNode():
            return True
    return False


def test_a_root_is_narrowed_by_a_policy_or_says_why_not() -> None:
    reads = {
        name: field.extensions["strawberry-definition"].metadata.get(READS)
        for name, field in schema().fields.items()
    }
    assert {name for name, each in reads.items() if not narrowed(each)} == set(OPEN)


def test_the_page_is_as_the_policies_have_it() -> None:
    assert access_page.complaints(access_page.ACCESS_PAGE.read_text(), access_page.present()) == []


def test_a_page_of_yesterdays_policies_fails_the_check() -> None:
    yesterday = access_page.present().replace("`iban`", "", 1)
    assert access_page.complaints(yesterday, access_page.present()) == [access_page.OUT_OF_DATE]


@pytest.mark.parametrize(
    "line",
    [
        "| coordinator | of the own faculty | kendi fakültesindekiler | `iban`, `national_id` |",
        "| partner | of the own university, but drafts | kendi üniversitesininkiler, taslaklar dışında |  |",
        "| ops | – | – |  |",
        "| `staleness` | How old the views are; it holds no record's data. |",
    ],
)
def test_a_rule_is_a_line_of_the_page(line: str) -> None:
    assert line in access_page.present()


def test_the_command_checks_the_page() -> None:
    checked = CliRunner().invoke(app, ["access", "--check"])
    assert (checked.exit_code, checked.stdout) == (0, "The access page is as the policies have it.\n")
