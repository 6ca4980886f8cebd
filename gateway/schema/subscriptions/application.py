"""applicationChanged: an application's state, and what its call's publication makes visible of it."""

from collections.abc import AsyncGenerator
from typing import Annotated, cast

import strawberry

from gateway.schema.application import Application, ApplicationFilter
from gateway.schema.node import Ask
from gateway.schema.subscriptions.watching import AfterChange, changed_objects, matching, only, told

Only = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only the application with this node id")
]
Filter = Annotated[ApplicationFilter | None, strawberry.argument(description="Only applications that match")]


@strawberry.type(description="An application of which something is new.")
class ApplicationChange:
    cursor: str = strawberry.field(description="Pass it as `after` to be told everything since")
    application: Application = strawberry.field(description="As the caller may see it now")


@strawberry.type
class ApplicationSubscriptions:
    @strawberry.subscription(
        description="Applications whose state changes, or whose call's does: publishing a ranking shows "
        "applicants theirs"
    )
    async def application_changed(
        self, info: Ask, *, id: Only = None, filter: Filter = None, after: AfterChange = None
    ) -> AsyncGenerator[ApplicationChange, None]:
        conditions = matching(info, "Application", filter)
        async for change, row in changed_objects(info, conditions, after, only("Application", id)):
            yield cast(ApplicationChange, told(change, application=row))
