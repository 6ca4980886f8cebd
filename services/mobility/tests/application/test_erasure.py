"""After erasure a search of the database finds nothing of the person but an id."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.mobility.tests.conftest import Outbox
from services.mobility.tests.office import Office, application_body

PERSON = {
    "given_name": "Şükriye",
    "family_name": "Karadağlı",
    "email": "sukriye@example.org",
    "iban": "TR330006100519786457841326",
    "national_id": "10000000146",
    "student_number": "2699999",
}
SEALED = ("iban", "national_id")
OPEN = (value for field, value in PERSON.items() if field not in SEALED)
TRACES = (*OPEN, "rapor 77/2026", "kişisel nedenler", "Sağlık kurulu", "sealed:", "•••• 1326", "•46")
"""What a search finds of them: the sealed numbers by their seals, and by the masks of stored answers."""


async def everything(engine: AsyncEngine) -> str:
    """Every row of every table, as text; outgoing bytes too."""
    async with engine.connect() as connection:
        names = await connection.execute(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        found = []
        for name in names.scalars():
            rows = await connection.execute(text(f'SELECT * FROM "{name}"'))
            found += [" ".join(_readable(value) for value in row) for row in rows]
    return "\n".join(found)


def _readable(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


async def somebody_with_a_history(office: Office) -> UUID:
    """Applied with a bonus, was seen by an officer, went, and gave up with a reason; every answer kept."""
    place = await office.place()
    call = await office.call(place)
    answer = await office.client.post("/people", PERSON | {"faculty": "engineering"}, key=str(uuid4()))
    person = UUID(answer.body["id"])
    claims = [{"rule": "B2", "evidence": "rapor 77/2026"}]
    body = application_body(call, person, place, claims=claims, citizen_of=["TR", "IR"])
    application = (await office.client.post("/applications", body, key=str(uuid4()))).body
    seen = {"rule": "B2", "accepted": True, "evidence": "Şükriye Karadağlı, rapor 77/2026"}
    await office.post(f"/applications/{application['id']}/verifications", seen)
    await office.publish(call)
    placement = await office.placement_of(application)
    accepted = await office.post(f"/placements/{placement['id']}/accept")
    await a_course_that_did_not_count(office, accepted["mobility_id"])
    reason = {"reason": "kişisel nedenler"}
    await office.post(f"/mobilities/{accepted['mobility_id']}/withdraw", reason)
    return person


async def a_course_that_did_not_count(office: Office, mobility: str) -> None:
    """A learning agreement to its end, with words of a coordinator about the person."""
    course = {"code": "CS101", "title": "Algorithms", "ects": "30"}
    body = {"semesters": 1, "abroad": [course], "home": [course]}
    agreement = await office.post(f"/mobilities/{mobility}/learning-agreement", body)
    content = agreement["versions"][0]["content_hash"]
    path = f"/learning-agreements/{mobility}"
    for party in ("student", "sending", "receiving"):
        await office.post(f"{path}/signatures", {"party": party, "content_hash": content})
    await office.post(f"{path}/transcript", {"results": [course | {"grade": "A", "passed": True}]})
    refused = {"abroad_code": "CS101", "reason": "Karadağlı dersi daha önce almış"}
    await office.post(f"{path}/recognitions", refused)


async def test_nothing_of_the_person_is_left_but_an_id(office: Office, engine: AsyncEngine) -> None:
    person = await somebody_with_a_history(office)
    before = await everything(engine)
    assert [trace for trace in TRACES if trace not in before] == []
    assert [field for field in SEALED if PERSON[field] in before] == []
    assert (await office.client.delete(f"/people/{person}")).status == 204
    left = await everything(engine)
    assert [trace for trace in TRACES if trace in left] == []
    assert str(person) in left


async def test_the_tombstone_goes_out_last_and_the_erasure_is_logged(office: Office, outbox: Outbox) -> None:
    person = await office.person()
    await office.client.delete(f"/people/{person}")
    (event,) = await outbox()
    assert (event.name, event.sequence, event.state) == ("person-erased", 2, None)
    (line,) = (await office.client.get("/erasures", person_id=str(person))).body["items"]
    assert line["rows"]["person"] == 1
    assert line["asked_by"] is not None
    assert (await office.sees(f"/people/{person}")).code == "person-not-found"


async def test_while_a_stay_runs_the_person_stays(office: Office) -> None:
    place, person = await office.place(), await office.person()
    call = await office.call(place)
    application = await office.apply(call, place, person_id=person)
    await office.publish(call)
    placement = await office.placement_of(application)
    await office.post(f"/placements/{placement['id']}/accept")
    assert (await office.client.delete(f"/people/{person}")).code == "person-has-a-running-stay"


async def test_who_is_erased_makes_room_for_the_reserve(office: Office) -> None:
    place, person = await office.place(), await office.person()
    call = await office.call(place)
    await office.apply(call, place, person_id=person, language_score=95)
    second = await office.apply(call, place, language_score=80)
    await office.publish(call)
    await office.client.delete(f"/people/{person}")
    assert await office.holders(call) == {second["id"]}
