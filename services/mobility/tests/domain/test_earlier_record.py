from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, Direction, MobilityStatus, Programme
from services.mobility.domain.earlier_record import (
    DegreeIsForForeignStudents,
    StayDatesMissing,
    StayOutsideAcademicYear,
    recorded,
)
from services.mobility.domain.mobility import Mobility
from services.mobility.tests.builders import a_person


def a_record_of_2018(**changes: Any) -> Mobility:
    facts: dict[str, Any] = {
        "programme": Programme.ERASMUS,
        "kind": ActivityKind.STUDENT_STUDY,
        "direction": Direction.OUTGOING,
        "academic_year": "2018/2019",
        "host_country": "PL",
        "begins": date(2018, 9, 17),
        "ends": date(2019, 2, 8),
    }
    return recorded(new_id(), a_person(), "E-2018-7", **(facts | changes))


def test_an_earlier_stay_is_complete_and_counted_by_the_same_rule() -> None:
    stay = a_record_of_2018()
    assert (stay.days, stay.call_year, stay.status) == (142, 2018, MobilityStatus.COMPLETED)
    assert stay.imported


@pytest.mark.parametrize(
    ("changes", "refusal", "column"),
    [
        ({"ends": None}, StayDatesMissing, "ends"),
        ({"ends": date(2021, 2, 8)}, StayOutsideAcademicYear, "ends"),
        ({"kind": ActivityKind.DEGREE}, DegreeIsForForeignStudents, "kind"),
        ({"programme": Programme.FOREIGN_STUDENTS}, DegreeIsForForeignStudents, "kind"),
    ],
)
def test_a_record_that_cannot_be_names_its_column(
    changes: dict[str, object], refusal: type[Refusal], column: str
) -> None:
    with pytest.raises(refusal) as refused:
        a_record_of_2018(**changes)
    assert refused.value.field == column
