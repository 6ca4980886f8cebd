"""Chapter 10: one who goes, from the nomination over courses signed three times to a longer stay."""

from __future__ import annotations

from datetime import timedelta

from deploy.local.journey.clients import JourneyStopped, Json
from deploy.local.journey.journal import Facts
from deploy.local.journey.preparing import institution_uuid
from deploy.local.journey.stage import Stage

OWN = """
query Own {
  mobilities(filter: { status: PLANNED }, first: 1) { nodes { id faculty partner { erasmusCode } } }
}
"""
AGREED = "learningAgreement { id status versions { number contentHash agreedOn changes { change } } }"
FILE = "mobilityFile { id nominationStatus answerBy tasksWaiting }"
WAITING = """
query Waiting($file: ID!) {
  mobilityTasks(filter: { fileId: $file, status: WAITING }, first: 20) {
    nodes { code label { tr en } dueOn }
  }
}
"""
EXTENDED_DAYS = 10

ABROAD = (("CS101", "Algorithms", "18"), ("CS205", "Computer Networks", "12"))
CHANGED = (("CS101", "Algorithms", "18"), ("CS301", "Databases", "12"))
HOME = (("CENG301", "Algoritmalar", "18"), ("CENG303", "Bilgisayar Ağları", "12"))
REASONS = [
    {"table": "ABROAD", "code": "CS205", "reason": "TIMETABLE_CONFLICT"},
    {"table": "ABROAD", "code": "CS301", "reason": "SUBSTITUTING_DELETED"},
]


async def stays(stage: Stage) -> Facts:
    """Everything that the office does for one student, from the nomination to a longer stay."""
    goes = await stage.once("who-goes", lambda: _who_goes(stage))
    await _file(stage, goes)
    await _courses(stage, goes)
    await _stay(stage, goes)
    return {"mobility": goes["mobility"], "person": goes["person"], "partner": goes["partner"]}


async def _who_goes(stage: Stage) -> Json:
    """The first of the students who still has a planned stay."""
    for person in stage.facts("applications")["people"]:
        nodes = (await stage.gateway.ask(stage.student(person), OWN))["mobilities"]["nodes"]
        if nodes:
            partner = await institution_uuid(stage, nodes[0]["partner"]["erasmusCode"])
            goes = {"mobility": nodes[0]["id"], "faculty": nodes[0]["faculty"]}
            return goes | {"person": person, "partner": partner}
    raise JourneyStopped("nobody has a planned stay")


async def _file(stage: Stage, goes: Json) -> None:
    payload = await stage.gateway.do(
        stage.office, "openMobilityFile", {"id": goes["mobility"]}, FILE, key=stage.key("open-file")
    )
    file = payload["mobilityFile"]
    stage.story.step("mutation openMobilityFile", f"{file['tasksWaiting']} tasks wait")
    sent_on = stage.journal.began.date()
    given = {"id": file["id"], "sentOn": sent_on.isoformat()}
    payload = await stage.gateway.do(stage.office, "nominate", given, FILE, key=stage.key("nominate"))
    stage.story.step("mutation nominate", f"the partner answers by {payload['mobilityFile']['answerBy']}")
    given = {"id": file["id"], "accepted": True, "answeredOn": (sent_on + timedelta(days=9)).isoformat()}
    await stage.gateway.do(stage.office, "answerNomination", given, FILE, key=stage.key("answer-nomination"))
    tasks = (await stage.gateway.ask(stage.office, WAITING, {"file": file["id"]}))["mobilityTasks"]["nodes"]
    stage.story.table(
        "what waits, and until when · bekleyen işler ve son günleri",
        ("task", "due"),
        [(f"{task['label']['en']}\n{task['label']['tr']}", task["dueOn"] or "—") for task in tasks],
    )


async def _courses(stage: Stage, goes: Json) -> None:
    """The student proposes, all three sign; during the stay a course changes and all three sign again."""
    first = await _propose(stage, goes, ABROAD, [], "courses-first")
    await _sign_for_another(stage, goes, first)
    await _sign(stage, goes, first, "courses-first")
    second = await _propose(stage, goes, CHANGED, REASONS, "courses-changed")
    await _sign(stage, goes, second, "courses-changed")


async def _propose(
    stage: Stage, goes: Json, abroad: tuple[tuple[str, str, str], ...], reasons: list[Json], step: str
) -> Json:
    """The agreement's id and the hash of what is to be signed."""
    given = {
        "id": goes["mobility"],
        "semesters": 1,
        "abroad": _table(abroad),
        "home": _table(HOME),
        "reasons": reasons,
    }

    async def propose() -> Json:
        payload = await stage.gateway.do(
            stage.student(goes["person"]), "proposeLearningAgreement", given, AGREED, key=stage.key(step)
        )
        agreement = payload["learningAgreement"]
        return {"id": agreement["id"], "content": agreement["versions"][-1]["contentHash"]}

    proposed: Json = await stage.once(f"{step}-content", propose)
    stage.story.step("mutation proposeLearningAgreement", f"content {proposed['content'][:12]}…")
    return proposed


def _table(courses: tuple[tuple[str, str, str], ...]) -> list[Json]:
    return [{"code": code, "title": title, "ects": ects} for code, title, ects in courses]


async def _sign_for_another(stage: Stage, goes: Json, proposed: Json) -> None:
    given = {"id": proposed["id"], "party": "RECEIVING", "contentHash": proposed["content"]}
    error = await stage.gateway.refusal(stage.student(goes["person"]), "signLearningAgreement", given)
    stage.story.refused("mutation signLearningAgreement(party: RECEIVING), by the student", error)


async def _sign(stage: Stage, goes: Json, proposed: Json, step: str) -> None:
    signers = {
        "STUDENT": stage.student(goes["person"]),
        "SENDING": stage.coordinator(goes["faculty"]),
        "RECEIVING": stage.partner(goes["partner"]),
    }
    status = ""
    for party, token in signers.items():
        given = {
            "id": proposed["id"],
            "party": party,
            "contentHash": proposed["content"],
            "signedOn": stage.journal.began.date().isoformat(),
        }
        payload = await stage.gateway.do(
            token, "signLearningAgreement", given, AGREED, key=stage.key(f"{step}-{party}")
        )
        status = payload["learningAgreement"]["status"]
    stage.story.step("mutation signLearningAgreement × 3: student, coordinator, partner", status)


async def _stay(stage: Stage, goes: Json) -> None:
    begins, ends = stage.stay
    given = {"id": goes["mobility"], "arrivedOn": begins.isoformat()}
    await stage.gateway.do(
        stage.office, "confirmArrival", given, "mobility { status }", key=stage.key("arrival")
    )
    longer = (ends + timedelta(days=EXTENDED_DAYS)).isoformat()
    payload = await stage.gateway.do(
        stage.office,
        "extendMobility",
        {"id": goes["mobility"], "ends": longer},
        "mobility { days }",
        key=stage.key("extension"),
        input_type="StayEndedInput",
    )
    stage.story.step("mutation confirmArrival, extendMobility", f"{payload['mobility']['days']} days")
