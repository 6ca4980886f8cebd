"""Names, e-mail addresses, IBANs and student numbers stand on one topic and nowhere else that is told."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
from aiokafka import ConsumerRecord

from contracts.topics import PERSON, TOPICS
from deploy.local.programs import PROGRAMS
from tests.journey.personal import words, words_about_people
from tests.journey.system import System
from tests.journey.topics import records_of

pytestmark = pytest.mark.timeout(300)

IN_REJECTED_ROWS_ONLY = "1999901"
"""The student number of the wrong rows planted in the beneficiaries' file: those were never taken in."""


@pytest.fixture(scope="module")
def personal() -> set[str]:
    return words_about_people()


async def test_they_stand_on_the_topic_of_people(system: System, personal: set[str]) -> None:
    """So the words searched for below are the right ones."""
    told = _words(await records_of(system.bootstrap, [PERSON]))
    assert len(personal) > 1000
    assert personal - told == {IN_REJECTED_ROWS_ONLY}


async def test_no_other_topic_tells_them_in_keys_values_or_headers(
    system: System, personal: set[str]
) -> None:
    others = [topic for topic in TOPICS if topic is not PERSON]
    told = {topic.name: _words(await records_of(system.bootstrap, [topic])) for topic in others}
    assert all(told.values())
    assert {name: found for name, about in told.items() if (found := about & personal)} == {}


def test_no_log_and_no_trace_tells_them(system: System, personal: set[str]) -> None:
    endpoints = system.site.endpoints()
    files = [file for folder in ("logs", "traces") for file in Path(endpoints[folder]).iterdir()]
    told = {file.name: words(file.read_text("utf-8", "replace")) for file in files}
    assert {"mobility.log", "mobility.jsonl", "gateway.jsonl"} <= told.keys()
    assert {name: found for name, about in told.items() if (found := about & personal)} == {}


async def test_no_page_of_metrics_tells_them(system: System, personal: set[str]) -> None:
    served = [program for program in PROGRAMS if program.usual_port]
    told = {program.name: await _metrics(system.site.url(program)) for program in served}
    assert all("python_info" in page for page in told.values())
    assert {name: found for name, page in told.items() if (found := words(page) & personal)} == {}


async def _metrics(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/metrics") as answer:
        return await answer.text()


def _words(records: list[ConsumerRecord]) -> set[str]:
    """Of every part of every record; a key or value may be missing."""
    parts = {
        part
        for record in records
        for part in (record.key, record.value, *(raw for header in record.headers for raw in header))
        if part
    }
    text = "\n".join(part if isinstance(part, str) else part.decode("utf-8", "replace") for part in parts)
    return words(text)
