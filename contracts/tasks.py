"""Work that is to be done by a day: follow-ups of visits, tasks of projects and of events' plans."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts.event import Text, Value


class Task(Value):
    number: int = Field(ge=1, description="Unique within its visit, project or plan; never given twice")
    what: Text
    due_on: date
    done_on: date | None = None
    responsible_id: UUID | None = Field(default=None, description="Who does it, by person id")
