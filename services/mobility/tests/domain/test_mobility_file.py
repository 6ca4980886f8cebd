"""The file of a stay: the nomination's way, and how days and tasks follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chassis.ids import new_id
from chassis.refusal import StaleVersion
from contracts.vocabulary import MobilityStatus, MobilityTaskStatus, NominationStatus, StayMilestone
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.domain.mobility import StayIsOver
from services.mobility.domain.mobility_file import (
    AnsweredBeforeSent,
    MilestoneFollowsTheStay,
    MobilityFile,
    NominationHasNoPartner,
    NominationNotOpen,
    answered,
    closed,
    days_of_stay,
    follows,
    milestone_entered,
    nominated,
    opened,
    task_settled,
    waits,
    with_days,
)
from services.mobility.domain.tasks import NoSuchTask, Settlement
from services.mobility.tests.builders import a_mobility

SENT = date(2026, 12, 1)


def a_file(**changes: Any) -> MobilityFile:
    return opened(a_mobility(**({"partner_id": new_id()} | changes)), stay_rules())


def due(file: MobilityFile, code: str) -> date | None:
    return next(task.due_on for task in file.tasks if task.code == code)


def test_a_nomination_is_sent_once_and_answered_once() -> None:
    sent = nominated(a_file(), SENT, 35, None)
    assert sent.nomination.answer_by == date(2027, 1, 5)
    assert due(sent, "acceptance-letter") == date(2027, 1, 5)
    with pytest.raises(NominationNotOpen):
        nominated(sent, SENT, 35, None)
    accepted = answered(sent, True, date(2026, 12, 20), None)
    assert accepted.nomination.status is NominationStatus.ACCEPTED
    with pytest.raises(NominationNotOpen):
        answered(accepted, False, date(2026, 12, 21), None)


def test_after_a_refusal_it_may_be_sent_again() -> None:
    refused = answered(nominated(a_file(), SENT, 35, None), False, date(2026, 12, 20), None)
    again = nominated(refused, date(2027, 1, 10), None, None)
    assert (again.nomination.status, again.nomination.answer_by) == (NominationStatus.SENT, None)


def test_nobody_answers_what_was_not_sent_nor_before_it_was() -> None:
    with pytest.raises(NominationNotOpen):
        answered(a_file(), True, SENT, None)
    with pytest.raises(AnsweredBeforeSent):
        answered(nominated(a_file(), SENT, 35, None), True, date(2026, 11, 30), None)


def test_a_stay_without_a_partner_is_told_to_nobody() -> None:
    with pytest.raises(NominationHasNoPartner):
        nominated(a_file(partner_id=None), SENT, 35, None)


def test_a_change_of_an_older_version_is_refused() -> None:
    with pytest.raises(StaleVersion):
        nominated(a_file(), SENT, 35, 7)


def test_due_days_follow_the_stay() -> None:
    stay = a_mobility(partner_id=new_id())
    file = opened(stay, stay_rules())
    longer = replace(stay, ends=date(2027, 7, 10))
    assert not follows(file, longer)
    moved = with_days(file, days_of_stay(longer))
    assert (due(file, "transcript"), due(moved, "transcript")) == (date(2027, 8, 4), date(2027, 8, 14))
    assert follows(moved, longer)


def test_the_stays_own_days_are_not_entered_by_hand() -> None:
    with pytest.raises(MilestoneFollowsTheStay):
        milestone_entered(a_file(), StayMilestone.END, SENT, None)
    entered = milestone_entered(a_file(), StayMilestone.REGISTRATION, SENT, None)
    assert entered.days[StayMilestone.REGISTRATION] == SENT


def test_a_given_up_stay_leaves_nothing_that_waits_and_undoes_nothing_that_was_done() -> None:
    file = task_settled(a_file(), "insurance", Settlement(MobilityTaskStatus.DONE, SENT), None)
    over = closed(file)
    assert waits(file)
    assert not waits(over)
    assert {task.status for task in over.tasks if task.code == "insurance"} == {MobilityTaskStatus.DONE}


def test_an_unknown_task_is_told_which_there_are() -> None:
    with pytest.raises(NoSuchTask) as refused:
        task_settled(a_file(), "visa", Settlement(MobilityTaskStatus.DONE, SENT), None)
    assert "insurance" in refused.value.next_step.en  # type: ignore[union-attr]


@pytest.mark.parametrize("status", [MobilityStatus.COMPLETED, MobilityStatus.WITHDRAWN])
def test_a_stay_that_is_over_gets_no_file(status: MobilityStatus) -> None:
    with pytest.raises(StayIsOver):
        a_file(status=status)
