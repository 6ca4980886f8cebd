"""What commands about visits, projects and plans of events have in common: tasks and costs."""

from datetime import date

import strawberry

from contracts.vocabulary import CostKind
from gateway.schema.mutations.inputs import LocalizedTextInput, MoneyInput, given
from gateway.schema.mutations.performing import ChangeInput


@strawberry.input(description="What one kind of spending is planned to be, and what it was.")
class CostInput:
    kind: CostKind = strawberry.field(description="What it is spent on; each kind once")
    planned: MoneyInput = strawberry.field(description="As planned")
    actual: MoneyInput | None = given("As it was")


@strawberry.input(description="Something to be done by a day.")
class TaskInput:
    what: LocalizedTextInput = strawberry.field(description="What is to be done")
    due_on: date = strawberry.field(description="By when")
    responsible_id: strawberry.ID | None = given("Who does it")


@strawberry.input(description="Which task is done.")
class FinishTaskInput(ChangeInput):
    number: int = strawberry.field(description="The task's number within its visit, project or plan")
