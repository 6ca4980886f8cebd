from __future__ import annotations

import pytest

from chassis.csv_rows import CellMalformed, CsvColumnsWrong, CsvNotUtf8, Rejected, Row, read_rows

COLUMNS = ("name", "places")


def rows(text: str) -> list[Row | Rejected]:
    return list(read_rows(text.encode(), COLUMNS))


def test_rows_know_the_line_they_stand_on() -> None:
    found = rows("# made by hand\nname,places\n\nAyşe,2\n# a pause\nMehmet,3\n")
    assert [(row.line, row.cells["name"]) for row in found if isinstance(row, Row)] == [
        (4, "Ayşe"),
        (6, "Mehmet"),
    ]


def test_a_row_with_too_many_cells_is_rejected_alone() -> None:
    wrong, right = rows("name,places\nAyşe,2,3\nMehmet,3\n")
    assert isinstance(wrong, Rejected)
    assert (wrong.line, wrong.refusal.code) == (2, "cell-count-wrong")
    assert isinstance(right, Row)


def test_a_quoted_cell_may_hold_lines_even_one_that_looks_like_a_comment() -> None:
    (first, second) = rows('name,places\n"Iğdır\n# still a name",2\nMehmet,3\n')
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert (first.line, first.cells["name"], second.line) == (2, "Iğdır\n# still a name", 4)


def test_an_open_quotation_mark_is_told_where_it_opened() -> None:
    first, second = rows('name,places\nAyşe,2\n"Mehmet,3\nZeynep,4\n')
    assert isinstance(first, Row)
    assert isinstance(second, Rejected)
    assert (second.line, second.refusal.code) == (3, "quote-unbalanced")


def test_a_quotation_mark_that_closes_too_early_costs_its_row_only() -> None:
    first, second = rows('name,places\n"Mehmet" Bey,3\nZeynep,4\n')
    assert isinstance(first, Rejected)
    assert isinstance(second, Row)
    assert (first.line, second.line) == (2, 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_separate_in_several_ways(delimiter: str) -> None:
    (row,) = rows(f"\ufeffname{delimiter}places\nAyşe{delimiter}2\n")
    assert isinstance(row, Row)
    assert row.whole_number("places") == 2


def test_a_file_in_another_encoding_is_refused_with_its_line() -> None:
    with pytest.raises(CsvNotUtf8) as refused:
        list(read_rows("name,places\nAyşe,2\n".encode("cp1254"), COLUMNS))
    assert refused.value.facts["line"] == 2


@pytest.mark.parametrize("header", ["", "name", "name,places,age", "name,name", "name,places,places"])
def test_a_header_that_does_not_fit_is_refused_whole(header: str) -> None:
    with pytest.raises(CsvColumnsWrong):
        rows(f"{header}\nAyşe,2\n")


@pytest.mark.parametrize("written", ["two", "2.5", "²", "1e3", "99999999999"])
def test_a_cell_that_is_no_whole_number_names_its_column(written: str) -> None:
    (row,) = rows(f"name,places\nAyşe,{written}\n")
    assert isinstance(row, Row)
    with pytest.raises(CellMalformed) as refused:
        row.whole_number("places")
    assert refused.value.field == "places"
