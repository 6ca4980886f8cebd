"""Rows of a CSV file that an office exported from its spreadsheet, with where each stands and what is wrong.

A file whose columns cannot be told is refused whole; a wrong row is refused alone, with line and column, and
the rows around it go on. Lines that begin with ``#`` are comments. Comma, semicolon and tab all separate.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from chassis.refusal import Kind, Refusal

ROWS_MAX = 50_000
DELIMITERS = ",;\t"
NAMES_MAX = 20

Choice = TypeVar("Choice", bound=StrEnum)


class CsvNotUtf8(Refusal):
    code, kind = "csv-not-utf8", Kind.INVALID
    tr, en = "Dosya UTF-8 değil ({line}. satır).", "The file is not UTF-8 (line {line})."
    next_tr = "Dosyayı “CSV UTF-8” olarak yeniden kaydedin."
    next_en = "Save the file again as “CSV UTF-8”."


class CsvColumnsWrong(Refusal):
    code, kind = "csv-columns-wrong", Kind.INVALID
    tr = "Başlık satırı uymuyor. Eksik: {missing}. Bilinmeyen: {unknown}."
    en = "The header does not fit. Missing: {missing}. Unknown: {unknown}."
    next_tr, next_en = "Sütun adları şunlar olmalı: {columns}.", "The columns must be: {columns}."


class CsvTooLong(Refusal):
    code, kind = "csv-too-long", Kind.INVALID
    tr, en = "Dosyada {rows_max} satırdan fazla var.", "The file has more than {rows_max} rows."
    next_tr, next_en = "Dosyayı bölerek gönderin.", "Send it in smaller parts."


class CellCountWrong(Refusal):
    code, kind = "cell-count-wrong", Kind.INVALID
    tr, en = "Satırda {found} hücre var, {expected} olmalı.", "The row has {found} cells, not {expected}."
    next_tr = "Ayırıcı içeren metinleri tırnak içine alın."
    next_en = "Put text that contains the separator in quotation marks."


class QuoteUnbalanced(Refusal):
    code, kind = "quote-unbalanced", Kind.INVALID
    tr = "Bu satırda bir tırnak kapanmıyor ya da erken kapanıyor."
    en = "A quotation mark in this row is not closed, or closes too early."
    next_tr = "Düzeltip dosyayı yeniden gönderin; alınmış satırlar yinelenmez."
    next_en = "Correct it and send the file again; rows already taken over are not doubled."


class CellMissing(Refusal):
    code, kind = "cell-missing", Kind.INVALID
    tr, en = "Bu hücre boş olamaz.", "This cell must not be empty."
    next_tr, next_en = "Değeri yazıp satırı yeniden gönderin.", "Fill it in and send the row again."


class CellMalformed(Refusal):
    code, kind = "cell-malformed", Kind.INVALID
    tr, en = (
        "“{written}” okunamadı; beklenen: {wanted_tr}.",
        "“{written}” was not understood; wanted: {wanted}.",
    )
    next_tr, next_en = "Hücreyi düzeltip satırı yeniden gönderin.", "Correct the cell and send the row again."


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken over; ``column`` is None when the whole row is to blame."""

    line: int
    column: str | None
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``line`` is its first line in the file. Cells are read by column; empty ones are None."""

    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str | None:
        """Raises: CellMalformed for a character no database can hold."""
        written = self.cells[column].strip()
        if "\x00" in written:
            raise _malformed(column, "␀", "okunabilir metin", "readable text")
        return written or None

    def required(self, column: str) -> str:
        """Raises: CellMissing."""
        written = self.text(column)
        if written is None:
            raise CellMissing(column)
        return written

    def choice(self, column: str, among: type[Choice]) -> Choice:
        """Raises: CellMissing, CellMalformed."""
        written = self.required(column)
        try:
            return among(written)
        except ValueError:
            values = ", ".join(among)
            raise _malformed(column, written, values, values) from None

    def choices(self, column: str, among: type[Choice]) -> tuple[Choice, ...]:
        """Several values, between spaces. Raises: CellMalformed."""
        return tuple(Row(self.line, {column: word}).choice(column, among) for word in self.words(column))

    def words(self, column: str) -> tuple[str, ...]:
        return tuple((self.text(column) or "").split())

    def day(self, column: str) -> date:
        """Raises: CellMissing, CellMalformed."""
        written = self.required(column)
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise _malformed(column, written, "YYYY-AA-GG", "YYYY-MM-DD") from None

    def whole_number(self, column: str) -> int | None:
        """Up to six digits. Raises: CellMalformed."""
        written = self.text(column)
        if written is None:
            return None
        if not (written.removeprefix("-").isdecimal() and written.isascii() and len(written) <= 6):
            raise _malformed(column, written, "tam sayı", "a whole number")
        return int(written)

    def decimal(self, column: str) -> Decimal | None:
        """A comma is taken as the decimal point. Raises: CellMalformed."""
        written = self.text(column)
        if written is None:
            return None
        try:
            number = Decimal(written.replace(",", "."))
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite() or len(written) > 12:
            raise _malformed(column, written, "sayı", "a number")
        return number


def _malformed(column: str, written: str, wanted_tr: str, wanted: str) -> CellMalformed:
    return CellMalformed(column, written=written[:60], wanted_tr=wanted_tr, wanted=wanted)


def read_rows(raw: bytes, columns: Sequence[str]) -> Iterator[Row | Rejected]:
    """Every row of the file, or why it cannot be one.

    Raises, at the first step: CsvNotUtf8, CsvColumnsWrong; CsvTooLong when there is more.
    """
    lines = _Lines(_decoded(raw).splitlines(keepends=True))
    names = _header(lines)
    _require_columns(names, columns)
    for count, cells in enumerate(_records(lines)):
        if count >= ROWS_MAX:
            raise CsvTooLong(rows_max=ROWS_MAX)
        yield cells if isinstance(cells, Rejected) else _row(lines.record_began_at, cells, names)


def _header(lines: _Lines) -> list[str]:
    """What is no row at all has no columns."""
    try:
        cells = next(csv.reader([lines.first_row()], delimiter=lines.delimiter), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _row(line: int, cells: list[str], names: Sequence[str]) -> Row | Rejected:
    if len(cells) != len(names):
        return Rejected(line, None, CellCountWrong(found=len(cells), expected=len(names)))
    return Row(line, dict(zip(names, cells, strict=True)))


def _records(lines: _Lines) -> Iterator[list[str] | Rejected]:
    reader = csv.reader(lines, delimiter=lines.delimiter, strict=True)
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Rejected(lines.record_began_at, None, QuoteUnbalanced())
            continue
        if any(cell.strip() for cell in cells):
            yield cells


class _Lines:
    """The file's lines for ``csv.reader``; knows at which one a record began, and leaves comments out.

    A ``#`` inside a quoted cell of several lines is no comment: only a record's first line can be one.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._next = 0
        self._between_records = True
        self.record_began_at = 0
        self.delimiter = DELIMITERS[0]

    def first_row(self) -> str:
        header = next(self, "")
        self.delimiter = max(DELIMITERS, key=header.count)
        return header

    def begin_record(self) -> None:
        self._between_records = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while self._next < len(self._lines):
            line = self._lines[self._next]
            self._next += 1
            if self._between_records and line.startswith("#"):
                continue
            if self._between_records:
                self.record_began_at, self._between_records = self._next, False
            return line
        raise StopIteration


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CsvNotUtf8(line=raw.count(b"\n", 0, error.start) + 1) from None


def _require_columns(found: Sequence[str], columns: Sequence[str]) -> None:
    missing, unknown = _without(columns, found), _without(found, columns)
    if missing or unknown or len(found) != len(columns):
        raise CsvColumnsWrong(missing=missing or "—", unknown=unknown or "—", columns=", ".join(columns))


def _without(names: Iterable[str], others: Sequence[str]) -> str:
    """At most ``NAMES_MAX``: a file that is no table may have a hundred thousand of them."""
    found = islice((name[:60] for name in names if name not in others), NAMES_MAX + 1)
    told = list(found)
    return ", ".join(told[:NAMES_MAX]) + (", …" if len(told) > NAMES_MAX else "")
