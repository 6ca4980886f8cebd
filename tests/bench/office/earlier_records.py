"""The records of many years, brought by an office that moves to Kervan."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from chassis.csv_rows import ROWS_MAX
from chassis.work import Transactions
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.beneficiary_rows import COLUMNS
from services.mobility.entrypoints.api.imports import take_over
from tests.bench.office.mobility import mobility

STAYS_A_PERSON = 2
FIRST_YEAR, YEARS = 2004, 20


@contextmanager
def imported(size: int) -> Iterator[Callable[[], str]]:
    """``size`` mobilities of half as many people, in files as long as the service takes them."""
    files = [_file(first, min(first + ROWS_MAX, size)) for first in range(0, size, ROWS_MAX)]
    with mobility() as run:
        yield lambda: run(lambda transactions: _import_all(transactions, files))


async def _import_all(transactions: Transactions[MobilityWork], files: Sequence[bytes]) -> str:
    reports = [(await take_over(each, transactions))[0] for each in files]
    accepted = sum(each.accepted for each in reports)
    rejected = sum(len(each.rejected) for each in reports)
    return f"{accepted:,} taken over, {rejected} rejected, files of {len(files[0]) / 2**20:.1f} MiB"


def _file(first: int, end: int) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(_row(number) for number in range(first, end))
    return text.getvalue().encode()


def _row(number: int) -> dict[str, str]:
    student = number // STAYS_A_PERSON
    year = FIRST_YEAR + number % YEARS
    begins = date(year, 9, 15)
    return {
        "record_id": f"R{number}",
        "programme": "erasmus",
        "kind": "student-study",
        "direction": "outgoing",
        "academic_year": f"{year}/{year + 1}",
        "student_number": f"S{student}",
        "given_name": "Ayşe",
        "family_name": f"Yılmaz {student}",
        "email": f"s{student}@example.org",
        "nationality": "TR",
        "eqf_level": "6",
        "faculty": "engineering",
        "department": "",
        "host_country": "DE",
        "begins": begins.isoformat(),
        "ends": (begins + timedelta(days=120)).isoformat(),
    }
