"""What a caller may see, as a condition of the query: lists and counts are narrowed by the same sight."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from chassis.identity.access import Sight


def within(
    sight: Sight,
    *,
    person_id: ColumnElement[Any] | None = None,
    faculty: ColumnElement[Any] | None = None,
    partner_id: ColumnElement[Any] | None = None,
    in_force: ColumnElement[bool] | None = None,
) -> ColumnElement[bool]:
    """The rows of a table within ``sight``, by the columns that say whose they are."""
    if sight.everything:
        return true()
    pairs = (
        (person_id, sight.person_id),
        (faculty, sight.faculty),
        (partner_id, sight.partner_id),
    )
    seen = [column == value for column, value in pairs if column is not None and value is not None]
    if sight.in_force and in_force is not None:
        seen.append(in_force)
    return or_(false(), *seen)
