"""Where people were found who should not be there: in files, records, pages and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aiokafka import ConsumerRecord

from tests.privacy.people import SEALED, People

LINES_AT_ONCE = 2_000
KNOWN_BY_NAME: Mapping[str, frozenset[str]] = {
    "mobility": frozenset({"person", "outbox", "idempotency"}),
    "finance": frozenset({"parked_record"}),
    "events": frozenset({"parked_record"}),
    "gateway": frozenset(
        {
            "mirror_person", "person_view", "application_view", "placement_view", "mobility_view",
            "grant_view", "instalment_view", "payment_order_view", "payment_request_view",
            "registration_view", "interest_view", "incoming_view", "volunteer_view",
            "parked_record",
        }
    ),
}  # fmt: skip
"""Tables that may know people by name and e-mail. None may know an IBAN or a national id."""


@dataclass(frozen=True)
class Leak:
    """``place`` told of so many values of a kind. The first is cut short: a report is no place for it."""

    place: str
    kind: str
    values: int
    first: str

    def __str__(self) -> str:
        return f"{self.place}: {self.values} × {self.kind}, as {self.first}"


def leaks_in(place: str, texts: Iterable[str], people: People) -> list[Leak]:
    found: dict[str, set[str]] = {}
    for text in texts:
        for kind, values in people.found_in(text).items():
            found.setdefault(kind, set()).update(values)
    return [Leak(place, kind, len(values), _cut(min(values))) for kind, values in found.items()]


def leaks_in_folder(folder: Path, people: People) -> list[Leak]:
    """Every file at any depth: logs, traces, whatever a run left there."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [leak for file in files for leak in leaks_in(str(file.relative_to(folder)), _chunks(file), people)]


def leaks_in_records(topic: str, records: Iterable[ConsumerRecord], people: People) -> list[Leak]:
    """Keys, values and headers."""
    parts = (
        part
        for record in records
        for part in (record.key, record.value, *(raw for header in record.headers for raw in header))
        if part
    )
    texts = (part if isinstance(part, str) else part.decode("utf-8", "replace") for part in parts)
    return leaks_in(f"topic {topic}", texts, people)


def leaks_in_rows(database: str, tables: Mapping[str, list[str]], people: People) -> list[Leak]:
    """Rows of each table as text. Sealed kinds are allowed nowhere, names where ``KNOWN_BY_NAME`` says."""
    named = KNOWN_BY_NAME.get(database, frozenset())
    found = [leak for table, rows in tables.items() for leak in leaks_in(f"{database}.{table}", rows, people)]
    return [leak for leak in found if leak.kind == SEALED or leak.place.partition(".")[2] not in named]


def _chunks(file: Path) -> Iterator[str]:
    """A few lines at a time: a run's logs are larger than memory should be."""
    with file.open("r", encoding="utf-8", errors="replace") as lines:
        some: list[str] = []
        for line in lines:
            some.append(line)
            if len(some) == LINES_AT_ONCE:
                yield "".join(some)
                some = []
        yield "".join(some)


def _cut(value: str) -> str:
    return f"{value[:2]}…{value[-2:]} ({len(value)} characters)"
