"""Events as they travel in a mobility year: about 600 bytes with headers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis.ids import new_id
from contracts.mobility import Mobility, MobilityPlanned
from contracts.vocabulary import ActivityKind, Direction, MobilityStatus, Programme


def mobility_planned(key: UUID | None = None, version: int = 1) -> MobilityPlanned:
    state = Mobility(
        id=key or new_id(),
        version=version,
        programme=Programme.ERASMUS,
        call_year=2024,
        academic_year="2026/2027",
        direction=Direction.OUTGOING,
        kind=ActivityKind.STUDENT_STUDY,
        person_id=new_id(),
        faculty="engineering",
        call_id=new_id(),
        placement_id=new_id(),
        agreement_id=new_id(),
        partner_id=new_id(),
        host_country="DE",
        rank=1,
        status=MobilityStatus.PLANNED,
        begins=date(2027, 9, 15),
        ends=date(2028, 1, 31),
        days=136,
    )
    return MobilityPlanned(state=state)
