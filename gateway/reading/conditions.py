"""What a list's arguments ask of its rows: equality with a filter's fields, and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, func

from gateway.reading.ids import aggregate_id

PAGE: Final = ("first", "after", "last", "before")
SHAPE: Final = frozenset({*PAGE, "filter", "search", "order_by"})
"""Arguments of a list that are no column; any other is one that must have the given value."""

TYPE_OF_KEY: Final[Mapping[str, str]] = {
    "agreement_id": "Agreement",
    "application_id": "Application",
    "call_id": "Call",
    "event_id": "Event",
    "grant_id": "Grant",
    "mobility_id": "Mobility",
    "partner_id": "Partner",
    "person_id": "Person",
}


def wanted_value(column: str, given: Any) -> Any:
    """A filter's value as the column holds it. Raises: IdInvalid."""
    if column in TYPE_OF_KEY:
        return aggregate_id(given, TYPE_OF_KEY[column], column)
    return given.upper() if column == "country" else given


def holds_words(search: ColumnElement[Any], query: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Rows with every word of a ``chassis.folding.search_query``, each as a beginning, letters folded."""
    return search.op("@@", return_type=None, is_comparison=True)(func.to_tsquery("simple", query))
