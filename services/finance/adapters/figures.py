"""Loads the published figures of ``data/``: at every start, and again without effect.

A row's id is drawn from its content. A figure that changes in a file is therefore a new row, which holds
from its ``recorded_on``; what the office entered later goes before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.finance.adapters.tables import COUNTRY_GROUPS, RATES, TRAVEL_BANDS, TRAVEL_RULES

DATA = Path(__file__).parent.parent / "data"
NAMESPACE = UUID("0199c1a0-0000-7000-8000-6b657276616e")
UNKNOWN = "NOT FOUND"
PUBLISHED = "published-figures"

Row = dict[str, object]


async def load_figures(connection: AsyncConnection) -> None:
    await _add(connection, RATES, [_rate(line) for line in _lines("grant_rates.csv")])
    await _add(connection, COUNTRY_GROUPS, [_by_year(line) for line in _lines("country_groups.csv")])
    await _add(connection, TRAVEL_BANDS, [_band(line) for line in _lines("travel_bands.csv")])
    await _add(connection, TRAVEL_RULES, [_by_year(line) for line in _lines("travel_rules.csv")])


async def _add(connection: AsyncConnection, table: Table, rows: list[Row]) -> None:
    await connection.execute(insert(table).values(rows).on_conflict_do_nothing())


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _rate(line: dict[str, str]) -> Row:
    amount = None if line["amount"] == UNKNOWN else Decimal(line["amount"])
    return {
        "id": uuid5(NAMESPACE, "|".join(line.values())),
        "action": line["action"],
        "kind": line["kind"],
        "country_group": line["country_group"],
        "first_call_year": int(line["first_call_year"]),
        "last_call_year": int(line["last_call_year"]),
        "from_day": int(line["from_day"]),
        "unit": line["unit"],
        "amount": amount,
        "currency": line["currency"],
        "source": line["source"],
        "confidence": line["confidence"],
        "note": line["note"],
        "recorded_at": datetime.fromisoformat(line["recorded_on"]).replace(tzinfo=UTC),
        "recorded_by": PUBLISHED,
    }


def _by_year(line: dict[str, str]) -> Row:
    years = {"first_call_year", "last_call_year"}
    return {name: int(value) if name in years else value for name, value in line.items()}


def _band(line: dict[str, str]) -> Row:
    whole = {"km_from", "first_call_year", "last_call_year"}
    found: Row = {name: int(value) if name in whole else value for name, value in line.items()}
    found["km_to"] = int(line["km_to"]) if line["km_to"] else None
    found["amount"] = Decimal(line["amount"])
    return found
