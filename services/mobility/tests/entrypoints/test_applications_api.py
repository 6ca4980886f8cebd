"""Applications over HTTP: eligibility, verified bonuses, and who sees what of a score."""

from __future__ import annotations

from uuid import uuid4

import pytest

from chassis.identity.caller import Role
from services.mobility.tests.conftest import ClientOf, Outbox
from services.mobility.tests.office import Office, application_body

CLAIM = [{"rule": "B2", "evidence": "Sağlık kurulu raporu 12/2026"}]
SEEN = {"rule": "B2", "accepted": True, "evidence": "Ayşe Yılmaz, rapor 12/2026"}


async def test_an_application_has_a_score_that_explains_itself(office: Office) -> None:
    place = await office.place()
    application = await office.apply(await office.call(place), place, cgpa="3.20", language_score=81)
    assert (application["status"], application["score"]) == ("submitted", "81.17")
    assert [line["rule"] for line in application["score_lines"]] == ["W1", "W2"]


async def test_who_is_not_eligible_is_told_every_rule_and_it_is_kept(office: Office, outbox: Outbox) -> None:
    place = await office.place()
    call = await office.call(place)
    refused = await office.apply(call, place, cgpa="2.00", language_score=40, earlier_days=310)
    assert refused["status"] == "ineligible"
    assert [reason["code"] for reason in refused["refused_by"]] == ["E1", "E7", "E8", "E14"]
    assert (await outbox())[-1].name == "application-refused"


async def test_who_was_refused_may_apply_again_and_others_only_once(office: Office) -> None:
    place = await office.place()
    call, person = await office.call(place), await office.person()
    await office.apply(call, place, person_id=person, cgpa="2.00")
    await office.apply(call, place, person_id=person, cgpa="2.90")
    again = await office.client.post("/applications", application_body(call, person, place))
    assert (again.status, again.code) == (409, "already-applied")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"cgpa": "4.01"}, "cgpa-out-of-scale", "cgpa"),
        ({"cgpa_scale": 5}, "cgpa-out-of-scale", "cgpa"),
        ({"language_score": 101}, "language-score-out-of-scale", "language_score"),
        ({"isced_code": "0221"}, "preference-does-not-fit", "preferences.0.condition_id"),
        ({"claims": [{"rule": "B9", "evidence": "…"}]}, "claim-unknown", "claims.0.rule"),
        (
            {"preferences": [{"agreement_id": str(uuid4()), "condition_id": str(uuid4())}]},
            "preference-unknown",
            "preferences.0.condition_id",
        ),
    ],
)
async def test_wrong_input_is_refused_by_name_in_both_languages(
    office: Office, changes: dict[str, object], code: str, field: str
) -> None:
    place = await office.place()
    body = application_body(await office.call(place), await office.person(), place, **changes)
    answer = await office.client.post("/applications", body)
    assert (answer.status, answer.code, answer.body["field"]) == (422, code, field)
    assert answer.body["next"]["tr"] != answer.body["next"]["en"]


async def test_after_the_deadline_nobody_applies(office: Office) -> None:
    place = await office.place()
    call = await office.call(place)
    await office.close(call)
    late = await office.client.post("/applications", application_body(call, await office.person(), place))
    assert (late.status, late.code) == (422, "application-deadline-passed")


async def test_a_student_applies_for_nobody_else(office: Office, client_of: ClientOf) -> None:
    place = await office.place()
    call, person, other = await office.call(place), await office.person(), await office.person()
    student = await client_of(Role.STUDENT, person_id=person)
    assert (await student.post("/applications", application_body(call, person, place))).status == 201
    assert (await student.post("/applications", application_body(call, other, place))).status == 403


async def test_a_bonus_counts_when_somebody_has_seen_the_document(office: Office) -> None:
    place = await office.place()
    application = await office.apply(await office.call(place), place, claims=CLAIM)
    verified = await office.post(f"/applications/{application['id']}/verifications", SEEN)
    assert float(verified["score"]) == float(application["score"]) + 10
    refused = await office.post(
        f"/applications/{application['id']}/verifications", SEEN | {"accepted": False}
    )
    assert refused["score"] == application["score"]


async def test_a_special_category_fact_leaves_the_service_without_its_name(
    office: Office, outbox: Outbox
) -> None:
    place = await office.place()
    application = await office.apply(await office.call(place), place, claims=CLAIM)
    verified = await office.post(f"/applications/{application['id']}/verifications", SEEN)
    assert verified["score_lines"][-1]["rule"] == "BONUS"
    told = str([event.state for event in await outbox() if event.topic != "mobility.person.v1"])
    assert not [word for word in ("B2", "rapor", "Sağlık", "engel", "Yılmaz") if word in told]


async def test_applicant_and_office_read_the_full_score_a_coordinator_does_not(
    office: Office, client_of: ClientOf
) -> None:
    place, person = await office.place(), await office.person()
    application = await office.apply(await office.call(place), place, person_id=person, claims=CLAIM)
    await office.post(f"/applications/{application['id']}/verifications", SEEN)
    path = f"/applications/{application['id']}/score"
    mine = await (await client_of(Role.STUDENT, person_id=person)).get(path)
    assert mine.body["lines"][-1]["rule"] == "B2"
    assert mine.body["claims"][0]["accepted"] is True
    assert (await (await client_of(Role.COORDINATOR, faculty="engineering")).get(path)).status == 403


async def test_a_coordinator_verifies_in_the_own_faculty_what_is_not_special(
    office: Office, client_of: ClientOf
) -> None:
    place = await office.place()
    application = await office.apply(await office.call(place), place, claims=CLAIM)
    path = f"/applications/{application['id']}/verifications"
    ours, theirs = [await client_of(Role.COORDINATOR, faculty=name) for name in ("engineering", "theology")]
    absence = {"rule": "M5", "accepted": True, "evidence": "yoklama"}
    assert (await ours.post(path, absence)).status == 201
    assert (await ours.post(path, SEEN)).code == "verification-needs-office"
    assert (await theirs.post(path, absence)).code == "application-not-found"


async def test_lists_show_what_the_caller_may_see_page_by_page(office: Office, client_of: ClientOf) -> None:
    place = await office.place()
    call = await office.call(place)
    for faculty in ("engineering", "theology", "theology"):
        await office.apply(call, place, person_id=await office.person(faculty))
    coordinator = await client_of(Role.COORDINATOR, faculty="theology")
    first = await coordinator.get("/applications", call_id=str(call), limit="1")
    second = await coordinator.get("/applications", limit="1", cursor=first.body["next"])
    assert [one["faculty"] for one in first.body["items"] + second.body["items"]] == ["theology", "theology"]
    assert second.body["next"] is None


async def test_a_country_of_citizenship_costs_ten(office: Office) -> None:
    place = await office.place(country="DE")
    application = await office.apply(await office.call(place), place, citizen_of=["TR", "DE"])
    assert application["score_lines"][-1]["rule"] == "M2"
    assert application["score_lines"][-1]["points"] == "-10.00"


async def test_until_the_lists_are_public_an_applicant_reads_nothing_of_the_ranking(
    office: Office, client_of: ClientOf
) -> None:
    place, person = await office.place(), await office.person()
    call = await office.call(place)
    path = f"/applications/{(await office.apply(call, place, person_id=person))['id']}"
    student = await client_of(Role.STUDENT, person_id=person)
    coordinator = await client_of(Role.COORDINATOR, faculty="engineering")
    await office.close(call)
    await office.post(f"/calls/{call}/rank")
    listed = (await student.get("/applications")).body["items"][0]
    for told in (listed, (await student.get(path)).body):
        assert (told["status"], told["rank"], told["score"]) == ("submitted", None, None)
        assert told["score_lines"] == []
    score = (await student.get(f"{path}/score")).body
    assert (score["rank"], score["score"], score["lines"]) == (None, None, [])
    assert [(await one.get(path)).body["rank"] for one in (office.client, coordinator)] == [1, 1]
    await office.post(f"/calls/{call}/publish")
    assert (await student.get(path)).body["rank"] == 1
