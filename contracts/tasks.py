"""Work that is to be done by a day: follow-ups of visits, tasks of projects."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from contracts.event import Text, Value


class Task(Value):
    number: int = Field(ge=1, description="Unique within its visit or project; never given twice")
    what: Text
    due_on: date
    done_on: date | None = None
