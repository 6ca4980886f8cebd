"""What callers send of work that is to be done by a day."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from chassis.refusal import LocalizedText
from services.events.domain.task import Wanted
from services.events.entrypoints.api.models import Input, Title

MANY = 100
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class TaskIn(Input):
    what: Title
    due_on: Day
    responsible_id: UUID | None = Field(default=None, description="Who does it, by person id")

    def wanted(self) -> Wanted:
        what = LocalizedText(tr=self.what.tr, en=self.what.en)
        return Wanted(what, self.due_on, self.responsible_id)


class TasksIn(Input):
    tasks: tuple[TaskIn, ...] = Field(min_length=1, max_length=MANY)

    def wanted(self) -> Sequence[Wanted]:
        return [each.wanted() for each in self.tasks]


class TaskDone(Input):
    number: int = Field(ge=1, le=10_000, description="Of the task within its record")
