"""One person at one gathering: invited, with a place, on the waiting list, or not coming.

Changes of places are decided in :mod:`places`, together with the gathering that counts them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import EventKind, LanguageLevel
from contracts.vocabulary import RegistrationStatus as Status


class AlreadyRegistered(Refusal):
    code, kind = "already-registered", Kind.CONFLICT
    tr, en = "Bu kişinin bu etkinlikte zaten kaydı var.", "This person is already registered for this event."
    next_tr = "Yapılacak bir şey yok; durumu kayıtlarda görebilirsiniz."
    next_en = "There is nothing to do; the registration shows where it stands."


class AlreadyCancelled(Refusal):
    code, kind = "registration-already-cancelled", Kind.CONFLICT
    tr, en = "Bu kayıt zaten iptal edilmiş.", "This registration is already cancelled."
    next_tr, next_en = "Katılmak için yeniden kaydolun.", "Register again to come after all."


class Attended(Refusal):
    code, kind = "registration-attended", Kind.CONFLICT
    tr = "Bu kişi etkinliğe {at} tarihinde giriş yaptı."
    en = "This person checked in to the event at {at}."
    next_tr = "Katılmış birinin kaydı iptal edilmez; yapılacak bir şey yok."
    next_en = "Who attended is not called off; there is nothing to do."


class NotInvited(Refusal):
    code = "not-invited"
    tr = "Bu oryantasyon, çağrısı kapsamında gidecek olanlar içindir."
    en = "This orientation is for those who go with its call."
    next_tr = "Yerleştirmenizi kabul ettiyseniz birkaç saniye sonra yeniden deneyin ya da ofise başvurun."
    next_en = "If you have accepted your placement, try again in a few seconds or ask the office."


@dataclass(frozen=True, slots=True)
class Completion:
    """What was completed, and when that was said: all that others need, without asking for the course."""

    kind: EventKind
    level: LanguageLevel | None
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class Registration:
    """``place_in_line`` is the number drawn on arrival at the waiting list; it stays while waiting.

    Of a course: ``placement`` is the level that the placement test gave, ``attended`` the numbers of the
    sessions, rising.
    ``check_in_code`` opens the door once; then it proves the certificate (:mod:`presence`).
    ``rating`` is 1 to 5, ``comment`` what the person wrote with it.
    ``hours`` of volunteering are what the office confirmed.
    """

    id: UUID
    event_id: UUID
    person_id: UUID
    faculty: str | None
    status: Status
    check_in_code: str
    place_in_line: int | None = None
    checked_in_at: datetime | None = None
    rating: int | None = None
    comment: str | None = None
    version: int = 1
    placement: LanguageLevel | None = None
    attended: tuple[int, ...] = ()
    completion: Completion | None = None
    hours: Decimal | None = None

    @property
    def holds_or_waits(self) -> bool:
        return self.status in (Status.REGISTERED, Status.WAITING)

    def require_version(self, expected: int | None) -> None:
        """Raises: StaleVersion."""
        require_version(self.version, expected)

    def require_absent(self) -> None:
        """Raises: Attended."""
        if self.checked_in_at is not None:
            raise Attended(at=self.checked_in_at.isoformat())

    def now(self, status: Status, place_in_line: int | None = None) -> Registration:
        """The next version, in another status."""
        return replace(self.next_version(), status=status, place_in_line=place_in_line)

    def marked(self, session: int, present: bool) -> Registration:
        """With or without the session among those attended; itself when that changes nothing."""
        if present == (session in self.attended):
            return self
        attended = {*self.attended, session} if present else {*self.attended} - {session}
        return replace(self.next_version(), attended=tuple(sorted(attended)))

    def next_version(self) -> Registration:
        return replace(self, version=self.version + 1)


def invited(
    registration_id: UUID, event_id: UUID, person_id: UUID, faculty: str | None, check_in_code: str
) -> Registration:
    """An invitation takes no place."""
    return Registration(registration_id, event_id, person_id, faculty, Status.INVITED, check_in_code)


def invite_again(registration: Registration) -> Registration | None:
    """Somebody who was called off goes after all; None when there is nothing to tell."""
    return registration.now(Status.INVITED) if registration.status is Status.CANCELLED else None
