"""EventPlan: how an event is prepared, and what it cost. Reads event_plan_view."""

from decimal import Decimal

import strawberry

from contracts.vocabulary import Currency, EventStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.preparing import Cost, Task
from gateway.schema.refs import EventRef


@strawberry.type(description="All costs of an event in one currency.")
class CostTotal:
    currency: Currency = strawberry.field(description="Which")
    planned: Decimal = strawberry.field(description="As planned")
    actual: Decimal = strawberry.field(description="As far as it is written down")
    per_participant: Decimal | None = strawberry.field(
        description="Actual, for each who checked in; null while nobody has"
    )


@strawberry.type(description="What is to be done for an event by whom and when, and what it costs.")
class EventPlan(Node):
    costs: list[Cost] = strawberry.field(description="One line a kind")
    totals: list[CostTotal] = strawberry.field(description="By currency")
    tasks: list[Task] = strawberry.field(description="What is to be done")
    status: EventStatus = strawberry.field(description="As its event's")
    event: EventRef | None = related("Event", key="event_id", description="Of which event")


@strawberry.input(description="Plans that match every given field.")
class EventPlanFilter:
    event_id: strawberry.ID | None = strawberry.field(default=None, description="Of this event")
    status: EventStatus | None = strawberry.field(default=None, description="In this state")


EventPlanOrder = order_of("EventPlan", begin=("begins_at", "id"), created=("id",))


@strawberry.type
class EventPlanQueries:
    event_plans: Connection[EventPlan] = listing(
        Listing("EventPlan"),
        "Plans by the begin of their events. Office and finance",
        filter=among(EventPlanFilter, "Only plans that match"),
        order_by=by(EventPlanOrder),
    )
    event_plan: EventPlan | None = single("EventPlan", "One plan")
