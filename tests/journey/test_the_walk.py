"""The journey comes to its end, also when it is cut off; walked again it changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from deploy.local.journey.preparing import RECORD, RECORD_YEARS
from deploy.local.journey.walk import chapters, walk
from deploy.local.layout import write_private
from gateway.reading.ids import parse_node_id
from tests.journey.stored import everything_in
from tests.journey.system import QUIET, System

pytestmark = pytest.mark.timeout(300)

PUBLISHED = {
    "ERASMUS": (148, 105),
    "MEVLANA": (4, 50),
    "FARABI": (73, 104),
    "FOREIGN_STUDENTS": (800, None),
}
STAYS = "SELECT id FROM mobility WHERE call_id = ANY($1)"
BECAME = {
    "mobility": """
        SELECT 'application ' || status AS what, count(*) FROM application
        WHERE call_id = ANY($1) GROUP BY 1 UNION ALL
        SELECT 'placement ' || status, count(*) FROM placement WHERE call_id = ANY($1) GROUP BY 1 UNION ALL
        SELECT 'mobility ' || status, count(*) FROM mobility WHERE call_id = ANY($1) GROUP BY 1""",
    "events": """
        SELECT 'registration ' || registration.status AS what, count(*)
        FROM registration JOIN gathering ON gathering.id = registration.event_id
        WHERE gathering.call_id = ANY($1) GROUP BY 1""",
    "finance": """
        SELECT 'grant ' || status AS what, count(*) FROM grants WHERE mobility_id = ANY($1) GROUP BY 1
        UNION ALL
        SELECT 'order ' || orders.status, count(*)
        FROM payment_orders AS orders JOIN grants ON grants.id = orders.grant_id
        WHERE grants.mobility_id = ANY($1) GROUP BY 1""",
}
ENDED = {
    "application withdrawn": 2,
    "application ineligible": 4,
    "application placed": 11,
    "application reserve": 24,
    "placement accepted": 11,
    "placement reserve": 72,
    "placement withdrawn": 2,
    "placement expired": 4,
    "mobility ongoing": 2,
    "mobility planned": 9,
    "mobility withdrawn": 1,
    "grant reserved": 8,
    "grant recovering": 1,
    "grant zero-grant": 2,
    "grant cancelled": 1,
    "order paid": 10,
    "registration invited": 3,
    "registration cancelled": 2,
    "registration registered": 6,
    "registration waiting": 1,
}
"""What became of everybody in a walk that nothing disturbed, counted where it is decided."""

HEARTBEATS = ("cache_lease", "person_reading", "mail")
"""Renewed every second; looking again is noted again; while there is no mail server mails are tried again."""


async def test_the_office_s_record_is_the_published_one(system: System) -> None:
    years = {"from": RECORD_YEARS[0], "to": RECORD_YEARS[1]}
    rows = (await system.stage.gateway.ask(system.stage.office, RECORD, years))["programmeStatistics"]
    counted = {row["programme"]: (row["beneficiaries"], row["agreements"]) for row in rows}
    assert {programme: counted[programme] for programme in PUBLISHED} == PUBLISHED


async def test_cut_off_among_applications_it_ends_like_a_walk_that_was_not(system: System) -> None:
    calls = [_call(system, "applications"), _call(system, "second-call")]
    stays = [row["id"] for row in await system.rows("mobility", STAYS, calls)]
    asked = {"mobility": calls, "events": calls, "finance": stays}
    counted = [row for name, query in BECAME.items() for row in await system.rows(name, query, asked[name])]
    assert system.stopped_before[0] == "applications"
    assert {row["what"]: row["count"] for row in counted} == ENDED


def _call(system: System, page: str) -> UUID:
    return parse_node_id(system.stage.facts(page)["call"])[1]


async def test_walked_again_it_changes_nothing(system: System) -> None:
    before = await _everything(system)
    await walk(system.site, QUIET)
    await system.settle()
    assert await _everything(system) == before


async def test_a_chapter_whose_end_was_not_noted_is_walked_again_and_changes_nothing(system: System) -> None:
    before = await _everything(system)
    _forget(system, [chapter.name for chapter in chapters(system.site)])
    await walk(system.site, QUIET)
    await system.settle()
    assert await _everything(system) == before


def _forget(system: System, names: list[str]) -> None:
    """As a crash does just before the last line of each chapter: what was decided on the way is known."""
    file = system.site.layout.home / "journey.json"
    pages: Mapping[str, Any] = json.loads(file.read_text())
    write_private(file, json.dumps({name: page for name, page in pages.items() if name not in names}))


async def _everything(system: System) -> dict[str, object]:
    """A digest of every table but what beats like a heart, and where each topic ends."""
    tables = {
        f"{database}.{table}": sha256("\n".join(rows).encode()).hexdigest()
        for database, dsn in system.databases.items()
        for table, rows in (await everything_in(dsn)).items()
        if table not in HEARTBEATS
    }
    return {**tables, **{str(at): end for at, end in (await system.ends()).items()}}
