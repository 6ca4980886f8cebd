"""Chapters 4 and 5: a call, forty applications, scores that explain themselves, lists, answers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.local.journey.cast import FIELD_OF, Student, students
from deploy.local.journey.clients import JourneyStopped, Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage

AT_ONCE = 6
MORE_PLACES = 6
CALL_YEAR = 2024
"""The last call year with published rates for Türkiye; a call year is not the calendar year."""

ME = "query Me { me { person { id version } } }"
APPLICATION = "application { id version status refusedBy { code message { tr en } } }"
RANKING = """
query Ranking($call: ID!) {
  ranking(callId: $call, first: 100) {
    totalCount
    nodes { id rank status score faculty scoreLines { rule label { tr en } points evidence verifiedBy } }
  }
}
"""
WHAT_IF = """
whatIf {
  applicants placesNow placesThen placedNow placedThen movedCount
  moved { applicationId now { rank score conditionId } then { rank score conditionId } }
}
"""
PLACEMENTS = """
query Placements($call: ID!) {
  placements(filter: { callId: $call }, first: 100) {
    nodes { id version rank list status promoted score person { id } partner { name } }
  }
}
"""


def call_input(stage: Stage, agreement_ids: list[str], call_year: int = CALL_YEAR) -> Json:
    begins, ends = stage.stay
    began = stage.journal.began
    return {
        "programme": "ERASMUS",
        "callYear": call_year,
        "academicYear": stage.academic_year,
        "kind": "STUDENT_STUDY",
        "title": {
            "tr": f"KA131 öğrenim hareketliliği {call_year}",
            "en": f"KA131 study mobility {call_year}",
        },
        "opensAt": (began - timedelta(days=15)).isoformat(),
        "closesAt": (began + timedelta(days=15)).isoformat(),
        "stayBegins": begins.isoformat(),
        "stayEnds": ends.isoformat(),
        "agreementIds": agreement_ids,
        "settings": {"minimumLanguageScore": "60"},
    }


async def open_call(stage: Stage, given: Json, key: str) -> str:
    """The call's id. An agreement that came into force just now may take a moment to be known."""

    async def attempt() -> Json:
        return await stage.gateway.attempt(
            stage.office, "openCall", given, "call { id status }", key=stage.key(key)
        )

    payload = await eventually(
        "the agreement in the mobility service",
        attempt,
        lambda p: not any(e["code"] == "agreement-not-usable" for e in p["userErrors"]),
    )
    if payload["userErrors"]:
        raise JourneyStopped(f"openCall was refused: {payload['userErrors']}")
    return str(payload["call"]["id"])


def places_of_first_call(stage: Stage) -> list[tuple[str, str]]:
    """(agreement, condition) of all agreements but the last, which is the second call's."""
    made = [one["agreement"] for one in stage.facts("agreements")["made"][:-1]]
    return [(agreement["id"], agreement["conditions"][0]["id"]) for agreement in made]


async def applications(stage: Stage) -> Facts:
    """A call opens; forty apply; four are told which rule refused them."""
    places = places_of_first_call(stage)
    call_id = await open_call(stage, call_input(stage, [agreement for agreement, _ in places]), "open-call")
    stage.story.step("mutation openCall", f"KA131 {CALL_YEAR}, 10 places in 3 agreements")
    people = await register(stage, students())
    stage.story.step("POST /v1/people", f"{len(people)} students from the registrar")
    limit = asyncio.Semaphore(AT_ONCE)
    answers = await asyncio.gather(
        *(apply(stage, limit, call_id, one, people[one.number], places=places) for one in students())
    )
    _tell_applications(stage, answers)
    await _wrong_grade(stage, call_id, people[0], places)
    await _verify(stage, answers)
    eligible = sum(not one["refusedBy"] for one in answers)
    return {
        "call": call_id,
        "people": people,
        "applications": [one["id"] for one in answers],
        "eligible": eligible,
    }


async def register(stage: Stage, cast: list[Student]) -> list[str]:
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(student: Student) -> str:
        given = {
            "given_name": student.given_name,
            "family_name": student.family_name,
            "email": f"{student.student_number.lower()}@ogrenci.example",
            "iban": student.iban,
            "national_id": student.national_id,
            "nationality": "TR",
            "student_number": student.student_number,
            "faculty": student.faculty,
            "eqf_level": "6",
        }
        async with limit:
            key = stage.key(f"person-{student.number}")
            return str(
                (await stage.rest.post("mobility", "/v1/people", stage.office, json=given, key=key))["id"]
            )

    return list(await asyncio.gather(*(one(student) for student in cast)))


async def me(stage: Stage, person_id: str) -> Json:
    """A student's own node in the gateway, as soon as it has arrived."""
    token = stage.student(person_id)
    found = await eventually("the student in the gateway", lambda: stage.gateway.ask(token, ME), _has_person)
    person: Json = found["me"]["person"]
    return person


def _has_person(data: Json) -> bool:
    return data["me"]["person"] is not None


async def apply(
    stage: Stage,
    limit: asyncio.Semaphore,
    call_id: str,
    student: Student,
    person_id: str,
    *,
    places: list[tuple[str, str]],
) -> Json:
    async with limit:
        node = await me(stage, person_id)
        given = application_input(student, call_id, node["id"], places)
        key = stage.key(f"apply-{student.number}")
        payload = await stage.gateway.do(
            stage.student(person_id), "submitApplication", given, APPLICATION, key=key
        )
        return {**payload["application"], "number": student.number}


def application_input(student: Student, call_id: str, person: str, places: list[tuple[str, str]]) -> Json:
    return {
        "callId": call_id,
        "personId": person,
        "eqfLevel": "BACHELOR",
        "iscedCode": FIELD_OF[student.faculty],
        "cgpa": str(student.cgpa),
        "cgpaScale": 4,
        "languageScore": str(student.language_score),
        "citizenOf": ["TR"],
        "earlierMobilities": student.earlier_mobilities,
        "earlierDays": student.earlier_days,
        "preferences": [
            {"agreementId": places[wish][0], "conditionId": places[wish][1]} for wish in student.wishes
        ],
        "claims": [{"rule": student.claim, "evidence": "document shown"}] if student.claim else [],
    }


def _tell_applications(stage: Stage, answers: list[Json]) -> None:
    refused = [one for one in answers if one["refusedBy"]]
    stage.story.step(
        "mutation submitApplication × 40", f"{len(answers) - len(refused)} eligible, {len(refused)} not"
    )
    stage.story.table(
        "not eligible, and by which rule · başvurusu uygun olmayanlar ve kuralı",
        ("student", "rule", "reason"),
        [(f"K2026{one['number']:04}", reason["code"], f"{reason['message']['en']}\n{reason['message']['tr']}")
         for one in refused for reason in one["refusedBy"]],
    )  # fmt: skip


async def _wrong_grade(stage: Stage, call_id: str, person_id: str, places: list[tuple[str, str]]) -> None:
    node = await me(stage, person_id)
    given = application_input(students()[0], call_id, node["id"], places) | {"cgpa": "4.6"}
    error = await stage.gateway.refusal(stage.student(person_id), "submitApplication", given)
    stage.story.refused("mutation submitApplication(cgpa: 4.6 of 4)", error)


async def _verify(stage: Stage, answers: list[Json]) -> None:
    """Two claims are seen and hold, one does not: only verified ones count."""
    claims = [(one.number, one.claim, one.number != 11) for one in students() if one.claim]
    for number, rule, holds in claims:
        given = {
            "id": answers[number]["id"],
            "rule": rule,
            "accepted": holds,
            "evidence": "certificate seen, no copy kept" if holds else "certificate has expired",
        }
        key = stage.key(f"verify-{number}")
        await stage.gateway.do(stage.office, "verifyClaim", given, APPLICATION, key=key)
    stage.story.step("mutation verifyClaim × 3", "two bonuses hold, one does not")


async def ranking(stage: Stage) -> Facts:
    """The deadline passes; ranking twice gives the same list; the lists are published."""
    call_id = stage.facts("applications")["call"]
    await close_call(stage, call_id, "close-call")
    await _late(stage, call_id)
    first, second = await _rank(stage, call_id, "rank-1"), await _rank(stage, call_id, "rank-2")
    if first != second:
        raise JourneyStopped("two rankings of the same applications differ")
    stage.story.step("mutation rankCall × 2", f"{len(first)} ranked, both lists identical")
    await _tell_scores(stage, call_id)
    what_if = await stage.once("what-if", lambda: _what_if(stage, call_id))
    await publish(stage, call_id, "publish-call")
    placements = await _placements(
        stage, call_id, lambda nodes: sum(n["list"] == "MAIN" for n in nodes) >= 10
    )
    main = [p for p in placements if p["list"] == "MAIN"]
    stage.story.step(
        "mutation publishCall", f"{len(main)} on the main list, {len(placements) - len(main)} in reserve"
    )
    return {"what-if": what_if}


async def _what_if(stage: Stage, call_id: str) -> Json:
    """More places in the first agreement, then other weights too; nothing of it is kept."""
    (_, condition), *_ = places_of_first_call(stage)
    places: Json = {"places": [{"conditionId": condition, "places": MORE_PLACES}]}
    weights = {"weights": [{"rule": "W1", "factor": "0.4"}, {"rule": "W2", "factor": "0.6"}]}
    found = {}
    for name, supposed in {"places": places, "places and weights": places | weights}.items():
        payload = await stage.gateway.do(stage.office, "tryRanking", {"id": call_id, **supposed}, WHAT_IF)
        found[name] = payload["whatIf"]
        told = f"{found[name]['placedThen']} placed, {found[name]['movedCount']} would stand elsewhere"
        stage.story.step(f"mutation tryRanking, other {name}", told)
    return found


async def close_call(stage: Stage, call_id: str, key: str) -> None:
    """Bring the deadline forward to a moment from now, and wait for it."""

    async def a_moment_from_now() -> str:
        return (datetime.now(UTC) + timedelta(seconds=1)).isoformat()

    given = {"id": call_id, "closesAt": await stage.once(key, a_moment_from_now)}
    await stage.gateway.do(stage.office, "rescheduleCall", given, "call { closesAt }", key=stage.key(key))
    await asyncio.sleep(1.2)
    stage.story.step("mutation rescheduleCall", "the deadline is now")


async def _late(stage: Stage, call_id: str) -> None:
    facts, student = stage.facts("applications"), students()[20]
    places = places_of_first_call(stage)
    person_id = facts["people"][student.number]
    given = application_input(student, call_id, (await me(stage, person_id))["id"], places)
    error = await stage.gateway.refusal(stage.student(person_id), "submitApplication", given)
    stage.story.refused("mutation submitApplication, after the deadline", error)


async def _rank(stage: Stage, call_id: str, key: str) -> list[tuple[Any, ...]]:
    """The list when it is whole: the mutation waits for the call in the view, each rank comes by itself."""
    eligible = stage.facts("applications")["eligible"]

    async def ask() -> list[Json]:
        found: Json = (await stage.gateway.ask(stage.office, RANKING, {"call": call_id}))["ranking"]
        return list(found["nodes"])

    await rank(stage, call_id, key)
    nodes = await eventually("every rank in the gateway", ask, lambda found: len(found) >= eligible)
    return [(one["id"], one["rank"], one["score"]) for one in nodes]


async def rank(stage: Stage, call_id: str, key: str) -> None:
    await stage.gateway.do(
        stage.office,
        "rankCall",
        {"id": call_id},
        "call { status }",
        key=stage.key(key),
        input_type="CallInput",
    )


async def publish(stage: Stage, call_id: str, key: str) -> None:
    await stage.gateway.do(
        stage.office,
        "publishCall",
        {"id": call_id},
        "call { status }",
        key=stage.key(key),
        input_type="CallInput",
    )


async def _tell_scores(stage: Stage, call_id: str) -> None:
    nodes = (await stage.gateway.ask(stage.office, RANKING, {"call": call_id}))["ranking"]["nodes"]
    first = min(nodes, key=lambda node: node["rank"])
    stage.story.table(
        f"why the first has {first['score']} points · birincinin puanı neden {first['score']}",
        ("rule", "line", "points", "evidence", "verified by"),
        [(line["rule"], f"{line['label']['en']} · {line['label']['tr']}", line["points"], line["evidence"],
          line["verifiedBy"]) for line in first["scoreLines"] or ()],
    )  # fmt: skip


async def _placements(stage: Stage, call_id: str, ready: Any) -> list[Json]:
    async def ask() -> list[Json]:
        found: list[Json] = (await stage.gateway.ask(stage.office, PLACEMENTS, {"call": call_id}))[
            "placements"
        ]["nodes"]
        return found

    return await eventually("placements in the gateway", ask, ready)


async def offered_in_order(stage: Stage, call_id: str, at_least: int, decision: str) -> list[Json]:
    """Placements that wait for an answer, best rank first; the same ones whenever this step is repeated."""

    async def find() -> list[Json]:
        found = await _placements(
            stage, call_id, lambda nodes: sum(n["status"] == "OFFERED" for n in nodes) >= at_least
        )
        return sorted((p for p in found if p["status"] == "OFFERED"), key=lambda p: p["rank"])

    offers: list[Json] = await stage.once(decision, find)
    return offers
