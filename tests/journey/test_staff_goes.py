"""A lecturer's stay through the gateway: planned, hours by the rule, approved by two, reported."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deploy.local.journey.clients import Json
from deploy.local.journey.teaching import HOURS_NEEDED, STAY_DAYS
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

STAY = """
query StaffStay($id: ID!) {
  mobility(id: $id) {
    kind days status person { givenName staff }
    file {
      workPlan {
        teachingHours hoursNeeded approvals { party } approvedOn taughtHours hoursMissing reportedOn
      }
    }
  }
}
"""


async def the_stay(system: System, token: str) -> Json | None:
    asked = {"id": system.stage.facts("staff")["mobility"]}
    found: Json | None = (await system.stage.gateway.ask(token, STAY, asked))["mobility"]
    return found


async def test_ten_days_need_twelve_hours_and_the_report_shows_one_less(system: System) -> None:
    stay = await the_stay(system, system.stage.office)
    assert stay is not None
    plan = stay["file"]["workPlan"]
    assert (stay["kind"], stay["days"]) == ("STAFF_TEACHING", STAY_DAYS)
    assert (plan["hoursNeeded"], plan["taughtHours"], plan["hoursMissing"]) == (
        HOURS_NEEDED,
        HOURS_NEEDED - 1,
        1,
    )
    assert {one["party"] for one in plan["approvals"]} == {"HOME", "PARTNER"}
    assert None not in (plan["approvedOn"], plan["reportedOn"])


async def test_fewer_hours_a_longer_stay_and_a_student_are_refused(system: System) -> None:
    stage, facts = system.stage, system.stage.facts("staff")
    few = {"id": facts["file"], "teachingHours": HOURS_NEEDED - 1}
    refused = await stage.gateway.refusal(stage.office, "enterWorkPlan", few)
    assert (refused["code"], refused["field"]) == ("teaching-hours-too-few", "teachingHours")
    begins = stage.stay[0]
    planned = {
        "personId": facts["person"],
        "programme": "ERASMUS",
        "callYear": 2024,
        "academicYear": stage.academic_year,
        "kind": "STAFF_TEACHING",
        "begins": begins.isoformat(),
        "hostCountry": "PL",
    }
    for days, code in ((1, "stay-outside-limits"), (61, "stay-outside-limits")):
        last = (begins + timedelta(days=days - 1)).isoformat()
        error = await stage.gateway.refusal(stage.office, "planStaffMobility", {**planned, "ends": last})
        assert error["code"] == code


async def test_colleagues_do_not_see_it(system: System) -> None:
    assert await the_stay(system, system.stage.coordinator("theology")) is None
    assert await the_stay(system, system.stage.coordinator("engineering")) is not None
