"""Rows as CSV text that a spreadsheet opens, and that is never a formula there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

MARK = "\ufeff"
"""Begins a file: without it Excel takes ş for two letters."""
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | Decimal | None
Row = Sequence[Cell]


def csv_text(rows: Iterable[Row]) -> str:
    """Lines end as RFC 4180 says; what is None is an empty cell."""
    written = io.StringIO()
    csv.writer(written).writerows([[_harmless(cell) for cell in row] for row in rows])
    return written.getvalue()


def _harmless(cell: Cell) -> Cell:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS) else cell
