"""Values for tests of the domain: a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts.vocabulary import (
    ActivityKind,
    AgreementStatus,
    ApplicationStatus,
    CallStatus,
    Direction,
    EqfLevel,
    MobilityStatus,
    PlacementList,
    PlacementStatus,
    Programme,
)
from services.mobility.domain.agreement import Agreement, Condition
from services.mobility.domain.application import Application, Record
from services.mobility.domain.call import Call, CallSettings
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.person import Person
from services.mobility.domain.placement import Placement

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISCED = "0613"


def a_record(cgpa: str = "3.00", language: str = "80", **changes: Any) -> Record:
    return replace(Record(Decimal(cgpa), 4, Decimal(language)), **changes)


def a_call(**changes: Any) -> Call:
    call = Call(
        id=new_id(),
        version=1,
        programme=Programme.ERASMUS,
        call_year=2024,
        academic_year="2026/2027",
        kind=ActivityKind.STUDENT_STUDY,
        title=LocalizedText(tr="Öğrenim", en="Study"),
        opens_at=datetime(2026, 11, 1, tzinfo=UTC),
        closes_at=datetime(2026, 12, 1, tzinfo=UTC),
        status=CallStatus.OPEN,
        stay_begins=date(2027, 2, 1),
        stay_ends=date(2027, 6, 30),
        settings=CallSettings(minimum_language_score=Decimal(50)),
    )
    return replace(call, **changes)


def an_agreement(*conditions: Condition, **changes: Any) -> Agreement:
    agreement = Agreement(
        id=new_id(),
        version=4,
        programme=Programme.ERASMUS,
        partner_id=new_id(),
        status=AgreementStatus.ACTIVE,
        first_year="2024/2025",
        last_year="2028/2029",
        conditions=conditions,
    )
    return replace(agreement, **changes)


def a_condition(**changes: Any) -> Condition:
    condition = Condition(
        id=new_id(),
        direction=Direction.OUTGOING,
        kind=ActivityKind.STUDENT_STUDY,
        isced_codes=(ISCED,),
        eqf_levels=(EqfLevel.BACHELOR,),
        places_per_year=2,
    )
    return replace(condition, **changes)


def an_application(**changes: Any) -> Application:
    application = Application(
        id=new_id(),
        version=1,
        call_id=new_id(),
        person_id=new_id(),
        faculty="engineering",
        department=None,
        eqf_level=EqfLevel.BACHELOR,
        isced_code=ISCED,
        status=ApplicationStatus.SUBMITTED,
        submitted_at=NOON,
        record=a_record(),
    )
    return replace(application, **changes)


def a_placement(**changes: Any) -> Placement:
    placement = Placement(
        id=new_id(),
        version=1,
        call_id=new_id(),
        application_id=new_id(),
        person_id=new_id(),
        faculty="engineering",
        agreement_id=new_id(),
        condition_id=new_id(),
        partner_id=new_id(),
        list=PlacementList.MAIN,
        rank=1,
        score=Decimal("81.25"),
        status=PlacementStatus.OFFERED,
        reply_by=date(2026, 12, 1),
    )
    return replace(placement, **changes)


def a_mobility(**changes: Any) -> Mobility:
    mobility = Mobility(
        id=new_id(),
        version=1,
        programme=Programme.ERASMUS,
        call_year=2024,
        academic_year="2026/2027",
        direction=Direction.OUTGOING,
        kind=ActivityKind.STUDENT_STUDY,
        person_id=new_id(),
        status=MobilityStatus.PLANNED,
        begins=date(2027, 2, 1),
        ends=date(2027, 6, 30),
        days=150,
    )
    return replace(mobility, **changes)


def a_person(**changes: Any) -> Person:
    return replace(Person(new_id(), 1, "Ayşe", "Yılmaz"), **changes)


def the_id(number: int) -> UUID:
    return UUID(int=number)
