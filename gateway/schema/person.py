"""Person: a student or member of staff. Reads person_view; personal data, narrowed by policies.py."""

import strawberry

from contracts.vocabulary import EqfLevel
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single, words
from gateway.schema.node import Connection, Node, children
from gateway.schema.ordering import order_of
from gateway.schema.refs import ApplicationRef, MobilityRef, PlacementRef, RegistrationRef


@strawberry.type(description="A student or member of staff. What a caller may not see is null.")
class Person(Node):
    given_name: str = strawberry.field(description="Given name")
    family_name: str = strawberry.field(description="Family name")
    email: str | None = strawberry.field(description="E-mail address")
    iban: str | None = strawberry.field(
        description="Account for grants, masked; `personalNumbers` gives it in full"
    )
    national_id: str | None = strawberry.field(
        description="Turkish identity number, masked; `personalNumbers` gives it in full"
    )
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


PersonOrder = order_of("Person", created=("id",), name=("family_name", "given_name", "id"))


@strawberry.type
class PersonQueries:
    people: Connection[Person] = listing(
        Listing("Person"),
        "People the caller may see",
        filter=among(PersonFilter, "Only people who match"),
        search=words("Beginnings of names, Turkish letters folded"),
        order_by=by(PersonOrder),
    )
    person: Person | None = single("Person", "One person")
