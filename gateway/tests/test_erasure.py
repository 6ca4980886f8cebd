"""After a person's tombstone nothing of them is left in the gateway's database but ids that name nobody."""

from __future__ import annotations

from sqlalchemy import text

from chassis.consuming import parking
from chassis.consuming.record import Record
from chassis.erasures import digest
from chassis.ids import new_id
from contracts import topics
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views

TELLING = ("Ayşe", "Yılmaz", "ayse@example.org", "•••• 1326", "•46", "sealed:", "20210001", "yilmaz")


async def everything_stored(views: Views) -> str:
    """The text of every row of every table."""
    async with views.engine.connect() as connection:
        names = await connection.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        rows = [
            (await connection.execute(text(f'SELECT t::text FROM "{name}" t'))).scalars().all()
            for name in names
        ]
    return "\n".join(row for table in rows for row in table)


async def test_nothing_is_left_of_an_erased_person(views: Views) -> None:
    person, event = office.person(new_id()), office.gathering(new_id())
    stay = office.stay(new_id(), person.key)
    grant = office.grant(new_id(), stay)
    comes = office.registration(new_id(), event.key, person.key)
    await views.take_in(person, stay, grant, office.order(new_id(), grant), event, comes)
    before = await everything_stored(views)
    await views.take_in(office.erased(person.key, 2))
    after = await everything_stored(views)
    assert [word for word in TELLING if word not in before] == []
    assert [word for word in TELLING if word in after] == []
    assert [line["person"] for line in await views.rows("erasure")][-1:] == [digest(person.key)]


async def test_an_older_event_does_not_bring_an_erased_person_back(views: Views) -> None:
    person = office.person(new_id())
    await views.take_in(person)
    await views.take_in(office.erased(person.key, 2))
    await views.take_in(person)
    assert await views.rows("person_view") == []


async def test_a_mobility_stays_countable_without_its_person(gateway: Gateway, views: Views) -> None:
    person = office.person(new_id())
    await views.take_in(person, office.stay(new_id(), person.key))
    await views.take_in(office.erased(person.key, 2))
    answer = await gateway.ask("{ mobilities { nodes { status person { givenName } } } }")
    assert answer.data["mobilities"]["nodes"] == [{"status": "PLANNED", "person": None}]


async def test_an_erased_registration_is_shown_nowhere(views: Views, gateway: Gateway) -> None:
    person, event = office.person(new_id()), office.gathering(new_id())
    stay, comes = office.stay(new_id(), person.key), office.registration(new_id(), event.key, person.key)
    await views.take_in(person, event, stay, comes)
    await views.take_in(office.registration_erased(comes.key, 2))
    answer = await gateway.ask("{ mobilities { nodes { registrations { nodes { id } } } } }")
    assert answer.data["mobilities"]["nodes"] == [{"registrations": {"nodes": []}}]
    assert await views.rows("registration_view") == []


async def test_what_was_parked_of_a_person_goes_too(views: Views) -> None:
    person = office.person(new_id())
    await views.take_in(person)
    body = person.model_dump_json().encode()
    record = Record(topics.PERSON.name, 0, 1, str(person.key), str(person.key).encode(), body, ())
    async with views.engine.begin() as connection:
        await parking.park(connection, "gateway.views", record, "broken")
    await views.take_in(office.erased(person.key, 2))
    assert "ayse@example.org" not in await everything_stored(views)
