"""Dates, instants, decimals. Views hold them as SQL values, documents inside rows as text: both fit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

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


def _read_decimal(value: object) -> Decimal:
    """A float on its way in has lost what it was written as; its shortest text is the best guess."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{value} is no decimal; write it like 1600.00") from None
    if not found.is_finite():
        raise ValueError(f"{value} is no amount of anything")
    return found


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
    Decimal: strawberry.scalar(
        name="Decimal",
        description="A decimal number as text, like 1600.00: no digit is lost on the way.",
        specified_by_url="https://speleotrove.com/decimal/daconvs.html",
        serialize=str,
        parse_value=_read_decimal,
    ),
}
