"""Which rows a caller may see, as a condition of the query: there is no second place."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Table, false, or_, true


@dataclass(frozen=True, slots=True)
class Visible:
    """``everything``, or the rows of a person, of a faculty, or of both."""

    everything: bool = False
    person_id: UUID | None = None
    faculty: str | None = None

    def condition(self, table: Table) -> ColumnElement[bool]:
        if self.everything:
            return true()
        mine = [] if self.person_id is None else [self._owner(table) == self.person_id]
        ours = [] if self.faculty is None else [table.c.faculty == self.faculty]
        return or_(false(), *mine, *ours)

    @staticmethod
    def _owner(table: Table) -> ColumnElement[UUID]:
        return table.c.id if table.name == "person" else table.c.person_id
