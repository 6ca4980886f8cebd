"""Grant: the money of one mobility. Reads grant_view."""

from datetime import date

import strawberry

from contracts.vocabulary import GrantStatus, Programme
from gateway.reading.fields import Listing
from gateway.schema.instalment import Instalment
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import MobilityRef, PaymentOrderRef, PersonRef
from gateway.schema.values import GrantLine, Money, Reason, Recovery


@strawberry.type(description="The money of one mobility, at the rates of its own call year.")
class Grant(Node):
    programme: Programme = strawberry.field(description="From which programme's budget")
    call_year: int = strawberry.field(description="Whose rates hold")
    faculty: str | None = strawberry.field(description="Faculty code")
    rank: int | None = strawberry.field(description="Rank in the call: who is paid first")
    status: GrantStatus = strawberry.field(description="Where it stands")
    days: int | None = strawberry.field(description="Days it is computed for")
    amount: Money | None = strawberry.field(description="The whole grant; null while a rate is unknown")
    contract_amount: Money | None = strawberry.field(description="Ceiling: what was first promised")
    paid: Money = strawberry.field(description="Paid so far")
    lines: list[GrantLine] = strawberry.field(description="How the amount came about")
    instalments: list[Instalment] = strawberry.field(description="How it is paid")
    recovery: Recovery | None = strawberry.field(description="What is owed back")
    recovery_due_on: date | None = strawberry.field(
        description="Day of the earliest part of an agreed plan that is not all back; past is overdue"
    )
    waiting_for: Reason | None = strawberry.field(description="What the office must enter first")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="Whose")
    mobility: MobilityRef | None = related("Mobility", key="mobility_id", description="For which stay")
    payment_orders: Connection[PaymentOrderRef] = children(
        "PaymentOrder", key="grant_id", description="Orders to pay it"
    )


@strawberry.input(description="Grants that match every given field.")
class GrantFilter:
    programme: Programme | None = strawberry.field(default=None, description="Of this programme")
    call_year: int | None = strawberry.field(default=None, description="Of this call year")
    status: GrantStatus | None = strawberry.field(default=None, description="In this state")
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    recovery_due_before: date | None = strawberry.field(
        default=None, description="With a part to come back before this day: today's for what is overdue"
    )
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")


GrantOrder = order_of("Grant", created=("id",), call_year=("call_year", "id"))


@strawberry.type
class GrantQueries:
    grants: Connection[Grant] = listing(
        Listing("Grant"),
        "Grants, oldest first",
        filter=among(GrantFilter, "Only grants that match"),
        order_by=by(GrantOrder),
    )
    grant: Grant | None = single("Grant", "One grant")
