"""Application: somebody's answer to a call, scored line by line. Reads application_view."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from contracts.vocabulary import AppealStatus, ApplicationStatus, EqfLevel
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import CallRef, PersonRef, PlacementRef
from gateway.schema.values import Preference, Reason, ScoreLine


@strawberry.type(
    description="An application. Until the lists are public, applicants read its ranking as null."
)
class Application(Node):
    faculty: str = strawberry.field(description="Faculty code")
    eqf_level: EqfLevel = strawberry.field(description="Level of study")
    isced_code: str = strawberry.field(description="Field of study, ISCED-F 2013")
    status: ApplicationStatus | None = strawberry.field(description="What has become of it")
    submitted_at: datetime = strawberry.field(description="When it came")
    preferences: list[Preference] = strawberry.field(description="Wished places in order")
    score: Decimal | None = strawberry.field(description="Sum of the lines")
    score_lines: list[ScoreLine] | None = strawberry.field(description="How the score came about")
    rank: int | None = strawberry.field(description="Place in the ranking")
    refused_by: list[Reason] = strawberry.field(description="Rules that make it ineligible")
    appeal_status: AppealStatus | None = strawberry.field(
        description="Of the applicant's appeal against the lists, if any"
    )
    call: CallRef | None = related("Call", key="call_id", description="To which call")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="Whose")
    placements: Connection[PlacementRef] = children(
        "Placement", key="application_id", description="Places this application led to"
    )


@strawberry.input(description="Applications that match every given field.")
class ApplicationFilter:
    call_id: strawberry.ID | None = strawberry.field(default=None, description="To this call")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    status: ApplicationStatus | None = strawberry.field(default=None, description="In this state")


ApplicationOrder = order_of("Application", created=("id",), submitted=("submitted_at", "id"))


@strawberry.type
class ApplicationQueries:
    applications: Connection[Application] = listing(
        Listing("Application"),
        "Applications, oldest first",
        filter=among(ApplicationFilter, "Only applications that match"),
        order_by=by(ApplicationOrder),
    )
    application: Application | None = single("Application", "One application")
    ranking: Connection[Application] = listing(
        Listing("Application", among=("rank",), order=("rank", "id")),
        "A call's ranking from the first place on, each score with its lines",
        call_id=Annotated[strawberry.ID, strawberry.argument(description="The call's node id")],
    )
