"""The figures of ``data/``: loaded once, with their sources, unknown ones as unknown."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from services.finance.adapters.figures import DATA, load_figures
from services.finance.domain.rates import Action, Figure, Rate, RateKind
from services.finance.tests.office import ALL, Office


async def _rates(office: Office) -> Sequence[Rate]:
    async with office.transactions.read() as work:
        return await work.rates.page(None, None, None, ALL)


async def test_loading_again_adds_nothing(office: Office) -> None:
    before = await _rates(office)
    async with office.transactions.begin() as work:
        await load_figures(work.connection)
    assert await _rates(office) == before
    assert len(before) == len((DATA / "grant_rates.csv").read_text().splitlines()) - 1


async def test_what_nobody_could_confirm_stays_unknown_and_all_else_has_its_source(office: Office) -> None:
    rates = await _rates(office)
    with (DATA / "sources.csv").open(encoding="utf-8") as file:
        sources = {line["id"] for line in csv.DictReader(file)}
    unknown = {(rate.kind, rate.first_call_year) for rate in rates if rate.amount is None}
    named = {source for rate in rates if rate.amount is not None for source in rate.source.split(";")}
    assert (RateKind.STUDENT_STUDY, 2025) in unknown
    assert named <= sources


async def test_a_country_changed_its_group_with_call_2024(office: Office) -> None:
    async with office.transactions.read() as work:
        groups = [await work.rates.group_of("CZ", year) for year in (2023, 2024, 2026)]
    assert groups == ["3", "2", "CZ"]


async def test_only_the_rows_of_the_call_year_are_considered(office: Office) -> None:
    async with office.transactions.read() as work:
        rows = await work.rates.of(Figure(Action.KA131, RateKind.STUDENT_STUDY, "3", 2023))
    assert {(rate.country_group, str(rate.amount)) for rate in rows if rate.country_group in "123"} == {
        ("1", "600.00"),
        ("2", "600.00"),
        ("3", "450.00"),
    }
