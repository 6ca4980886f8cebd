"""Volunteering: an event whose places are for those who help, and the hours that the office confirms.

Volunteers take places, wait and check in as everybody does. Afterwards the office confirms how long each of
them worked: never more than the activity offers, in quarters of an hour.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from chassis.refusal import Kind, Refusal
from services.events.domain.gathering import QUARTER, Gathering
from services.events.domain.presence import require_attended
from services.events.domain.registration import Registration


class NotVolunteering(Refusal):
    code = "not-volunteering"
    tr, en = "Bu etkinlik bir gönüllülük etkinliği değil.", "This event is no volunteering activity."
    next_tr = "Yalnızca saati yazılmış etkinliklerde saat onaylanır."
    next_en = "Hours are confirmed only where the event offers some."


class HoursOutOfRange(Refusal):
    code = "hours-out-of-range"
    tr = "Saat, 0 ile {max} arasında ve çeyrek saatlik adımlarla olmalı."
    en = "Hours are between 0 and {max}, in quarters."
    next_tr, next_en = "Saati düzeltin.", "Correct the hours."


class HoursNotConfirmed(Refusal):
    code, kind = "hours-not-confirmed", Kind.CONFLICT
    tr, en = "Gönüllülük saatleri onaylanmadı.", "The hours of volunteering are not confirmed."
    next_tr, next_en = "Ofisin onayını bekleyin.", "Wait until the office has confirmed them."


def confirm_hours(
    gathering: Gathering,
    registration: Registration,
    hours: Decimal,
    now: datetime,
    expected_version: int | None,
) -> tuple[Gathering, Registration]:
    """How long a volunteer worked; a later word replaces an earlier one, and 0 takes it back.

    Raises: StaleVersion, NotVolunteering, HoursOutOfRange, EventIsNotOver, DidNotAttend.
    """
    registration.require_version(expected_version)
    if gathering.hours is None:
        raise NotVolunteering
    if not 0 <= hours <= gathering.hours or hours % QUARTER:
        raise HoursOutOfRange("hours", max=gathering.hours)
    require_attended(gathering, registration, now)
    more = hours - (registration.hours or 0)
    after = replace(gathering.next_version(), confirmed_hours=gathering.confirmed_hours + more)
    return after, replace(registration.next_version(), hours=hours)


def require_confirmed(gathering: Gathering, registration: Registration) -> None:
    """What proves a volunteer's work waits for the office's word. Raises: HoursNotConfirmed."""
    if gathering.hours is not None and not registration.hours:
        raise HoursNotConfirmed
