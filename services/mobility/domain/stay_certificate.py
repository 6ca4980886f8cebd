"""What the certificate of a guest's stay says: its first and last day, once all is cleared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import Direction, MobilityStatus, Programme
from services.mobility.domain.admission import SendingUniversityUnknown
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.mobility_file import MobilityFile
from services.mobility.domain.person import Person
from services.mobility.domain.requirements import require_exit_cleared


class CertificateForGuests(Refusal):
    code = "stay-certificate-for-guests"
    tr = "Katılım belgesini gittiğiniz kurum verir; biz yalnızca bize gelenlere veririz."
    en = "The certificate comes from where the stay was; ours is for those who came to us."
    next_tr, next_en = "Belgeyi gittiğiniz kurumdan isteyin.", "Ask the host university for it."


class StayNotOver(Refusal):
    code, kind = "stay-certificate-too-early", Kind.CONFLICT
    tr, en = "Hareketlilik henüz tamamlanmadı ({status}).", "The stay is not completed yet ({status})."
    next_tr, next_en = "Ayrılış gününü girin.", "Record the day of departure."


@dataclass(frozen=True, slots=True)
class StayCertificate:
    """``faculty``: its code; None where the stay names none. ``reference``: the mobility's id."""

    reference: str
    given_name: str
    family_name: str
    partner: str
    programme: Programme
    faculty: str | None
    academic_year: str
    begins: date
    ends: date
    days: int | None


def certificate_of(
    stay: Mobility, file: MobilityFile, person: Person, partner: str | None
) -> StayCertificate:
    """Raises: CertificateForGuests, StayNotOver, ExitNotCleared, SendingUniversityUnknown."""
    if stay.direction is not Direction.INCOMING:
        raise CertificateForGuests
    if stay.status is not MobilityStatus.COMPLETED or stay.begins is None or stay.ends is None:
        raise StayNotOver(status=stay.status)
    require_exit_cleared(file)
    if partner is None:
        raise SendingUniversityUnknown
    return StayCertificate(
        reference=str(stay.id),
        given_name=person.given_name,
        family_name=person.family_name,
        partner=partner,
        programme=stay.programme,
        faculty=stay.faculty,
        academic_year=stay.academic_year,
        begins=stay.begins,
        ends=stay.ends,
        days=stay.days,
    )
