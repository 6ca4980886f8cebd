"""Somebody does not go after all: their registration for the orientation is called off."""

from __future__ import annotations

from datetime import datetime

from contracts.mobility import MobilityWithdrawn
from contracts.vocabulary import RegistrationStatus as Status
from services.events.application.cancel_registration import call_off
from services.events.application.work import Work
from services.events.domain.registration import Registration


async def withdraw_goer(event: MobilityWithdrawn, work: Work, now: datetime) -> None:
    """Nothing happens while another mobility of the same person goes with the same call.

    Who was at the orientation already stays counted there.
    """
    if event.state.call_id is None:
        return
    await work.goers.hold_call(event.state.call_id)
    goer = await work.goers.remove(event.state.id)
    if goer is None or await work.goers.find(goer.call_id, goer.person_id) is not None:
        return
    orientation = await work.gatherings.lock_orientation_of(goer.call_id)
    if orientation is None:
        return
    registration = await work.registrations.of(orientation.id, goer.person_id)
    if registration is not None and _may_be_called_off(registration):
        await call_off(orientation, registration, work, now)


def _may_be_called_off(registration: Registration) -> bool:
    return registration.status is not Status.CANCELLED and registration.checked_in_at is None
