"""Person: a student or member of staff. Reads person_view; personal data, narrowed by policies.py."""

from typing import Annotated

import strawberry

from contracts.vocabulary import EqfLevel
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, children
from gateway.schema.reads import found_by, matches, object_of, page_of
from gateway.schema.refs import ApplicationRef, MobilityRef, PlacementRef, RegistrationRef


@strawberry.type(description="A student or member of staff. What a caller may not see is null.")
class Person(Node):
    given_name: str = strawberry.field(description="Given name")
    family_name: str = strawberry.field(description="Family name")
    email: str | None = strawberry.field(description="E-mail address")
    iban: str | None = strawberry.field(description="Account for grants")
    nationality: str | None = strawberry.field(description="ISO 3166-1 alpha-2")
    student_number: str | None = strawberry.field(description="The university's number")
    faculty: str | None = strawberry.field(description="Faculty code")
    department: str | None = strawberry.field(description="Department")
    eqf_level: EqfLevel | None = strawberry.field(description="Level of study")
    staff: bool = strawberry.field(description="Works here")
    applications: Connection[ApplicationRef] = children(
        "Application", key="person_id", description="What this person applied for"
    )
    placements: Connection[PlacementRef] = children(
        "Placement", key="person_id", description="Places offered to this person"
    )
    mobilities: Connection[MobilityRef] = children(
        "Mobility", key="person_id", description="This person's stays"
    )
    registrations: Connection[RegistrationRef] = children(
        "Registration", key="person_id", description="Events this person is invited to or comes to"
    )


@strawberry.input(description="People who match every given field.")
class PersonFilter:
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    student_number: str | None = strawberry.field(default=None, description="With this student number")
    staff: bool | None = strawberry.field(default=None, description="Staff, or students")


Filter = Annotated[PersonFilter | None, strawberry.argument(description="Only people who match")]
Search = Annotated[str | None, strawberry.argument(description="Beginnings of names, Turkish letters folded")]


@strawberry.type
class PersonQueries:
    @strawberry.field(description="People the caller may see")
    async def people(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        search: Search = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Person]:
        conditions = matches(info, Person, filter) + found_by(Person, search)
        return await page_of(info, Person, Page.asked(first, after, last, before), *conditions)

    @strawberry.field(description="One person")
    async def person(self, info: Ask, id: Id) -> Person | None:
        return await object_of(info, Person, id)
