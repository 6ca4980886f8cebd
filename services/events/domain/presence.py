"""Who was there: checked in once, may rate it once afterwards, and has a certificate.

Like places, attendance is decided together with the gathering that counts it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import RegistrationStatus as Status
from services.events.domain.gathering import Gathering
from services.events.domain.registration import Registration

RATING_MIN, RATING_MAX = 1, 5


class CheckInCodeUnknown(Refusal):
    code = "check-in-code-unknown"
    tr, en = "Bu etkinlikte böyle bir kod yok.", "This event knows no such code."
    next_tr, next_en = "Kodu kontrol edin ya da kişiyi kaydedin.", "Check the code, or register the person."

    def __init__(self) -> None:
        super().__init__("code")


class CheckInTooEarly(Refusal):
    code, kind = "check-in-too-early", Kind.CONFLICT
    tr, en = "Giriş {day} günü başlar.", "Check-in begins on {day}."
    next_tr, next_en = "O gün yeniden deneyin.", "Try again on that day."


class HasNoPlace(Refusal):
    code, kind = "registration-has-no-place", Kind.CONFLICT
    tr, en = "Bu kişinin bu etkinlikte yeri yok.", "This person has no place at this event."
    next_tr, next_en = "Yer varsa kişiyi kaydedin.", "Register the person if there is a place."


class AlreadyCheckedIn(Refusal):
    code, kind = "already-checked-in", Kind.CONFLICT
    tr, en = "Bu kod {at} tarihinde kullanıldı.", "This code was used at {at}."
    next_tr = "Kod bir kez geçerlidir; kişinin kimliğine bakın."
    next_en = "A code is good for once; look at the person's identity card."


class EventIsNotOver(Refusal):
    code, kind = "event-not-over", Kind.CONFLICT
    tr, en = "Etkinlik {ends_at} tarihinde bitiyor.", "The event ends at {ends_at}."
    next_tr, next_en = "Bittikten sonra yeniden deneyin.", "Try again when it is over."


class DidNotAttend(Refusal):
    code, kind = "did-not-attend", Kind.CONFLICT
    tr, en = "Bu kişi etkinliğe katılmadı.", "This person did not attend the event."
    next_tr = "Katıldıysa ofis girişi koduyla yapabilir."
    next_en = "If they did, the office can check them in by their code."


class AlreadyRated(Refusal):
    code, kind = "already-rated", Kind.CONFLICT
    tr, en = "Bu etkinliği zaten değerlendirdiniz.", "You have already rated this event."
    next_tr, next_en = "Yapılacak bir şey yok, teşekkürler.", "There is nothing to do, thank you."


class RatingOutOfRange(Refusal):
    code = "rating-out-of-range"
    tr, en = "Puan {min} ile {max} arasında olmalı.", "A rating is from {min} to {max}."
    next_tr, next_en = "Puanı düzeltin.", "Correct the rating."


@dataclass(frozen=True, slots=True)
class Opinion:
    """``rating`` is 1 to 5."""

    rating: int
    comment: str | None


def check_in(
    gathering: Gathering, registration: Registration, now: datetime, zone: tzinfo
) -> tuple[Gathering, Registration]:
    """Somebody is at the door, on the day it begins or later: lists on paper are entered afterwards.

    ``zone``: where its days begin.
    Raises: EventIsCancelled, CheckInTooEarly, HasNoPlace, AlreadyCheckedIn.
    """
    gathering.require_not_cancelled()
    _require_day(gathering.begins_at.astimezone(zone).date(), now.astimezone(zone).date())
    if registration.status is not Status.REGISTERED:
        raise HasNoPlace
    if registration.checked_in_at is not None:
        raise AlreadyCheckedIn(at=registration.checked_in_at.isoformat())
    after = replace(gathering.next_version(), attended=gathering.attended + 1)
    return after, replace(registration, checked_in_at=now, version=registration.version + 1)


def rate(
    gathering: Gathering, registration: Registration, opinion: Opinion, now: datetime
) -> tuple[Gathering, Registration]:
    """Raises: RatingOutOfRange, EventIsNotOver, DidNotAttend, AlreadyRated."""
    if not RATING_MIN <= opinion.rating <= RATING_MAX:
        raise RatingOutOfRange("rating", min=RATING_MIN, max=RATING_MAX)
    require_attended(gathering, registration, now)
    if registration.rating is not None:
        raise AlreadyRated
    after = replace(
        gathering.next_version(),
        rated=gathering.rated + 1,
        rating_total=gathering.rating_total + opinion.rating,
    )
    rated = replace(registration, rating=opinion.rating, comment=opinion.comment)
    return after, replace(rated, version=registration.version + 1)


def require_attended(gathering: Gathering, registration: Registration, now: datetime) -> None:
    """What is only for those who were there until it was over. Raises: EventIsNotOver, DidNotAttend."""
    if now < gathering.ends_at:
        raise EventIsNotOver(ends_at=gathering.ends_at.isoformat())
    if registration.checked_in_at is None:
        raise DidNotAttend


def _require_day(first: date, today: date) -> None:
    if today < first:
        raise CheckInTooEarly(day=first.isoformat())
