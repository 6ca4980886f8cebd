"""Call: for applications of one programme, call year and kind. Reads call_view."""

from datetime import date, datetime
from typing import Any

import strawberry

from contracts.vocabulary import ActivityKind, CallStatus, Programme
from gateway.reading.fields import READS, ByIds, Listing
from gateway.reading.ids import as_uuid
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Ask, Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import AgreementRef, ApplicationRef, EventRef, PersonRef, PlacementRef
from gateway.schema.values import LocalizedText


@strawberry.type(description="Somebody who approves a call's results.")
class CommitteeMember:
    person: PersonRef | None = related("Person", key="person_id", description="Who, where the caller may see")
    chair: bool = strawberry.field(description="Whether they chair it")


@strawberry.type(description="The committee's record of an approval.")
class Minutes:
    number: str = strawberry.field(description="Its number")
    day: date = strawberry.field(description="Of the meeting")


@strawberry.type(description="A call for applications.")
class Call(Node):
    programme: Programme = strawberry.field(description="Of which programme")
    call_year: int = strawberry.field(description="Whose rates and rules hold; not the calendar year")
    academic_year: str = strawberry.field(description="When the stays are, like 2026/2027")
    kind: ActivityKind = strawberry.field(description="What for")
    title: LocalizedText = strawberry.field(description="Its title")
    opens_at: datetime = strawberry.field(description="First instant to apply")
    closes_at: datetime = strawberry.field(description="Deadline")
    status: CallStatus = strawberry.field(description="Where it stands")
    stay_begins: date | None = strawberry.field(description="Usual first day of the stays")
    stay_ends: date | None = strawberry.field(description="Usual last day of the stays")
    committee: list[CommitteeMember] = strawberry.field(
        description="Without its approval nothing is public; empty: no committee"
    )
    minutes: Minutes | None = strawberry.field(description="Of the approval of the present ranking")
    appeals_until: date | None = strawberry.field(description="Last day to appeal against the lists")
    applications: Connection[ApplicationRef] = children(
        "Application", key="call_id", description="Applications the caller may see"
    )
    placements: Connection[PlacementRef] = children(
        "Placement", key="call_id", description="Placements the caller may see"
    )
    events: Connection[EventRef] = children("Event", key="call_id", description="Events held for this call")

    @strawberry.field(
        description="Agreements whose places can be preferred, those the caller may see",
        metadata={READS: ByIds("Agreement", "agreement_ids")},
    )
    async def agreements(self: Any, info: Ask) -> list[AgreementRef]:
        reader = info.context.reader
        found = await reader.many("Agreement", [as_uuid(written) for written in self["agreement_ids"]])
        return [agreement for agreement in found if agreement is not None]  # type: ignore[misc]


@strawberry.input(description="Calls that match every given field.")
class CallFilter:
    programme: Programme | None = strawberry.field(default=None, description="Of this programme")
    call_year: int | None = strawberry.field(default=None, description="Of this call year")
    status: CallStatus | None = strawberry.field(default=None, description="In this state")


CallOrder = order_of("Call", created=("id",), deadline=("closes_at", "id"))


@strawberry.type
class CallQueries:
    calls: Connection[Call] = listing(
        Listing("Call"),
        "Calls, oldest first",
        filter=among(CallFilter, "Only calls that match"),
        order_by=by(CallOrder),
    )
    call: Call | None = single("Call", "One call")
