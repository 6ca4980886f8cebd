"""People: registered and corrected by the office, read by those whom they concern, erased on request."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from chassis.http.paging import Page
from chassis.http.readings import Reading, readings_of
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import mobility as published
from contracts.vocabulary import EqfLevel
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.correct_person import correct_person
from services.mobility.application.erase_person import erase_person
from services.mobility.application.register_person import register_person
from services.mobility.domain.missing import NoSuchPerson
from services.mobility.domain.person import Person
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery
from services.mobility.entrypoints.api.inputs import Country, Input, Name
from services.mobility.entrypoints.api.personal_numbers import confirmed, shown_to

router = APIRouter(tags=["people"])

Email = Annotated[str, Field(max_length=254)]
Iban = Annotated[str, Field(max_length=50, examples=["TR33 0006 1005 1978 6457 8413 26"])]
NationalId = Annotated[str, Field(max_length=20, examples=["10000000146"])]
StudentNumber = Annotated[str, Field(min_length=1, max_length=40)]


class PersonIn(Input):
    given_name: Name
    family_name: Name
    email: Email | None = None
    iban: Iban | None = None
    national_id: NationalId | None = None
    nationality: Country | None = None
    student_number: StudentNumber | None = None
    faculty: Name | None = None
    department: Name | None = None
    eqf_level: EqfLevel | None = None
    staff: bool = False


class PersonChange(Input):
    """Only the fields that are sent change; null empties one that may be empty."""

    given_name: Name = Field(default="")
    family_name: Name = Field(default="")
    email: Email | None = None
    iban: Iban | None = None
    national_id: NationalId | None = None
    nationality: Country | None = None
    student_number: StudentNumber | None = None
    faculty: Name | None = None
    department: Name | None = None
    eqf_level: EqfLevel | None = None
    staff: bool = False

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


@router.post("/people", status_code=201, response_model=published.Person)
@allowed(everything=[Role.OFFICE])
async def register(body: PersonIn, edge: MobilityEdge) -> Response:
    person = Person(id=new_id(), version=1, **dict(body))
    return await edge.run(lambda work: register_person(person, work, rule_book()), confirmed, 201)


@router.get("/people", response_model=Page[published.Person])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: MobilityEdge,
    page: PageQuery,
    student_number: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """The office sees everybody, a coordinator the faculty, others themselves."""

    async def query(work: MobilityWork) -> Page[published.Person]:
        (after,) = page.after(UUID) or (None,)
        found = await work.people.page(edge.sight, student_number, after, page.fetch)
        seen = [_as_seen(person, edge) for person in found]
        return Page[published.Person].of(seen, page, partial(shown_to, edge.caller), lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer, lambda answer: (one.id for one in answer.items))


@router.get("/people/{person_id}", response_model=published.Person)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(person_id: UUID, edge: MobilityEdge) -> Response:
    async def query(work: MobilityWork) -> Person:
        person = await work.people.get(person_id)
        edge.sight.require(NoSuchPerson(), person_id=person.id, faculty=person.faculty)
        return _as_seen(person, edge)

    return await edge.read(query, partial(shown_to, edge.caller), lambda person: (person.id,))


@router.patch("/people/{person_id}", response_model=published.Person)
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def correct(person_id: UUID, body: PersonChange, edge: MobilityEdge) -> Response:
    """Needs ``If-Match``. The office changes everything, the person their own e-mail and IBAN."""
    edge.sight.require(NoSuchPerson(), person_id=person_id)
    version, by_office = edge.require_version(), edge.caller.has(Role.OFFICE)
    answer = await edge.run(
        lambda work: correct_person(
            person_id, body.changes(), work, rule_book(), by_office=by_office, expected=version
        ),
        confirmed,
    )
    await edge.note_reading(person_id)
    return answer


@router.get("/people/{person_id}/readings", response_model=Page[Reading])
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def readings(person_id: UUID, edge: MobilityEdge, page: PageQuery) -> Response:
    """Who of the staff read this person here; what they read through the gateway is told there."""
    edge.sight.require(NoSuchPerson(), person_id=person_id)
    return await readings_of(person_id, edge, page)


@router.delete("/people/{person_id}", status_code=204)
@allowed(everything=[Role.OFFICE])
async def erase(person_id: UUID, edge: MobilityEdge) -> Response:
    """Forget the person everywhere. Their applications and stays remain under an id that names nobody."""
    asked_by = edge.caller.subject
    return await edge.run(
        lambda work: erase_person(person_id, work, edge.now(), asked_by=asked_by), lambda _: None
    )


def _as_seen(person: Person, edge: MobilityEdge) -> Person:
    """A coordinator sees whom, never where their money goes."""
    return person if edge.sight.sees(person_id=person.id) else replace(person, iban=None)
