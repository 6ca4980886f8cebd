"""An ordinary partner, ordinary conditions, ordinary terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.vocabulary import ActivityKind, Direction, EqfLevel, LanguageLevel, Programme
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.conditions import Condition
from services.agreements.domain.partners import PartnerFacts
from services.agreements.domain.terms import Terms

A_PARTNER = PartnerFacts("Universität Musterstadt", "DE", charter_end=date(2029, 12, 31))
STUDY = Condition(
    id=UUID(int=1),
    direction=Direction.OUTGOING,
    kind=ActivityKind.STUDENT_STUDY,
    isced_codes=("0610",),
    eqf_levels=(EqfLevel.BACHELOR,),
    places_per_year=2,
    months_per_place=Decimal(5),
    language="en",
    language_level=LanguageLevel.B1,
)
TEACHING = Condition(
    id=UUID(int=2),
    direction=Direction.OUTGOING,
    kind=ActivityKind.STAFF_TEACHING,
    isced_codes=("0610",),
    eqf_levels=(),
    places_per_year=1,
    days_per_place=5,
    language="en",
    language_level=LanguageLevel.B2,
)


def agreed(
    *conditions: Condition, programme: Programme = Programme.ERASMUS, first: int = 2026, last: int = 2028
) -> Terms:
    return Terms("IGD-1", programme, UUID(int=9), AcademicYear(first), AcademicYear(last), conditions)
