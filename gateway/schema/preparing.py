"""What visits, projects and plans of events have in common: tasks and costs."""

from datetime import date

import strawberry

from contracts.vocabulary import CostKind
from gateway.schema.node import related
from gateway.schema.refs import PersonRef
from gateway.schema.values import LocalizedText, Money


@strawberry.type(description="Something to be done by a day.")
class Task:
    number: int = strawberry.field(description="Its name within its visit, project or plan")
    what: LocalizedText = strawberry.field(description="What is to be done")
    due_on: date = strawberry.field(description="By when")
    done_on: date | None = strawberry.field(description="When it was done")
    responsible: PersonRef | None = related(
        "Person", key="responsible_id", description="Who does it, where the caller may see"
    )


@strawberry.type(description="What one kind of spending was planned to be, and what it was.")
class Cost:
    kind: CostKind = strawberry.field(description="What it is spent on")
    planned: Money = strawberry.field(description="As planned")
    actual: Money | None = strawberry.field(description="As it was")
