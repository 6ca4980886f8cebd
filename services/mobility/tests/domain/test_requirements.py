"""Who may leave: by tasks that their programme requires, and by what settles these tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.vocabulary import (
    ActivityKind,
    Direction,
    LearningParty,
    MobilityStatus,
    MobilityTaskStatus,
    Programme,
    Signatory,
)
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.domain.courses import Course
from services.mobility.domain.learning_agreement import (
    LearningAgreement,
    Proposal,
    Signature,
    first_proposed,
    signed,
)
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.mobility_file import (
    MobilityFile,
    opened,
    plan_approved,
    plan_entered,
    task_settled,
)
from services.mobility.domain.proofs import Proven, proofs_of, proofs_of_plan, proven
from services.mobility.domain.requirements import (
    DepartureNotReady,
    ExitNotCleared,
    FileMissing,
    leaves,
    require_exit_cleared,
    require_ready_to_leave,
)
from services.mobility.domain.tasks import Proof, Settlement, TaskProvenByRecords
from services.mobility.tests.builders import a_mobility

TODAY = date(2026, 12, 1)
STUDY = a_mobility()
TEACHING = a_mobility(kind=ActivityKind.STAFF_TEACHING, ends=date(2027, 2, 10))
DONE, WAIVED = MobilityTaskStatus.DONE, MobilityTaskStatus.WAIVED


def signed_by(*parties: LearningParty) -> LearningAgreement:
    table = (Course("CS1", "Algorithms", Decimal(30)),)
    agreement = first_proposed(STUDY, Proposal(1, table, table, {}), None)
    for party in parties:
        content = agreement.versions[-1].content_hash
        agreement = signed(agreement, Signature(party, TODAY, content), None)
    return agreement


def ready(stay: Mobility, file: MobilityFile | None) -> None:
    require_ready_to_leave(stay, file, stay_rules())


def settled(file: MobilityFile, code: str, status: MobilityTaskStatus) -> MobilityFile:
    return task_settled(file, code, Settlement(status, TODAY), None)


def status_of(file: MobilityFile, code: str) -> MobilityTaskStatus:
    return next(task.status for task in file.tasks if task.code == code)


def test_nobody_leaves_for_studies_without_three_signatures() -> None:
    file = opened(STUDY, stay_rules())
    two = proven(file, proofs_of(signed_by(LearningParty.STUDENT, LearningParty.SENDING)))
    assert two is file
    with pytest.raises(DepartureNotReady) as refused:
        ready(STUDY, two)
    assert "Learning agreement, with three signatures" in refused.value.message.en
    assert "Öğrenim anlaşması" in refused.value.message.tr
    ready(STUDY, proven(file, proofs_of(signed_by(*LearningParty))))


def test_without_a_file_the_refusal_names_what_is_needed() -> None:
    with pytest.raises(FileMissing) as refused:
        ready(STUDY, None)
    assert "Learning agreement" in refused.value.message.en


@pytest.mark.parametrize(
    "stay",
    [
        a_mobility(programme=Programme.BILATERAL, kind=ActivityKind.STUDENT_TRAINEESHIP),
        a_mobility(kind=ActivityKind.STUDENT_TRAINEESHIP),
        a_mobility(direction=Direction.INCOMING),
    ],
)
def test_who_needs_nothing_by_the_table_leaves_without_a_file(stay: Mobility) -> None:
    ready(stay, None)


def test_the_office_waives_what_is_not_needed_but_nobody_ticks_signatures_off() -> None:
    file = opened(STUDY, stay_rules())
    with pytest.raises(TaskProvenByRecords):
        settled(file, "learning-agreement", DONE)
    ready(STUDY, settled(file, "learning-agreement", WAIVED))


def test_staff_leave_once_both_institutions_approved_the_work_plan() -> None:
    file = plan_entered(opened(TEACHING, stay_rules()), 12, stay_rules(), None)
    with pytest.raises(DepartureNotReady):
        ready(TEACHING, proven(file, proofs_of_plan(file)))
    for party in Signatory:
        file = plan_approved(file, party, TODAY, None)
    file = proven(file, proofs_of_plan(file))
    assert status_of(file, "work-plan") is DONE
    ready(TEACHING, file)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (MobilityStatus.PLANNED, False),
        (MobilityStatus.WITHDRAWN, False),
        (MobilityStatus.ONGOING, True),
        (MobilityStatus.COMPLETED, True),
    ],
)
def test_a_planned_stay_leaves_when_it_begins_or_is_said_to_be_over(
    status: MobilityStatus, expected: bool
) -> None:
    assert leaves(STUDY, replace(STUDY, status=status)) is expected
    running = replace(STUDY, status=MobilityStatus.ONGOING)
    assert leaves(running, replace(STUDY, status=status)) is False


def test_the_exit_of_a_guest_is_cleared_when_room_and_library_are() -> None:
    file = opened(a_mobility(direction=Direction.INCOMING), stay_rules())
    returned = settled(file, "room-returned", DONE)
    with pytest.raises(ExitNotCleared) as refused:
        require_exit_cleared(returned)
    assert "library" in refused.value.message.en
    assert "Room" not in refused.value.message.en
    require_exit_cleared(settled(returned, "library-cleared", WAIVED))


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2025, 1, 31), False),
        (date(2025, 2, 1), True),
        (date(2027, 6, 30), True),
        (date(2027, 7, 1), False),
    ],
)
def test_a_course_counts_from_two_years_before_the_stay_to_its_last_day(day: date, counts: bool) -> None:
    after = proven(opened(STUDY, stay_rules()), [Proven(Proof.LANGUAGE_COURSE, day)])
    assert (status_of(after, "language-course") is DONE) is counts


def test_a_proof_settles_once_and_leaves_alone_what_the_office_settled() -> None:
    file = opened(STUDY, stay_rules())
    course: Any = [Proven(Proof.LANGUAGE_COURSE, TODAY)]
    once = proven(file, course)
    assert once.version == file.version + 1
    assert proven(once, course) is once
    waived = settled(file, "language-course", WAIVED)
    assert proven(waived, course) is waived
