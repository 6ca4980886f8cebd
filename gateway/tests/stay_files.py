"""Builders of what surrounds a stay: file, learning agreement, incoming application, bed and booking."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts import incoming, mobility, stays
from contracts.vocabulary import (
    ActivityKind,
    BookingStatus,
    IncomingStatus,
    LearningAgreementStatus,
    LearningParty,
    MobilityTaskStatus,
    NominationStatus,
    Programme,
    StayMilestone,
)
from gateway.tests.office import both

HASH = "0" * 64


def task(code: str = "insurance", **facts: Any) -> stays.MobilityTask:
    given = {
        "counted_from": StayMilestone.BEGINNING,
        "due_on": date(2026, 9, 15),
        "status": MobilityTaskStatus.WAITING,
    } | facts
    return stays.MobilityTask(code=code, label=both(code), **given)


def file(stay: mobility.MobilityPlanned, version: int = 1, **facts: Any) -> stays.MobilityFileOpened:
    of_stay = stay.state
    given = {
        "nomination": stays.Nomination(status=NominationStatus.NOT_SENT),
        "tasks": (task(),),
        "partner_id": of_stay.partner_id,
    } | facts
    state = stays.MobilityFile(
        id=of_stay.id,
        version=version,
        programme=of_stay.programme,
        direction=of_stay.direction,
        kind=of_stay.kind,
        academic_year=of_stay.academic_year,
        person_id=of_stay.person_id,
        faculty=of_stay.faculty,
        **given,
    )
    return stays.MobilityFileOpened(state=state)


def course(code: str = "CS101", ects: str = "30.00") -> stays.AgreedCourse:
    return stays.AgreedCourse(code=code, title=f"Course {code}", ects=Decimal(ects))


def version(number: int = 1, **facts: Any) -> stays.LearningVersion:
    signature = stays.LearningSignature(
        party=LearningParty.STUDENT, signed_on=date(2026, 6, 1), content_hash=HASH
    )
    given = {
        "abroad": (course(),),
        "home": (course("CENG301"),),
        "ects_abroad": Decimal("30.00"),
        "ects_home": Decimal("30.00"),
        "content_hash": HASH,
        "signatures": (signature,),
    } | facts
    return stays.LearningVersion(number=number, **given)


def learning_agreement(
    stay: mobility.MobilityPlanned, number: int = 1, **facts: Any
) -> stays.LearningAgreementProposed:
    given = {"status": LearningAgreementStatus.PROPOSED, "versions": (version(),)} | facts
    state = stays.LearningAgreement(
        id=stay.key,
        version=number,
        person_id=stay.state.person_id,
        faculty=stay.state.faculty,
        partner_id=stay.state.partner_id,
        semesters=1,
        **given,
    )
    return stays.LearningAgreementProposed(state=state)


def coming(id: UUID, person_id: UUID, version: int = 1, **facts: Any) -> incoming.IncomingReceived:
    given = {
        "faculty": "engineering",
        "partner_id": id,
        "programme": Programme.ERASMUS,
        "call_year": 2024,
        "academic_year": "2026/2027",
        "kind": ActivityKind.STUDENT_STUDY,
        "begins": date(2026, 9, 15),
        "ends": date(2027, 1, 31),
        "status": IncomingStatus.RECEIVED,
        "received_on": date(2026, 5, 4),
    } | facts
    state = incoming.IncomingApplication(id=id, version=version, person_id=person_id, **given)
    return incoming.IncomingReceived(state=state)


def bed(id: UUID, version: int = 1, **facts: Any) -> incoming.HousingPlaceListed:
    given = {
        "building": "A",
        "room": "101",
        "bed": "1",
        "available_from": date(2026, 9, 1),
        "available_until": date(2027, 6, 30),
    } | facts
    return incoming.HousingPlaceListed(state=incoming.HousingPlace(id=id, version=version, **given))


def booking(
    stay: mobility.MobilityPlanned, place_id: UUID, version: int = 1, **facts: Any
) -> incoming.HousingBooked:
    given = {
        "faculty": stay.state.faculty,
        "begins": date(2026, 9, 15),
        "ends": date(2027, 1, 31),
        "status": BookingStatus.BOOKED,
    } | facts
    state = incoming.HousingBooking(
        id=stay.key, version=version, place_id=place_id, person_id=stay.state.person_id, **given
    )
    return incoming.HousingBooked(state=state)
