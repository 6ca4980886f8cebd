"""Tasks that settle themselves: a record of the stay is complete, or the person completed a course.

A proof settles what waits and touches nothing else, so saying it twice, or late, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from contracts.vocabulary import MobilityTaskStatus, StayMilestone
from services.mobility.domain.learning_agreement import LearningAgreement
from services.mobility.domain.mobility_file import MobilityFile
from services.mobility.domain.tasks import Days, Proof, Task


@dataclass(frozen=True, slots=True)
class Proven:
    """``day``: when the record was complete, or the course over."""

    proof: Proof
    day: date


def proofs_of(agreement: LearningAgreement) -> list[Proven]:
    """The first version that all three signed proves the agreement, the transcript itself."""
    agreed = [one.agreed_on for one in agreement.versions if one.agreed_on is not None]
    found = {Proof.LEARNING_AGREEMENT: min(agreed, default=None), Proof.TRANSCRIPT: agreement.transcript_on}
    return [Proven(proof, day) for proof, day in found.items() if day is not None]


def proofs_of_plan(file: MobilityFile) -> list[Proven]:
    """Both institutions approved the work plan; the report is there."""
    plan = file.work_plan
    if plan is None:
        return []
    found = {Proof.WORK_PLAN: plan.approved_on, Proof.WORK_REPORT: plan.reported_on}
    return [Proven(proof, day) for proof, day in found.items() if day is not None]


def proven(file: MobilityFile, proofs: Iterable[Proven]) -> MobilityFile:
    """The file with what these proofs settle; the same value where they settle nothing."""
    tasks = file.tasks
    for one in proofs:
        tasks = tuple(_settled_by(one, task, file.days) for task in tasks)
    return file if tasks == file.tasks else replace(file, version=file.version + 1, tasks=tasks)


def _settled_by(proven: Proven, task: Task, days: Days) -> Task:
    if task.status is not MobilityTaskStatus.WAITING or task.proven_by is not proven.proof:
        return task
    if not _counts(proven.day, task, days):
        return task
    return replace(task, status=MobilityTaskStatus.DONE, done_on=proven.day)


def _counts(day: date, task: Task, days: Days) -> bool:
    """Not older than the task's rule allows, and not after the stay; without dates any day counts."""
    if task.proof_age is None:
        return True
    begins, ends = days.get(StayMilestone.BEGINNING), days.get(StayMilestone.END)
    if begins is None or ends is None:
        return True
    return task.proof_age.before(begins) <= day <= ends
