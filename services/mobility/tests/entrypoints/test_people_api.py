"""People over HTTP: who may register, correct, read and erase, and what of them leaves the service."""

from __future__ import annotations

from uuid import uuid4

from chassis.identity.caller import Role
from services.mobility.tests.conftest import ClientOf, Outbox
from services.mobility.tests.office import Office

IBAN = "TR330006100519786457841326"


async def test_the_office_registers_a_person_and_the_topic_tells_it(office: Office, outbox: Outbox) -> None:
    answer = await office.client.post(
        "/people", {"given_name": "Ayşe", "family_name": "Yılmaz", "iban": IBAN}
    )
    assert (answer.status, answer.headers["ETag"]) == (201, '"1"')
    (event,) = await outbox()
    assert (event.name, event.topic, event.state["iban"]) == ("person-registered", "mobility.person.v1", IBAN)


async def test_the_same_key_registers_one_person(office: Office) -> None:
    body, key = {"given_name": "Ayşe", "family_name": "Yılmaz"}, str(uuid4())
    first = await office.client.post("/people", body, key=key)
    again = await office.client.post("/people", body, key=key)
    assert first.body == again.body
    assert await office.rows("SELECT count(*) FROM person") == [(1,)]


async def test_a_student_number_belongs_to_one_person(office: Office) -> None:
    await office.person(student_number="2600001")
    body = {"given_name": "Elif", "family_name": "Kaya", "student_number": "2600001"}
    assert (await office.client.post("/people", body)).code == "student-number-taken"


async def test_a_student_corrects_the_own_account_on_its_present_version(
    office: Office, client_of: ClientOf
) -> None:
    person = await office.person()
    student = await client_of(Role.STUDENT, person_id=person)
    assert (await student.patch(f"/people/{person}", {"iban": IBAN})).status == 428
    assert (await student.patch(f"/people/{person}", {"iban": IBAN}, version=1)).body["version"] == 2
    stale = await student.patch(f"/people/{person}", {"email": "a@b.tr"}, version=1)
    assert (stale.status, stale.body["facts"]["present"]) == (412, 2)


async def test_a_student_does_not_change_the_faculty_nor_anybody_else(
    office: Office, client_of: ClientOf
) -> None:
    person, other = await office.person(), await office.person()
    student = await client_of(Role.STUDENT, person_id=person)
    assert (await student.patch(f"/people/{person}", {"faculty": "theology"}, 1)).code == "field-not-yours"
    assert (await student.patch(f"/people/{other}", {"iban": IBAN}, 1)).code == "person-not-found"


async def test_everybody_sees_whom_they_may(office: Office, client_of: ClientOf) -> None:
    engineer, theologian = await office.person(), await office.person("theology")
    coordinator = await client_of(Role.COORDINATOR, faculty="theology")
    student = await client_of(Role.STUDENT, person_id=engineer)
    finance = await client_of(Role.FINANCE)
    assert [one["id"] for one in (await coordinator.get("/people")).body["items"]] == [str(theologian)]
    assert [one["id"] for one in (await student.get("/people")).body["items"]] == [str(engineer)]
    assert (await finance.get("/people")).code == "role-missing"
    assert (await student.get(f"/people/{theologian}")).code == "person-not-found"


async def test_a_coordinator_does_not_see_where_the_money_goes(office: Office, client_of: ClientOf) -> None:
    person = await office.person("theology", iban=IBAN)
    coordinator = await client_of(Role.COORDINATOR, faculty="theology")
    student = await client_of(Role.STUDENT, person_id=person)
    assert (await coordinator.get(f"/people/{person}")).body["iban"] is None
    assert [one["iban"] for one in (await coordinator.get("/people")).body["items"]] == [None]
    assert (await student.get(f"/people/{person}")).body["iban"] == IBAN


async def test_only_the_office_registers_and_erases(office: Office, client_of: ClientOf) -> None:
    student = await client_of(Role.STUDENT, person_id=await office.person())
    body = {"given_name": "Elif", "family_name": "Kaya"}
    assert (await student.post("/people", body)).status == 403
    assert (await student.delete(f"/people/{uuid4()}")).status == 403
    assert (await office.client.delete(f"/people/{uuid4()}")).code == "person-not-found"


async def test_an_unknown_faculty_is_refused_with_the_known_ones(office: Office) -> None:
    body = {"given_name": "Elif", "family_name": "Kaya", "faculty": "astronomy"}
    answer = await office.client.post("/people", body)
    assert answer.code == "faculty-unknown"
    assert "engineering" in answer.body["next"]["tr"]
