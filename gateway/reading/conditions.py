"""What a list's arguments ask of its rows: that a filter's fields hold, and words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from sqlalchemy import ColumnElement, func

from gateway.reading.ids import aggregate_id

PAGE: Final = ("first", "after", "last", "before")
SHAPE: Final = frozenset({*PAGE, "filter", "search", "order_by"})
"""Arguments of a list that are no column; any other is one that must have the given value."""

TYPE_OF_KEY: Final[Mapping[str, str]] = {
    "agreement_id": "Agreement",
    "application_id": "Application",
    "batch_id": "PaymentBatch",
    "budget_id": "Budget",
    "call_id": "Call",
    "event_id": "Event",
    "file_id": "MobilityFile",
    "grant_id": "Grant",
    "mobility_id": "Mobility",
    "order_id": "PaymentOrder",
    "partner_id": "Partner",
    "person_id": "Person",
    "place_id": "HousingPlace",
    "visit_id": "Visit",
}


BELOW: Final[Mapping[str, str]] = {
    "due_before": "due_by",
    "ends_before": "ends_on",
    "idle_before": "idle_since",
    "recovery_due_before": "recovery_due_on",
}
"""Fields of filters whose value a column must stay below; any other names a column that must equal it."""


def column_of(name: str) -> str:
    """The column that a filter's field looks at."""
    return BELOW.get(name, name)


def holds(name: str, column: ColumnElement[Any], wanted: Any) -> ColumnElement[bool]:
    """What a filter's field asks of its column."""
    condition: ColumnElement[bool] = column < wanted if name in BELOW else column == wanted
    return condition


def wanted_value(column: str, given: Any) -> Any:
    """A filter's value as the column holds it. Raises: IdInvalid."""
    if column in TYPE_OF_KEY:
        return aggregate_id(given, TYPE_OF_KEY[column], column)
    if isinstance(given, Enum):
        return given.value
    return given.upper() if column == "country" else given


def holds_words(search: ColumnElement[Any], query: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Rows with every word of a ``chassis.folding.search_query``, each as a beginning, letters folded."""
    return search.op("@@", return_type=None, is_comparison=True)(func.to_tsquery("simple", query))
