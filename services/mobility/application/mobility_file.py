"""The file of a stay: opened, its partner told, its tasks settled; and how it follows the stay itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from contracts.stays import (
    MilestoneReached,
    MobilityFileOpened,
    NominationAnswered,
    NominationSent,
    TaskReminded,
    TaskSettled,
)
from contracts.vocabulary import StayMilestone
from services.mobility.application.published_language import file_state
from services.mobility.application.work import Work
from services.mobility.domain import mobility_file as files
from services.mobility.domain.learning_agreement import LearningAgreement
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.mobility_file import FileIsOpen, MobilityFile
from services.mobility.domain.proofs import Proven, proofs_of, proven
from services.mobility.domain.stay_rules import StayRules
from services.mobility.domain.tasks import Settlement


async def open_file(mobility_id: UUID, work: Work, rules: StayRules) -> MobilityFile:
    """With what is proven already settled. Raises: NoSuchMobility, FileIsOpen, StayIsOver, TasksUnknown."""
    await work.people.keep((await work.mobilities.get(mobility_id)).person_id)
    mobility = await work.mobilities.lock(mobility_id)
    if await work.files.lock_if_any(mobility_id):
        raise FileIsOpen
    file = files.opened(mobility, rules)
    await work.files.save(file, MobilityFileOpened(state=file_state(file)))
    return await settle_by(file, await known_proofs(file, work), work)


async def settle_by(file: MobilityFile, proofs: Iterable[Proven], work: Work) -> MobilityFile:
    """The file with the tasks that these proofs settle; nothing is said where they settle none."""
    after = proven(file, proofs)
    if after is not file:
        await work.files.save(after, TaskSettled(state=file_state(after)))
    return after


async def settle_with(agreement: LearningAgreement, work: Work) -> None:
    """What the learning agreement proves is settled in the stay's file, where it has one."""
    file = await work.files.lock_if_any(agreement.id)
    if file is not None:
        await settle_by(file, proofs_of(agreement), work)


async def known_proofs(file: MobilityFile, work: Work) -> list[Proven]:
    """What was complete before the file was opened. The person is held: a course told now waits its turn."""
    agreement = await work.learning_agreements.lock_if_any(file.id)
    signed = [] if agreement is None else proofs_of(agreement)
    return [*signed, *await work.completions.of_person(file.person_id)]


async def nominate(
    file_id: UUID, day: date, work: Work, rules: StayRules, *, expected: int | None
) -> MobilityFile:
    """Raises: NominationHasNoPartner, NominationNotOpen, StaleVersion."""
    file = await work.files.lock(file_id)
    told = files.nominated(file, day, rules.answer_days(file.programme, file.call_year), expected)
    await work.files.save(told, NominationSent(state=file_state(told)))
    return told


async def answer_nomination(
    file_id: UUID, accepted: bool, day: date, work: Work, *, expected: int | None
) -> MobilityFile:
    """Raises: NominationNotOpen, AnsweredBeforeSent, StaleVersion."""
    file = files.answered(await work.files.lock(file_id), accepted, day, expected)
    await work.files.save(file, NominationAnswered(state=file_state(file)))
    return file


async def enter_milestone(
    file_id: UUID, milestone: StayMilestone, day: date, work: Work, *, expected: int | None
) -> MobilityFile:
    """Raises: MilestoneFollowsTheStay, StaleVersion."""
    file = files.milestone_entered(await work.files.lock(file_id), milestone, day, expected)
    await work.files.save(file, MilestoneReached(state=file_state(file)))
    return file


async def settle_task(
    file_id: UUID, task: str, settlement: Settlement, work: Work, *, expected: int | None
) -> MobilityFile:
    """Raises: NoSuchTask, StaleVersion."""
    file = files.task_settled(await work.files.lock(file_id), task, settlement, expected)
    await work.files.save(file, TaskSettled(state=file_state(file)))
    return file


async def remind_of_task(
    file_id: UUID, task: str, today: date, work: Work, *, expected: int | None
) -> MobilityFile:
    """Raises: NoSuchTask, TaskNotWaiting, RemindedToday, StaleVersion."""
    file = files.task_reminded(await work.files.lock(file_id), task, today, expected)
    await work.files.save(file, TaskReminded(state=file_state(file)))
    return file


async def follow_stay(mobility: Mobility, work: Work) -> None:
    """The stay's days changed: due days that are counted from them move in the same transaction."""
    file = await work.files.lock_if_any(mobility.id)
    if file is not None and not files.follows(file, mobility):
        moved = files.with_days(file, files.days_of_stay(mobility))
        await work.files.save(moved, MilestoneReached(state=file_state(moved)))


async def close_file(mobility_id: UUID, work: Work) -> None:
    """Nobody goes: what still waits is waived, so that no work list shows it."""
    file = await work.files.lock_if_any(mobility_id)
    if file is not None and files.waits(file):
        closed = files.closed(file)
        await work.files.save(closed, TaskSettled(state=file_state(closed)))
