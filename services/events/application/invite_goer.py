"""Somebody goes: they are invited to the orientation of their call, now or as soon as there is one.

Topics have no order between them, so a mobility may be known before its call is. Who goes is therefore kept,
and scheduling the orientation invites everyone kept. Both sides hold the call, so neither misses the other.
"""

from __future__ import annotations

from datetime import datetime

from chassis.ids import new_id
from contracts.mobility import MobilityPlanned
from contracts.vocabulary import Direction
from services.events.application.published import invited
from services.events.application.work import Goer, Work
from services.events.domain import registration
from services.events.domain.check_in_code import new_code
from services.events.domain.gathering import Gathering


async def invite_goer(event: MobilityPlanned, work: Work, now: datetime) -> None:
    """Ignores stays here, stays without a call, records of earlier years, and people who were erased."""
    stay = event.state
    if stay.call_id is None or stay.imported or stay.direction is not Direction.OUTGOING:
        return
    await work.erasures.hold_person(stay.person_id)
    if await work.erasures.happened_to(stay.person_id):
        return
    goer = Goer(stay.id, stay.call_id, stay.person_id, stay.faculty)
    await work.goers.hold_call(goer.call_id)
    await work.goers.add(goer)
    orientation = await work.gatherings.lock_orientation_of(goer.call_id)
    if orientation is not None and now < orientation.begins_at:
        await _invite(goer, orientation, work)


async def _invite(goer: Goer, orientation: Gathering, work: Work) -> None:
    present = await work.registrations.of(orientation.id, goer.person_id)
    if present is None:
        fresh = registration.invited(new_id(), orientation.id, goer.person_id, goer.faculty, new_code())
        await work.registrations.add([(fresh, invited(fresh))])
    elif (again := registration.invite_again(present)) is not None:
        await work.registrations.save([(again, invited(again))])
