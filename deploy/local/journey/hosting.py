"""Chapter: somebody comes to us, and a degree student is here: a bed, a buddy, days of the law."""

from __future__ import annotations

from datetime import timedelta

from deploy.local.journey.choosing import CALL_YEAR
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage
from gateway.reading.ids import parse_node_id

FACULTY = "engineering"
ARRIVED_EARLY_DAYS = 2
REGISTERED_AFTER_DAYS = 5
BEDS = ("1", "2")

APPLICATION = "incomingApplication { id status decideBy mobility { id } }"
TASKS = """
query Waiting($file: ID!) {
  mobilityTasks(filter: { fileId: $file, status: WAITING }, first: 20) {
    nodes { code label { tr en } dueOn source }
  }
}
"""
DEGREE = """
query Degree($programme: Programme!) {
  mobilities(filter: { programme: $programme, direction: INCOMING }, first: 1) { nodes { id } }
}
"""


async def guests(stage: Stage) -> Facts:
    """From the partner's application to a bed and the clock of the residence permit."""
    guest = await _person(stage, "Zofia", "Nowak", nationality="PL")
    stay, buddy = await _accepted(stage, guest)
    bed = await _housed(stage, stay)
    await _here(stage, stay)
    degree = await _degree_student(stage)
    found = {"guest": guest, "buddy": buddy, "mobility": stay, "booking": bed}
    return found | {"degree": degree, "faculty": FACULTY}


async def _person(stage: Stage, given_name: str, family_name: str, **facts: object) -> str:
    given = {"givenName": given_name, "familyName": family_name, **facts}
    key = stage.key(f"person-{given_name}")
    payload = await stage.gateway.do(stage.office, "registerPerson", given, "person { id }", key=key)
    return str(payload["person"]["id"])


async def _accepted(stage: Stage, guest: str) -> tuple[str, str]:
    """The stay that the acceptance planned, and the buddy who agreed."""
    begins, ends = stage.stay
    given = {
        "personId": guest,
        "faculty": FACULTY,
        "partnerId": stage.facts("agreements")["made"][0]["partner"]["id"],
        "programme": "ERASMUS",
        "callYear": CALL_YEAR,
        "academicYear": stage.academic_year,
        "kind": "STUDENT_STUDY",
        "begins": begins.isoformat(),
        "ends": ends.isoformat(),
        "receivedOn": stage.journal.began.date().isoformat(),
    }
    payload = await stage.gateway.do(
        stage.office, "receiveIncoming", given, APPLICATION, key=stage.key("receive-incoming")
    )
    came = payload["incomingApplication"]
    stage.story.step("mutation receiveIncoming", f"to be decided by {came['decideBy']}")
    accepted = await stage.gateway.do(
        stage.coordinator(FACULTY),
        "acceptIncoming",
        {"id": came["id"]},
        APPLICATION,
        key=stage.key("accept-incoming"),
        input_type="DecideIncomingInput",
    )
    buddy = await _person(stage, "Deniz", "Ateşoğlu", faculty=FACULTY, nationality="TR")
    given = {"id": came["id"], "buddyId": buddy}
    await stage.gateway.do(stage.office, "assignBuddy", given, APPLICATION, key=stage.key("buddy"))
    agreed = await stage.gateway.do(
        stage.student(str(parse_node_id(buddy)[1])),
        "answerBuddy",
        {"id": came["id"], "agrees": True},
        "incomingApplication { guestName buddyStatus }",
        key=stage.key("buddy-agrees"),
    )
    status = agreed["incomingApplication"]["buddyStatus"]
    stage.story.step(
        "mutation acceptIncoming, assignBuddy, answerBuddy", f"the stay is planned; buddy {status}"
    )
    media_type, letter = await stage.gateway.document(stage.office, came["id"])
    stage.story.step("GET /v1/documents, the letter of admission", f"{media_type}, {len(letter):,} bytes")
    return str(accepted["incomingApplication"]["mobility"]["id"]), buddy


async def _housed(stage: Stage, stay: str) -> str:
    """Two beds are listed; the stay gets the one that fits it tightest."""
    begins, ends = stage.stay
    spare_days = {"1": 120, "2": 7}
    for bed in BEDS:
        given = {
            "building": "Aras",
            "room": "204",
            "bed": bed,
            "availableFrom": (begins - timedelta(days=7)).isoformat(),
            "availableUntil": (ends + timedelta(days=spare_days[bed])).isoformat(),
        }
        await stage.gateway.do(
            stage.office, "listHousingPlace", given, "housingPlace { id }", key=stage.key(f"bed-{bed}")
        )
    payload = await stage.gateway.do(
        stage.office,
        "bookHousing",
        {"id": stay},
        "housingBooking { id place { bed } }",
        key=stage.key("book-housing"),
    )
    booking = payload["housingBooking"]
    stage.story.step("mutation bookHousing", f"bed {booking['place']['bed']}, the tightest of two")
    return str(booking["id"])


async def _here(stage: Stage, stay: str) -> None:
    """She arrives and registers: due days of the permit follow."""
    arrived = stage.stay[0] - timedelta(days=ARRIVED_EARLY_DAYS)
    given: Json = {"id": stay, "arrivedOn": arrived.isoformat()}
    await stage.gateway.do(
        stage.office, "confirmArrival", given, "mobility { status }", key=stage.key("guest-arrives")
    )
    file = await _file_of(stage, stay)
    registered = stage.stay[0] + timedelta(days=REGISTERED_AFTER_DAYS)
    await _milestone(stage, file, "REGISTRATION", registered.isoformat())
    await _tell_tasks(stage, file, "a guest's clock · gelen öğrencinin süreleri")


async def _degree_student(stage: Stage) -> Json:
    """One of the earlier records: her file is opened, and the days of the law are counted."""
    stay = await stage.once("degree-student", lambda: _some_degree(stage))
    payload = await stage.gateway.do(
        stage.office, "openMobilityFile", {"id": stay}, "mobilityFile { id }", key=stage.key("degree-file")
    )
    file = str(payload["mobilityFile"]["id"])
    arrived = stage.stay[0]
    days = {
        "ARRIVAL": arrived,
        "REGISTRATION": arrived + timedelta(days=REGISTERED_AFTER_DAYS),
        "PERMIT_END": arrived + timedelta(days=365),
    }
    for milestone, day in days.items():
        await _milestone(stage, file, milestone, day.isoformat())
    await _tell_tasks(stage, file, "a degree student's deadlines · yabancı öğrencinin süreleri")
    return {"file": file, "mobility": stay} | {name: day.isoformat() for name, day in days.items()}


async def _some_degree(stage: Stage) -> str:
    asked = {"programme": "FOREIGN_STUDENTS"}
    found = (await stage.gateway.ask(stage.office, DEGREE, asked))["mobilities"]["nodes"]
    return str(found[0]["id"])


async def _file_of(stage: Stage, stay: str) -> str:
    query = "query File($id: ID!) { mobility(id: $id) { file { id } } }"

    async def ask() -> Json | None:
        found: Json | None = (await stage.gateway.ask(stage.office, query, {"id": stay}))["mobility"]
        return found and found["file"]

    return str((await eventually("the file in the gateway", ask, bool))["id"])  # type: ignore[index]


async def _milestone(stage: Stage, file: str, milestone: str, day: str) -> None:
    given = {"id": file, "milestone": milestone, "day": day}
    key = stage.key(f"{file}-{milestone}")
    await stage.gateway.do(stage.office, "enterMilestone", given, "mobilityFile { id }", key=key)


async def _tell_tasks(stage: Stage, file: str, title: str) -> None:
    tasks = (await stage.gateway.ask(stage.office, TASKS, {"file": file}))["mobilityTasks"]["nodes"]
    rows = [
        (f"{task['label']['en']}\n{task['label']['tr']}", task["dueOn"] or "—", task["source"])
        for task in tasks
    ]
    stage.story.table(title, ("task", "due", "source"), rows)
