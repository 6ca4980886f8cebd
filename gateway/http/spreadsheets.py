"""Rows as a table for a spreadsheet: CSV or XLSX."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import xlsxwriter

from chassis.csv_writing import MARK, Row, csv_text


class Language(StrEnum):
    TURKISH = "tr"
    ENGLISH = "en"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


def as_csv(rows: Sequence[Row]) -> bytes:
    return (MARK + csv_text(rows)).encode()


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


WRITERS: Mapping[Format, tuple[str, Callable[[Sequence[Row]], bytes]]] = {
    Format.CSV: ("text/csv; charset=utf-8", as_csv),
    Format.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
