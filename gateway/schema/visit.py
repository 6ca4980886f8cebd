"""Visit: a delegation out or in. Reads visit_view."""

from datetime import date
from typing import Any

import strawberry

from contracts.vocabulary import Direction, Meal, VisitStatus
from gateway.reading.fields import READS, ByIds, Listing
from gateway.reading.ids import as_uuid
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Ask, Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.preparing import Cost, Task
from gateway.schema.refs import PartnerRef, PersonRef
from gateway.schema.values import LocalizedText


@strawberry.type(description="One entry of a visit's programme.")
class ProgrammeItem:
    day: date = strawberry.field(description="On which day")
    at: str | None = strawberry.field(description="Local time where it takes place, like 09:30")
    place: str = strawberry.field(description="Where")
    what: LocalizedText = strawberry.field(description="What happens")


@strawberry.type(description="Rooms for guests at one place.")
class HostedRoom:
    place: str = strawberry.field(description="Where")
    rooms: int = strawberry.field(description="How many")
    begins: date = strawberry.field(description="From which day")
    until: date = strawberry.field(description="The morning on which they are left")


@strawberry.type(description="A meal with guests.")
class HostedMeal:
    day: date = strawberry.field(description="On which day")
    meal: Meal = strawberry.field(description="Which one")
    place: str = strawberry.field(description="Where")
    people: int = strawberry.field(description="For how many")


@strawberry.type(description="How a delegation that comes is put up.")
class Hosting:
    rooms: list[HostedRoom] = strawberry.field(description="Where they sleep")
    meals: list[HostedMeal] = strawberry.field(description="What they eat, when and where")


@strawberry.type(description="A delegation that leaves for a partner or comes from one.")
class Visit(Node):
    purpose: LocalizedText = strawberry.field(description="What for")
    direction: Direction = strawberry.field(description="Whether it leaves or comes")
    host: str = strawberry.field(description="The unit or institution that receives it")
    begins_on: date = strawberry.field(description="First day")
    ends_on: date = strawberry.field(description="Last day")
    guests: int = strawberry.field(
        description="How many of the partner's people come; who, only `openVisitGuests` tells"
    )
    programme: list[ProgrammeItem] = strawberry.field(description="What happens, day by day")
    costs: list[Cost] | None = strawberry.field(description="What it costs: for the office and finance")
    hosting: Hosting | None = strawberry.field(description="How guests are put up")
    letters: list[str] | None = strawberry.field(description="Numbers in the register of correspondence")
    status: VisitStatus = strawberry.field(description="Where it stands")
    outcome: LocalizedText | None = strawberry.field(description="What came of it, once it is reported")
    follow_ups: list[Task] | None = strawberry.field(description="What is to be done about it")
    partner: PartnerRef | None = related("Partner", key="partner_id", doc="partner", description="With whom")

    @strawberry.field(
        description="Our people, those the caller may see", metadata={READS: ByIds("Person", "person_ids")}
    )
    async def people(self: Any, info: Ask) -> list[PersonRef]:
        found = await info.context.reader.many("Person", [as_uuid(written) for written in self["person_ids"]])
        return [person for person in found if person is not None]  # type: ignore[misc]


@strawberry.input(description="Visits that match every given field.")
class VisitFilter:
    status: VisitStatus | None = strawberry.field(default=None, description="In this state")
    direction: Direction | None = strawberry.field(default=None, description="That leave, or that come")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="With this partner")


VisitOrder = order_of("Visit", begin=("begins_on", "id"), created=("id",))


@strawberry.type
class VisitQueries:
    visits: Connection[Visit] = listing(
        Listing("Visit"),
        "Visits by their first day",
        filter=among(VisitFilter, "Only visits that match"),
        order_by=by(VisitOrder),
    )
    visit: Visit | None = single("Visit", "One visit")
