"""Whose a row is, for narrowing a query to what its caller may see."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table

from chassis.identity.access import Sight
from chassis.identity.rows import within


def within_sight(sight: Sight, table: Table) -> ColumnElement[bool]:
    """Of the person table a row is the person, of the others it is somebody's."""
    owner = table.c.id if table.name == "person" else table.c.person_id
    return within(sight, person_id=owner, faculty=table.c.faculty)
