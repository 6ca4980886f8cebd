"""Rows as a table for a spreadsheet: CSV or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

import xlsxwriter

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | Decimal | None
Row = Sequence[Cell]


class Language(StrEnum):
    TURKISH = "tr"
    ENGLISH = "en"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


def as_csv(rows: Sequence[Row]) -> bytes:
    """UTF-8 with its mark, without which Excel takes ş for two letters."""
    written = io.StringIO()
    csv.writer(written).writerows([[_harmless(cell) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Row]) -> bytes:
    """Numbers are numbers, the heading stays in sight, and nothing that was entered is a formula."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, None if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
        sheet.autofit()
    return written.getvalue()


def _harmless(cell: Cell) -> Cell:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS) else cell


WRITERS: Mapping[Format, tuple[str, Callable[[Sequence[Row]], bytes]]] = {
    Format.CSV: ("text/csv; charset=utf-8", as_csv),
    Format.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
