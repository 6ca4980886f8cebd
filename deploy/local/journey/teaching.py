"""Chapter: a lecturer goes to teach; work plan by the rule, two approvals, the report."""

from __future__ import annotations

from datetime import timedelta

from deploy.local.journey.choosing import CALL_YEAR
from deploy.local.journey.clients import Json
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage

STAY_DAYS = 10
HOURS_NEEDED = 12
"""Eight a week, pro rata beyond a week and rounded up."""

FILE = "mobilityFile { id workPlan { teachingHours hoursNeeded approvedOn taughtHours hoursMissing } }"


async def staff(stage: Stage) -> Facts:
    """Planned by the office; too few hours are refused; approved by both; reported with one hour less."""
    lecturer = {"givenName": "Selim", "familyName": "Karataş", "faculty": "engineering", "staff": True}
    person = await stage.gateway.do(
        stage.office, "registerPerson", lecturer, "person { id }", key=stage.key("lecturer")
    )
    stay = await _planned(stage, str(person["person"]["id"]))
    opened = await stage.gateway.do(
        stage.office, "openMobilityFile", {"id": stay}, FILE, key=stage.key("staff-file")
    )
    file = str(opened["mobilityFile"]["id"])
    await _too_few_hours(stage, file)
    for step, mutation, given in _steps(file):
        payload = await stage.gateway.do(stage.office, mutation, given, FILE, key=stage.key(step))
    plan = payload["mobilityFile"]["workPlan"]
    stage.story.step(
        "mutation enterWorkPlan, approveWorkPlan × 2, reportWork", f"{plan['hoursMissing']} h missing"
    )
    return {"person": person["person"]["id"], "mobility": stay, "file": file}


async def _planned(stage: Stage, person: str) -> str:
    begins = stage.stay[0] + timedelta(days=30)
    given = {
        "personId": person,
        "programme": "ERASMUS",
        "callYear": CALL_YEAR,
        "academicYear": stage.academic_year,
        "kind": "STAFF_TEACHING",
        "begins": begins.isoformat(),
        "ends": (begins + timedelta(days=STAY_DAYS - 1)).isoformat(),
        "partnerId": stage.facts("agreements")["made"][0]["partner"]["id"],
    }
    payload = await stage.gateway.do(
        stage.office, "planStaffMobility", given, "mobility { id days }", key=stage.key("staff-stay")
    )
    stage.story.step("mutation planStaffMobility", f"{payload['mobility']['days']} calendar days")
    return str(payload["mobility"]["id"])


async def _too_few_hours(stage: Stage, file: str) -> None:
    given = {"id": file, "teachingHours": HOURS_NEEDED - 1}
    error = await stage.gateway.refusal(stage.office, "enterWorkPlan", given)
    stage.story.refused(f"mutation enterWorkPlan({HOURS_NEEDED - 1} hours for {STAY_DAYS} days)", error)


def _steps(file: str) -> list[tuple[str, str, Json]]:
    return [
        ("work-plan", "enterWorkPlan", {"id": file, "teachingHours": HOURS_NEEDED}),
        ("plan-home", "approveWorkPlan", {"id": file, "party": "HOME"}),
        ("plan-partner", "approveWorkPlan", {"id": file, "party": "PARTNER"}),
        ("work-report", "reportWork", {"id": file, "taughtHours": HOURS_NEEDED - 1}),
    ]
