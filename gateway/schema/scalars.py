"""Dates and instants. Views hold them as SQL values, documents inside rows as ISO 8601 text: both fit."""

from __future__ import annotations

from datetime import UTC, date, datetime

import strawberry
from strawberry.types.scalar import ScalarDefinition


def _written_date(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _written_instant(value: datetime | str) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_instant(value: str) -> datetime:
    """An instant without a zone would mean something else in each reader's head."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no time zone; write it like 2026-03-02T09:00:00+03:00")
    return moment


SCALARS: dict[object, ScalarDefinition] = {
    date: strawberry.scalar(
        name="Date",
        description="A calendar day of Europe/Istanbul, like 2026-09-15.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
        serialize=_written_date,
        parse_value=date.fromisoformat,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant with its zone, like 2026-03-02T09:00:00Z.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=_written_instant,
        parse_value=_read_instant,
    ),
}
