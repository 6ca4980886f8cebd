"""Names, e-mail addresses, IBANs, national ids and student numbers stand on one topic and nowhere else."""

from __future__ import annotations

import pytest

from contracts.topics import PERSON
from tests.journey.personal import people_of_the_demo
from tests.journey.system import System
from tests.journey.topics import records_of
from tests.privacy.leaks import leaks_in_records
from tests.privacy.people import SEALED, People
from tests.privacy.searching import Run, leaks_of

pytestmark = pytest.mark.timeout(300)

IN_REJECTED_ROWS_ONLY = "1999901"
"""The student number of the wrong rows planted in the beneficiaries' file: those were never taken in."""


@pytest.fixture(scope="module")
def people() -> People:
    return people_of_the_demo()


async def test_they_stand_on_the_topic_of_people(system: System, people: People) -> None:
    """So what is searched for below is the right thing."""
    records = await records_of(system.bootstrap, [PERSON])
    told = People.told_by(records)
    assert len(people.full_names) > 300
    assert people.sealed <= told.sealed
    assert people.student_numbers - told.student_numbers == {IN_REJECTED_ROWS_ONLY}
    found = {leak.kind: leak.values for leak in leaks_in_records(PERSON.name, records, people)}
    assert found[SEALED] == len(people.sealed)


async def test_nothing_else_tells_them(system: System, people: People) -> None:
    """No log, trace, page of metrics or other topic; in a database only the tables that may know a name."""
    run = Run.at(system.site.layout.home)
    assert [str(leak) for leak in await leaks_of(run, people)] == []
    assert {file.name for file in (run.folder / "logs").iterdir()} >= {"mobility.log", "gateway.log"}
    assert {file.name for file in (run.folder / "traces").iterdir()} >= {"mobility.jsonl", "gateway.jsonl"}
