"""What every service waits for, in one query, as each role sees it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

WORK = """
query Work($filter: ReminderFilter) {
  workList(filter: $filter, first: 100) { totalCount nodes { kind waitsFor mobility { id } } }
}
"""
ANSWERED = "query Answered { reminders(filter: { kind: OFFER_REPLY, status: SETTLED }) { totalCount } }"
STAYS = """
SELECT count(*) FROM mobility WHERE status IN ('planned', 'ongoing') AND NOT imported AND ends IS NOT NULL
"""
ACCEPTED = "SELECT count(*) FROM placement WHERE status = 'accepted'"


async def work(system: System, token: str, **wanted: str) -> Any:
    return (await system.stage.gateway.ask(token, WORK, {"filter": wanted}))["workList"]


async def test_stays_wait_for_the_office_and_answered_offers_for_nobody(system: System) -> None:
    stays = (await system.rows("mobility", STAYS))[0][0]
    found = await system.until(
        "the stays",
        lambda: work(system, system.stage.office, kind="STAY_ENDS"),
        lambda listed: listed["totalCount"] == stays > 0,
    )
    assert {node["waitsFor"] for node in found["nodes"]} == {"OFFICE"}
    assert all(node["mobility"]["id"] for node in found["nodes"])
    accepted = (await system.rows("mobility", ACCEPTED))[0][0]
    answered = (await system.stage.gateway.ask(system.stage.office, ANSWERED))["reminders"]
    assert answered["totalCount"] >= accepted > 0


async def test_finance_sees_its_own_work_and_students_nothing_of_others(system: System) -> None:
    finances = await work(system, system.stage.finance)
    assert {node["kind"] for node in finances["nodes"]} <= {"INSTALMENT_DUE"}
    students = await work(system, system.stage.student(system.stage.facts("applications")["people"][0]))
    assert {node["waitsFor"] for node in students["nodes"]} <= {"PERSON"}
