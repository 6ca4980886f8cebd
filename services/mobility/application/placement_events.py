"""Which event tells of a placement's state."""

from __future__ import annotations

from typing import assert_never

from contracts.mobility import (
    PlacementAccepted,
    PlacementEvent,
    PlacementExpired,
    PlacementOffered,
    PlacementReserved,
    PlacementWithdrawn,
)
from contracts.vocabulary import PlacementStatus
from services.mobility.application.published_language import placement_state
from services.mobility.domain.placement import Placement


def placement_event(placement: Placement) -> PlacementEvent:
    """Every change of a placement is a change of its status, so the status names the event."""
    return _event_type(placement.status)(state=placement_state(placement))


def _event_type(status: PlacementStatus) -> type[PlacementEvent]:
    match status:
        case PlacementStatus.OFFERED:
            return PlacementOffered
        case PlacementStatus.RESERVE:
            return PlacementReserved
        case PlacementStatus.ACCEPTED:
            return PlacementAccepted
        case PlacementStatus.WITHDRAWN:
            return PlacementWithdrawn
        case PlacementStatus.EXPIRED:
            return PlacementExpired
        case _:
            assert_never(status)
