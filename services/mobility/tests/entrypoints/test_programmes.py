"""One engine, programmes as data: each is opened, applied to, ranked, published and accepted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.vocabulary import Programme
from services.mobility.tests.office import Office, application_body, call_body

FARABI: dict[str, Any] = {
    "programme": "farabi",
    "settings": {"semesters": 1, "ranking_unit": "department", "minimum_language_score": 0},
}
MEVLANA: dict[str, Any] = {
    "programme": "mevlana",
    "call_year": 2026,
    "settings": {"semesters": 1, "decision": "YÖK 2026/12, 4 Mayıs 2026", "minimum_language_score": 0},
}
BILATERAL: dict[str, Any] = {
    "programme": "bilateral",
    "settings": {
        "decision": "Senato 2026/41, 3 Mart 2026",
        "own_rules": {
            "cgpa_weight": "0.7",
            "language_weight": "0.3",
            "minimum_cgpa": "60",
            "min_days": 60,
            "max_days": 300,
        },
    },
}
AT_HOME: dict[str, Any] = {"semester": 5, "ects_per_semester": "30", "home_ects_per_semester": "30"}


def opening() -> dict[str, Any]:
    """Early enough that the deadline may come now: Mevlana is open for fifteen days."""
    return {"opens_at": (datetime.now(UTC) - timedelta(days=20)).isoformat()}


async def test_farabi_goes_by_grade_alone(office: Office) -> None:
    place = await office.place(country="TR", programme=Programme.FARABI)
    call = await office.call(place, **FARABI)
    lower = await office.apply(call, place, cgpa="3.10", language_score=100, **AT_HOME)
    higher = await office.apply(call, place, cgpa="3.11", language_score=None, **AT_HOME)
    await office.publish(call)
    assert await office.holders(call) == {higher["id"]}
    assert (await office.placement_of(lower))["status"] == "reserve"
    lines = (await office.sees(f"/applications/{higher['id']}/score")).body["lines"]
    assert [line["rule"] for line in lines] == ["FA-W1"]
    placement = await office.placement_of(higher)
    accepted = await office.post(f"/placements/{placement['id']}/accept")
    mobility = (await office.sees(f"/mobilities/{accepted['mobility_id']}")).body
    assert (mobility["programme"], mobility["host_country"]) == ("farabi", "TR")


async def test_farabi_refuses_by_its_own_rules_and_says_which(office: Office) -> None:
    place = await office.place(country="TR", programme=Programme.FARABI)
    call = await office.call(place, **FARABI)
    lighter = AT_HOME | {"semester": 2, "ects_per_semester": "24"}
    refused = await office.apply(call, place, cgpa="1.90", language_score=None, **lighter)
    assert [reason["code"] for reason in refused["refused_by"]] == ["FA1", "FA3", "FA6"]
    assert refused["status"] == "ineligible"


async def test_farabi_once_a_level_is_known_from_the_record(office: Office) -> None:
    place = await office.place(country="TR", programme=Programme.FARABI, places=2)
    person = await office.person()
    first = await office.call(place, **FARABI)
    went = await office.apply(first, place, person_id=person, **AT_HOME)
    await office.publish(first)
    await office.post(f"/placements/{(await office.placement_of(went))['id']}/accept")
    again = await office.apply(await office.call(place, **FARABI), place, person_id=person, **AT_HOME)
    assert [reason["code"] for reason in again["refused_by"]] == ["FA5"]


async def test_a_partner_abroad_is_not_for_farabi(office: Office) -> None:
    place = await office.place(country="DE", programme=Programme.FARABI)
    answer = await office.client.post("/calls", call_body(place, **FARABI))
    assert (answer.status, answer.code) == (422, "partner-must-be-domestic")


async def test_mevlana_weighs_grade_and_language(office: Office) -> None:
    place = await office.place(country="AZ", programme=Programme.MEVLANA)
    call = await office.call(place, **MEVLANA, **opening())
    linguist = await office.apply(call, place, cgpa="2.60", language_score=95, semester=4)
    await office.apply(call, place, cgpa="3.40", language_score=60, semester=4)
    own = await office.apply(call, place, citizen_of="AZ", semester=4)
    assert [reason["code"] for reason in own["refused_by"]] == ["MV5"]
    await office.publish(call)
    assert await office.holders(call) == {linguist["id"]}
    await office.post(f"/placements/{(await office.placement_of(linguist))['id']}/accept")


async def test_mevlana_of_a_year_it_was_not_held_is_refused(office: Office) -> None:
    body = call_body(**{**MEVLANA, "call_year": 2021}, **opening())
    answer = await office.client.post("/calls", body)
    assert (answer.status, answer.code) == (422, "programme-not-held")


async def test_a_bilateral_call_goes_by_what_the_institution_decided(office: Office) -> None:
    place = await office.place(country="GE", programme=Programme.BILATERAL)
    refused = await office.client.post("/calls", call_body(place, programme="bilateral"))
    assert refused.code == "selection-rules-unknown"
    call = await office.call(place, **BILATERAL)
    scholar = await office.apply(call, place, cgpa="3.60", language_score=55)
    await office.apply(call, place, cgpa="2.70", language_score=99)
    below = await office.apply(call, place, cgpa="2.20")
    assert [reason["code"] for reason in below["refused_by"]] == ["K3"]
    await office.publish(call)
    assert await office.holders(call) == {scholar["id"]}
    await office.post(f"/placements/{(await office.placement_of(scholar))['id']}/accept")


async def test_a_blended_call_takes_places_that_have_short_stays(office: Office) -> None:
    short, long = await office.place(blended=True), await office.place()
    call = await office.call(short, long, blended=True, stay_ends="2027-02-20")
    applied = await office.apply(call, short, ects_per_semester="6", earlier_days=330)
    assert applied["status"] == "submitted"
    answer = await office.client.post("/applications", application_body(call, await office.person(), long))
    assert answer.code == "preference-unknown"


async def test_a_traineeship_counts_the_letter_of_acceptance(office: Office) -> None:
    place = await office.place(kind="student-traineeship")
    call = await office.call(place, kind="student-traineeship")
    claim = [{"rule": "B5", "evidence": "Kabul mektubu"}]
    applied = await office.apply(call, place, language_score=70, claims=claim)
    await office.apply(call, place, language_score=85)
    seen = {"rule": "B5", "accepted": True, "evidence": "12.11.2026 tarihli mektup"}
    await office.post(f"/applications/{applied['id']}/verifications", seen)
    await office.publish(call)
    assert await office.holders(call) == {applied["id"]}
