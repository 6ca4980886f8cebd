"""Application: somebody's answer to a call, scored line by line. Reads application_view."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from contracts.vocabulary import ApplicationStatus, EqfLevel
from gateway.reading.ids import aggregate_id
from gateway.reading.narrowing import visible_column
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, children, related
from gateway.schema.reads import matches, object_of, page_of
from gateway.schema.refs import CallRef, PersonRef, PlacementRef
from gateway.schema.values import Preference, Reason, ScoreLine
from gateway.views.application import VIEW


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


Filter = Annotated[ApplicationFilter | None, strawberry.argument(description="Only applications that match")]
CallId = Annotated[strawberry.ID, strawberry.argument(description="The call's node id")]


@strawberry.type
class ApplicationQueries:
    @strawberry.field(description="Applications, oldest first")
    async def applications(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Application]:
        page = Page.asked(first, after, last, before)
        return await page_of(info, Application, page, *matches(info, Application, filter))

    @strawberry.field(description="One application")
    async def application(self, info: Ask, id: Id) -> Application | None:
        return await object_of(info, Application, id)

    @strawberry.field(description="A call's ranking from the first place on, each score with its lines")
    async def ranking(
        self,
        info: Ask,
        *,
        call_id: CallId,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Application]:
        page = Page.asked(first, after, last, before)
        of_call = VIEW.table.c.call_id == aggregate_id(call_id, "Call", "callId")
        ranked = visible_column(VIEW, "rank", info.context.caller).is_not(None)
        return await page_of(info, Application, page, of_call, ranked, order=("rank", "id"))
