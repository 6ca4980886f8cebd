"""What surrounds a stay, through the gateway, as the walk left it: courses, tasks, and who sees them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deploy.local.journey.clients import Json
from deploy.local.journey.staying import EXTENDED_DAYS
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

STAY = """
query Stay($id: ID!) {
  mobility(id: $id) {
    id status days arrivedOn ends eqfLevel
    file { id nominationStatus nominatedOn answerBy tasks(first: 20) { nodes { code dueOn status } } }
    learningAgreement {
      status
      versions { number agreedOn ectsAbroad ectsHome signatures { party } findings { code }
                 changes { table change reason course { code } } }
    }
  }
}
"""
WORK_LIST = """
query WorkList($file: ID!, $before: Date!) {
  mobilityTasks(filter: { fileId: $file, status: WAITING, dueBefore: $before }, first: 20) {
    nodes { code dueOn }
  }
}
"""
COURSES = "query Courses($id: ID!) { mobility(id: $id) { learningAgreement { id } } }"


async def the_stay(system: System, token: str | None = None) -> Json | None:
    stage = system.stage
    given = {"id": stage.facts("stays")["mobility"]}
    found: Json | None = (await stage.gateway.ask(token or stage.office, STAY, given))["mobility"]
    return found


async def office_sees(system: System) -> Json:
    found = await the_stay(system)
    assert found is not None
    return found


async def test_the_nomination_was_sent_and_accepted(system: System) -> None:
    file = (await office_sees(system))["file"]
    sent_on = date.fromisoformat(file["nominatedOn"])
    assert (file["nominationStatus"], file["answerBy"]) == (
        "ACCEPTED",
        (sent_on + timedelta(days=35)).isoformat(),
    )


async def test_two_versions_of_the_courses_have_their_three_signatures(system: System) -> None:
    courses = (await office_sees(system))["learningAgreement"]
    first, second = courses["versions"]
    assert courses["status"] == "AGREED"
    assert None not in (first["agreedOn"], second["agreedOn"])
    assert [{one["party"] for one in each["signatures"]} for each in (first, second)] == [
        {"STUDENT", "SENDING", "RECEIVING"}
    ] * 2
    assert (second["ectsAbroad"], second["ectsHome"], second["findings"]) == ("30.00", "30.00", [])
    assert [(row["change"], row["course"]["code"]) for row in second["changes"]] == [
        ("REMOVED", "CS205"),
        ("ADDED", "CS301"),
    ]


async def test_the_stay_is_longer_and_due_days_followed(system: System) -> None:
    stay = await office_sees(system)
    begins, ends = system.stage.stay
    due = {task["code"]: task["dueOn"] for task in stay["file"]["tasks"]["nodes"]}
    last = ends + timedelta(days=EXTENDED_DAYS)
    assert (stay["status"], stay["arrivedOn"], stay["ends"]) == (
        "ONGOING",
        begins.isoformat(),
        last.isoformat(),
    )
    assert due["transcript"] == (last + timedelta(days=35)).isoformat()


async def test_the_work_list_shows_what_is_due_the_first_first(system: System) -> None:
    stage, file = system.stage, (await office_sees(system))["file"]["id"]
    given = {"file": file, "before": (stage.stay[0] + timedelta(days=1)).isoformat()}
    tasks = (await stage.gateway.ask(stage.office, WORK_LIST, given))["mobilityTasks"]["nodes"]
    assert [task["code"] for task in tasks] == ["acceptance-letter", "grant-agreement"]


async def test_only_who_is_concerned_sees_it(system: System) -> None:
    stage = system.stage
    person = stage.facts("stays")["person"]
    other = next(one for one in stage.facts("applications")["people"] if one != person)
    assert (await the_stay(system, stage.student(person))) is not None
    assert await the_stay(system, stage.student(other)) is None
    assert await the_stay(system, stage.coordinator("theology")) is None


async def test_more_days_than_a_stay_may_have_are_refused(system: System) -> None:
    stage = system.stage
    given = {
        "id": stage.facts("stays")["mobility"],
        "ends": (stage.stay[0] + timedelta(days=400)).isoformat(),
    }
    error = await stage.gateway.refusal(stage.office, "extendMobility", given, input_type="StayEndedInput")
    assert error["code"] == "stay-outside-limits"


async def test_a_course_is_not_recognised_before_the_transcript(system: System) -> None:
    stage = system.stage
    stay = stage.facts("stays")["mobility"]
    courses = (
        await stage.gateway.ask(
            stage.office,
            COURSES,
            {"id": stay},
        )
    )["mobility"]["learningAgreement"]["id"]
    given = {"id": courses, "abroadCode": "CS101", "homeCode": "CENG301"}
    error = await stage.gateway.refusal(stage.office, "recogniseCourse", given)
    assert error["code"] == "transcript-missing"


RESULTS = [
    {"code": "CS101", "title": "Algorithms", "ects": "18", "grade": "B", "passed": True},
    {"code": "CS301", "title": "Databases", "ects": "12", "grade": "A", "passed": True},
]
RECOGNISED = """learningAgreement {
  id transcriptOn recognisedEcts recognisedOn results { code passed }
  recognitions { abroadCode homeCode ects homeGrade }
}"""


async def test_the_transcript_settles_its_task_and_courses_count_one_by_one(system: System) -> None:
    """The walk's own stay: 18 credits as they are, then 12; more than table B says is refused."""
    stage = system.stage
    id = (await office_sees(system))["id"]
    courses = (await stage.gateway.ask(stage.office, COURSES, {"id": id}))["mobility"]["learningAgreement"][
        "id"
    ]
    given = {"id": courses, "receivedOn": stage.journal.began.date().isoformat(), "results": RESULTS}
    await stage.gateway.do(stage.office, "recordTranscript", given, RECOGNISED)
    file = (await system.until("the transcript's task", lambda: office_sees(system), transcript_is_there))[
        "file"
    ]
    tasks = {task["code"]: task["status"] for task in file["tasks"]["nodes"]}
    assert (tasks["learning-agreement"], tasks["transcript"]) == ("DONE", "DONE")

    first = {"id": courses, "abroadCode": "CS101", "homeCode": "CENG301", "homeGrade": "BA"}
    half = (await stage.gateway.do(stage.office, "recogniseCourse", first, RECOGNISED))["learningAgreement"]
    assert (half["recognisedEcts"], half["recognisedOn"]) == ("18.00", None)
    too_much = {"id": courses, "abroadCode": "CS301", "homeCode": "CENG303", "ects": "13"}
    error = await stage.gateway.refusal(stage.office, "recogniseCourse", too_much)
    assert error["code"] == "recognised-ects-exceed"
    second = {"id": courses, "abroadCode": "CS301", "homeCode": "CENG303", "homeGrade": "AA"}
    whole = (await stage.gateway.do(stage.office, "recogniseCourse", second, RECOGNISED))["learningAgreement"]
    assert (whole["recognisedEcts"], whole["recognisedOn"] is None) == ("30.00", False)
    assert [one["homeCode"] for one in whole["recognitions"]] == ["CENG301", "CENG303"]


def transcript_is_there(stay: Json) -> bool:
    return any(
        task["code"] == "transcript" and task["status"] == "DONE" for task in stay["file"]["tasks"]["nodes"]
    )
