"""A place on a list, of an application as it is ranked."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis.ids import new_id
from contracts.vocabulary import PlacementList, PlacementStatus
from services.mobility.domain.application import Application
from services.mobility.domain.placement import Placement


def new_placement(application: Application, condition_id: UUID, reply_by: date | None) -> Placement:
    """An offer, or without ``reply_by`` a turn in the reserve."""
    wish = next(one for one in application.preferences if one.condition_id == condition_id)
    offered = reply_by is not None
    assert application.rank is not None
    assert application.score is not None
    return Placement(
        id=new_id(),
        version=1,
        call_id=application.call_id,
        application_id=application.id,
        person_id=application.person_id,
        faculty=application.faculty,
        agreement_id=wish.agreement_id,
        condition_id=condition_id,
        partner_id=wish.partner_id,
        list=PlacementList.MAIN if offered else PlacementList.RESERVE,
        rank=application.rank,
        score=application.score,
        status=PlacementStatus.OFFERED if offered else PlacementStatus.RESERVE,
        reply_by=reply_by,
    )
