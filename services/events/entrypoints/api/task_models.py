"""What callers send of work that is to be done by a day."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chassis.refusal import LocalizedText
from services.events.domain.task import Wanted
from services.events.entrypoints.api.models import Input, Title

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class TaskIn(Input):
    what: Title
    due_on: Day

    def wanted(self) -> Wanted:
        return Wanted(LocalizedText(tr=self.what.tr, en=self.what.en), self.due_on)


class TaskDone(Input):
    number: int = Field(ge=1, le=10_000, description="Of the task within its record")
