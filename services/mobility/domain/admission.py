"""What a letter of admission says: facts of an accepted application, nothing that somebody typed for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import IncomingStatus, Programme
from services.mobility.domain.incoming import Incoming, IncomingNotAccepted
from services.mobility.domain.person import Person


class SendingUniversityUnknown(Refusal):
    code, kind = "admission-partner-unknown", Kind.CONFLICT
    tr, en = "Gönderen kurum burada henüz bilinmiyor.", "The sending university is not known here yet."
    next_tr, next_en = (
        "Birkaç saniye sonra yeniden deneyin; sonra da olmazsa rehbere bakın.",
        "Try again in a few seconds; if it stays so, look into the directory.",
    )


@dataclass(frozen=True, slots=True)
class Admission:
    """``faculty``: its code. ``reference``: the application's id."""

    reference: str
    decided_on: date
    given_name: str
    family_name: str
    nationality: str | None
    partner: str
    programme: Programme
    faculty: str
    academic_year: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Institution:
    name: LocalizedText
    city: str


def admission_of(application: Incoming, person: Person, partner: str | None) -> Admission:
    """Raises: IncomingNotAccepted, SendingUniversityUnknown."""
    if application.status is not IncomingStatus.ACCEPTED or application.decided_on is None:
        raise IncomingNotAccepted(status=application.status)
    if partner is None:
        raise SendingUniversityUnknown
    return Admission(
        reference=str(application.id),
        decided_on=application.decided_on,
        given_name=person.given_name,
        family_name=person.family_name,
        nationality=person.nationality,
        partner=partner,
        programme=application.programme,
        faculty=application.faculty,
        academic_year=application.academic_year,
        begins=application.begins,
        ends=application.ends,
    )
