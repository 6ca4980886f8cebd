"""Something the office holds: an orientation, a fair, a course, a visit. The API calls it an event.

A gathering counts its own places, so that its row is the one lock behind which nobody is admitted twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import EventKind, EventStatus
from services.events.domain.course import Course

QUARTER: Final = Decimal("0.25")
"""Hours are counted in quarters."""


class CapacityZero(Refusal):
    code = "capacity-zero"
    tr, en = "Bir etkinlikte en az bir yer olmalı.", "An event has at least one place."
    next_tr, next_en = "Kontenjanı bir ya da daha çok verin.", "Give it one place or more."


class EventEndsBeforeItBegins(Refusal):
    code = "event-ends-before-it-begins"
    tr, en = "Etkinlik başlamadan bitiyor.", "The event ends before it begins."
    next_tr, next_en = "Bitişi başlangıçtan sonraya alın.", "Let it end after its beginning."


class EventInThePast(Refusal):
    code = "event-in-the-past"
    tr, en = "Etkinliğin başlangıcı geçmişte: {begins_at}.", "The event begins in the past: {begins_at}."
    next_tr, next_en = "İleri bir tarih verin.", "Give a time to come."


class CapacityBelowRegistered(Refusal):
    code, kind = "capacity-below-registered", Kind.CONFLICT
    tr = "{registered} kişi kayıtlı; kontenjan {capacity} olamaz."
    en = "{registered} people have a place; the capacity cannot be {capacity}."
    next_tr = "Önce kayıt iptal edin ya da daha yüksek bir kontenjan verin."
    next_en = "Cancel registrations first, or give a higher capacity."


class NoHoursOffered(Refusal):
    code = "no-hours-offered"
    tr, en = "Gönüllülük saati sıfırdan büyük olmalı.", "Volunteering takes more than no time."
    next_tr = "En az çeyrek saat, çeyrek saatlik adımlarla yazın ya da boş bırakın."
    next_en = "Give a quarter of an hour or more, in quarters, or leave it out."


class VolunteersGoWithNoCall(Refusal):
    code = "volunteers-go-with-no-call"
    tr = "Gönüllülük etkinliği bir çağrıya bağlı olmaz."
    en = "A volunteering activity belongs to no call."
    next_tr, next_en = "Çağrıyı ya da saati çıkarın.", "Leave the call out, or the hours."


class EventIsCancelled(Refusal):
    code, kind = "event-cancelled", Kind.CONFLICT
    tr, en = "Bu etkinlik iptal edildi.", "This event was cancelled."
    next_tr, next_en = "Başka bir etkinlik seçin.", "Choose another event."


class EventTookPlace(Refusal):
    code, kind = "event-took-place", Kind.CONFLICT
    tr, en = "{attended} kişi bu etkinliğe katıldı.", "{attended} people attended this event."
    next_tr = "Yapılmış bir etkinlik iptal edilmez; yapılacak bir şey yok."
    next_en = "What took place is not called off; there is nothing to do."


class EventHasBegun(Refusal):
    code, kind = "event-has-begun", Kind.CONFLICT
    tr, en = "Etkinlik {begins_at} tarihinde başladı.", "The event began at {begins_at}."
    next_tr, next_en = "Sonraki etkinliklere bakın.", "Look for later events."


@dataclass(frozen=True, slots=True)
class Gathering:
    """``last_in_line`` is the last number given on the waiting list; numbers are never given twice.

    ``attended`` of those registered checked in; ``rated`` of those gave ``rating_total`` points together.
    ``hours`` are what it asks of a volunteer, where its places are for volunteers; ``confirmed_hours`` what
    they gave together (:mod:`volunteering`).
    """

    id: UUID
    kind: EventKind
    title: LocalizedText
    begins_at: datetime
    ends_at: datetime
    venue: str
    capacity: int
    call_id: UUID | None = None
    registered: int = 0
    waiting: int = 0
    last_in_line: int = 0
    attended: int = 0
    rated: int = 0
    rating_total: int = 0
    status: EventStatus = EventStatus.SCHEDULED
    course: Course | None = None
    hours: Decimal | None = None
    confirmed_hours: Decimal = Decimal(0)
    version: int = 1

    @property
    def free(self) -> int:
        return self.capacity - self.registered

    @property
    def by_invitation(self) -> bool:
        """The orientation of a call is for those who go."""
        return self.kind is EventKind.ORIENTATION and self.call_id is not None

    def require_open(self, now: datetime) -> None:
        """Raises: EventIsCancelled, EventHasBegun."""
        self.require_not_cancelled()
        if now >= self.begins_at:
            raise EventHasBegun(begins_at=self.begins_at.isoformat())

    def require_not_cancelled(self) -> None:
        """Raises: EventIsCancelled."""
        if self.status is EventStatus.CANCELLED:
            raise EventIsCancelled

    def require_results_open(self) -> None:
        """Raises: CourseIsClosed."""
        if self.course is not None:
            self.course.require_not_closed()

    def next_version(self) -> Gathering:
        return replace(self, version=self.version + 1)


def schedule(gathering: Gathering, now: datetime) -> Gathering:
    """A gathering that may be announced.

    Raises: CapacityZero, EventEndsBeforeItBegins, EventInThePast, NoHoursOffered, VolunteersGoWithNoCall.
    """
    require_places(gathering.capacity)
    if gathering.ends_at <= gathering.begins_at:
        raise EventEndsBeforeItBegins("ends_at")
    if gathering.begins_at <= now:
        raise EventInThePast("begins_at", begins_at=gathering.begins_at.isoformat())
    if gathering.hours is not None:
        _require_volunteering(gathering.hours, gathering.call_id)
    return gathering


def _require_volunteering(hours: Decimal, call_id: UUID | None) -> None:
    if hours <= 0 or hours % QUARTER:
        raise NoHoursOffered("hours")
    if call_id is not None:
        raise VolunteersGoWithNoCall("call_id")


def require_places(capacity: int) -> None:
    """Raises: CapacityZero."""
    if capacity < 1:
        raise CapacityZero("capacity")
