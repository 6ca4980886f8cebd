"""A Farabi call: by grade alone, approved by its committee; an appeal opens one application only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from chassis.identity.caller import Role
from deploy.local.journey.agreeing import AGREEMENT
from deploy.local.journey.choosing import PLACEMENTS, call_input, me, open_call
from deploy.local.journey.clients import Json, eventually
from deploy.local.journey.stage import Stage
from gateway.reading.ids import parse_node_id
from tests.journey.system import System

pytestmark = pytest.mark.timeout(300)

ISCED = "0613"
STUDENTS = (("Nevruz", "Taşlıçay", "3.40"), ("Aras", "Tuzluca", "3.20"), ("Hicran", "Karakoyun", "3.00"))
"""The third's grade was entered wrongly: 3.80 is right."""
PERSON = "person { id version }"
APPLICATION = "application { id status rank score appealStatus refusedBy { code } }"
READ = "query Appealed($id: ID!) { application(id: $id) { status rank score appealStatus } }"
CALL = "call { status appealsUntil minutes { number day } committee { chair person { familyName } } }"


async def do(stage: Stage, token: str, mutation: str, given: Json, wanted: str) -> Json:
    """The part of the payload that ``wanted`` names."""
    payload = await stage.gateway.do(token, mutation, given, wanted)
    done: Json = payload[wanted.split(maxsplit=1)[0]]
    return done


async def a_person(stage: Stage, given_name: str, family_name: str, **facts: object) -> Json:
    given = {"givenName": given_name, "familyName": family_name, "faculty": "engineering", **facts}
    return await do(stage, stage.office, "registerPerson", given, PERSON)


async def a_farabi_agreement(stage: Stage, reference: str) -> Json:
    """One place a year at a domestic university."""
    given = {"name": f"Ağrı Dağı Üniversitesi {reference}", "country": "TR"}
    partner = await do(stage, stage.office, "createPartner", given, "partner { id }")
    begins = stage.stay[0].year
    condition = {"direction": "OUTGOING", "kind": "STUDENT_STUDY", "iscedCodes": [ISCED], "placesPerYear": 1,
                 "eqfLevels": ["BACHELOR"], "monthsPerPlace": "5"}  # fmt: skip
    draft = {
        "reference": reference,
        "programme": "FARABI",
        "partnerId": partner["id"],
        "firstYear": f"{begins - 1}/{begins}",
        "lastYear": f"{begins + 1}/{begins + 2}",
        "conditions": [condition],
    }
    agreement = await do(stage, stage.office, "draftAgreement", draft, AGREEMENT)
    await _into_force(stage, agreement)
    return agreement


async def _into_force(stage: Stage, agreement: Json) -> None:
    own, today = {"id": agreement["id"]}, stage.journal.began.date().isoformat()
    await stage.gateway.do(stage.office, "proposeAgreement", own, "", input_type="AgreementInput")
    for party in ("HOME", "PARTNER"):
        signed = own | {"party": party, "signedOn": today}
        await stage.gateway.do(stage.office, "signAgreement", signed, "")
    await stage.gateway.do(stage.office, "activateAgreement", own, "", input_type="AgreementInput")


def farabi_call(stage: Stage, agreement: Json) -> Json:
    settings = {"semesters": 1, "rankingUnit": "DEPARTMENT", "appealDays": 4}
    return call_input(stage, [agreement["id"]]) | {"programme": "FARABI", "settings": settings}


async def applied(stage: Stage, call: str, agreement: Json, student: tuple[str, str, str]) -> Json:
    """With the person beside the application."""
    given_name, family_name, cgpa = student
    registered = await a_person(stage, given_name, family_name)
    person = str(parse_node_id(registered["id"])[1])
    given = {
        "callId": call,
        "personId": (await me(stage, person))["id"],
        "eqfLevel": "BACHELOR",
        "iscedCode": ISCED,
        "cgpa": cgpa,
        "cgpaScale": 4,
        "semester": 5,
        "ectsPerSemester": "30",
        "homeEctsPerSemester": "30",
        "preferences": [{"agreementId": agreement["id"], "conditionId": agreement["conditions"][0]["id"]}],
    }
    done = await do(stage, stage.student(person), "submitApplication", given, APPLICATION)
    assert (done["status"], done["refusedBy"]) == ("SUBMITTED", [])
    return done | {"person": person}


async def approved_and_published(stage: Stage, call: str) -> None:
    """The committee's member approves; before that nothing is public, and the office cannot do it instead."""
    member = await a_person(stage, "Sabiha", "Digorlu", staff=True)
    named = {"id": call, "members": [{"personId": member["id"], "chair": True}]}
    await do(stage, stage.office, "nameCommittee", named, CALL)
    soon = {"id": call, "closesAt": (datetime.now(UTC) + timedelta(milliseconds=1)).isoformat()}
    await do(stage, stage.office, "rescheduleCall", soon, CALL)
    own = {"id": call}
    await stage.gateway.do(stage.office, "rankCall", own, CALL, input_type="CallInput")
    early = await stage.gateway.refusal(stage.office, "publishCall", own, input_type="CallInput")
    assert early["code"] == "results-not-approved"
    minutes = own | {"minutesNumber": "2026/7", "minutesOn": "2026-12-01"}
    assert (await stage.gateway.refusal(stage.office, "approveCall", minutes))["code"] == "not-in-committee"
    person = UUID(str(parse_node_id(member["id"])[1]))
    token = stage.issuer.issue(Role.STAFF, person_id=person)
    await do(stage, token, "approveCall", minutes, CALL)
    payload = await stage.gateway.do(stage.office, "publishCall", own, CALL, input_type="CallInput")
    assert payload["call"]["minutes"] == {"number": "2026/7", "day": "2026-12-01"}
    assert payload["call"]["committee"] == [{"chair": True, "person": {"familyName": "Digorlu"}}]
    assert payload["call"]["appealsUntil"] is not None


async def places(stage: Stage, call: str) -> dict[str, str]:
    """Person → state of their place."""

    async def ask() -> list[Json]:
        found: Json = await stage.gateway.ask(stage.office, PLACEMENTS, {"call": call})
        return list(found["placements"]["nodes"])

    nodes = await eventually("the three placements", ask, lambda found: len(found) == len(STUDENTS))
    return {str(parse_node_id(one["person"]["id"])[1]): one["status"] for one in nodes}


async def test_the_call_the_appeal_and_who_keeps_what(system: System) -> None:
    stage = system.stage
    agreement = await a_farabi_agreement(stage, "FARABI-TR-1")
    call = await open_call(stage, farabi_call(stage, agreement), "farabi-open")
    first, second, third = [await applied(stage, call, agreement, one) for one in STUDENTS]
    await approved_and_published(stage, call)
    before = await places(stage, call)
    assert [before[one["person"]] for one in (first, second, third)] == ["OFFERED", "RESERVE", "RESERVE"]
    await _appeal(stage, third)
    accepted = {"id": third["id"], "answer": "Transkript görüldü", "cgpa": "3.80"}
    error = await stage.gateway.refusal(stage.office, "acceptAppeal", accepted)
    assert error["code"] == "other-eyes-needed"
    colleague = stage.issuer.issue(Role.OFFICE, subject="office-nurettin")
    told = await do(stage, colleague, "acceptAppeal", accepted, APPLICATION)
    assert (told["status"], told["rank"], told["appealStatus"]) == ("RESERVE", 1, "ACCEPTED")
    assert await places(stage, call) == before
    await stage.gateway.do(stage.office, "withdrawApplication", {"id": first["id"]}, APPLICATION)

    async def who_has_it() -> dict[str, str]:
        return await places(stage, call)

    after = await eventually("the place passed on", who_has_it, lambda now: now[third["person"]] == "OFFERED")
    assert (after[first["person"]], after[second["person"]]) == ("WITHDRAWN", "RESERVE")


async def _appeal(stage: Stage, application: Json) -> None:
    """The applicant does, once; a stranger neither appeals nor reads of it; the faculty does."""
    given = {"id": application["id"], "reason": "Son notum sayılmamış"}
    stranger = stage.student(stage.facts("applications")["people"][0])
    assert (await stage.gateway.refusal(stranger, "appealApplication", given))[
        "code"
    ] == "application-not-found"
    own = stage.student(application["person"])
    told = await do(stage, own, "appealApplication", given, APPLICATION)
    assert told["appealStatus"] == "OPEN"
    assert (await stage.gateway.refusal(own, "appealApplication", given))["code"] == "appealed-already"
    asked = {"id": application["id"]}
    seen = [
        (await stage.gateway.ask(token, READ, asked))["application"]
        for token in (
            stranger,
            stage.finance,
            stage.coordinator("theology"),
            stage.coordinator("engineering"),
        )
    ]
    assert seen[:3] == [None, None, None]
    assert seen[3]["appealStatus"] == "OPEN"


async def test_a_farabi_call_is_with_domestic_partners_and_as_its_rules_say(system: System) -> None:
    stage = system.stage
    agreement = await a_farabi_agreement(stage, "FARABI-TR-2")
    call = farabi_call(stage, agreement)
    by_call = call | {"settings": call["settings"] | {"rankingUnit": "CALL"}}
    too_long = call | {"settings": call["settings"] | {"semesters": 3}}
    own = {"cgpaWeight": "1", "languageWeight": "0", "minimumCgpa": "40", "minDays": 1, "maxDays": 300}
    own_rules = call | {"settings": call["settings"] | {"decision": "Senato 2026/1", "ownRules": own}}
    for given, code in (
        (by_call, "ranking-unit-prescribed"),
        (too_long, "semesters-outside-limits"),
        (own_rules, "own-rules-not-needed"),
    ):
        assert (await stage.gateway.refusal(stage.office, "openCall", given))["code"] == code
