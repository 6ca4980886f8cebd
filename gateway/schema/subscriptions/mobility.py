"""mobilityChanged: stays, as their people, their faculty and the office follow them."""

from collections.abc import AsyncGenerator
from typing import Annotated, cast

import strawberry

from gateway.schema.mobility import Mobility, MobilityFilter
from gateway.schema.node import Ask
from gateway.schema.subscriptions.watching import AfterChange, changed_objects, matching, only, told

Only = Annotated[strawberry.ID | None, strawberry.argument(description="Only the mobility with this node id")]
Filter = Annotated[MobilityFilter | None, strawberry.argument(description="Only mobilities that match")]


@strawberry.type(description="A mobility of which something is new.")
class MobilityChange:
    cursor: str = strawberry.field(description="Pass it as `after` to be told everything since")
    mobility: Mobility = strawberry.field(description="As the caller may see it now")


@strawberry.type
class MobilitySubscriptions:
    @strawberry.subscription(
        description="Mobilities that change, or whose person is erased, each as the caller may see it then"
    )
    async def mobility_changed(
        self, info: Ask, *, id: Only = None, filter: Filter = None, after: AfterChange = None
    ) -> AsyncGenerator[MobilityChange, None]:
        conditions = matching(info, "Mobility", filter)
        async for change, row in changed_objects(info, conditions, after, only("Mobility", id)):
            yield cast(MobilityChange, told(change, mobility=row))
