"""Visits in the published language."""

from __future__ import annotations

from dataclasses import asdict

from contracts import visits as told
from contracts.vocabulary import VisitStatus as Status
from services.events.domain.visit import Visit


def state_of(visit: Visit) -> told.Visit:
    """The plan's fields stand beside the visit's own; names of guests are not said."""
    state = asdict(visit)
    return told.Visit.model_validate(state.pop("plan") | state)


def changed(visit: Visit) -> told.VisitEvent:
    return told.VisitChanged(state=state_of(visit))


MOVED: dict[Status, type[told.VisitEvent]] = {
    Status.PLANNED: told.VisitPlanned,
    Status.CONFIRMED: told.VisitConfirmed,
    Status.HELD: told.VisitHeld,
    Status.CANCELLED: told.VisitCancelled,
    Status.REPORTED: told.VisitReported,
}


def moved(visit: Visit) -> told.VisitEvent:
    """It has come into its present state."""
    return MOVED[visit.status](state=state_of(visit))
