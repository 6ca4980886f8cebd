"""What must be settled before a step of a stay: before somebody leaves, or gets the certificate at the end.

Which tasks those are is the column ``required_for`` of ``data/tasks.csv``; a waived task holds up nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chassis.refusal import Refusal
from contracts.vocabulary import MobilityStatus, MobilityTaskStatus, StayStep
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.mobility_file import MobilityFile
from services.mobility.domain.stay_rules import StayRules
from services.mobility.domain.tasks import Task, TaskRule


class FileMissing(Refusal):
    code = "stay-file-required"
    tr = "Bu hareketliliğin dosyası açılmamış; gitmeden önce şunlar gerekir: {tr_labels}."
    en = "This stay has no file; before somebody leaves these are needed: {en_labels}."
    next_tr = "Dosyayı açın ve bu işleri tamamlayın ya da gerekmiyorsa kapatın."
    next_en = "Open the file, then complete these tasks, or waive what is not needed."


class DepartureNotReady(Refusal):
    code = "departure-not-ready"
    tr = "Gidiş için gereken işler bitmemiş: {tr_labels}."
    en = "What a departure needs is not complete: {en_labels}."
    next_tr = "Eksik imza ve onayları tamamlayın ({tasks}); gerekmeyeni ofis 'waived' olarak kapatır."
    next_en = "Get the missing signatures and approvals ({tasks}); the office waives what is not needed."


class ExitNotCleared(Refusal):
    code = "exit-not-cleared"
    tr = "Ayrılış işleri bitmemiş: {tr_labels}."
    en = "The exit is not cleared: {en_labels}."
    next_tr, next_en = "Bu işleri kapatın: {tasks}.", "Settle these tasks: {tasks}."


@dataclass(frozen=True, slots=True)
class Missing:
    """Tasks or rules of tasks, as a refusal names them."""

    of: tuple[Task | TaskRule, ...]

    @property
    def facts(self) -> dict[str, str]:
        return {
            "tasks": ", ".join(one.code for one in self.of),
            "tr_labels": ", ".join(one.label.tr for one in self.of),
            "en_labels": ", ".join(one.label.en for one in self.of),
        }


def leaves(before: Mobility, after: Mobility) -> bool:
    """Whether the change makes a planned stay one that takes, or took, place."""
    return before.status is MobilityStatus.PLANNED and after.status in (
        MobilityStatus.ONGOING,
        MobilityStatus.COMPLETED,
    )


def require_ready_to_leave(mobility: Mobility, file: MobilityFile | None, rules: StayRules) -> None:
    """Raises: FileMissing, DepartureNotReady."""
    if file is not None:
        if missing := _waiting(file, StayStep.DEPARTURE):
            raise DepartureNotReady(**Missing(missing).facts)
        return
    of_the_stay = (mobility.programme, mobility.call_year, mobility.kind, mobility.direction)
    needed = (rule for rule in rules.tasks if rule.covers(*of_the_stay))
    if required := tuple(rule for rule in needed if rule.required_for is StayStep.DEPARTURE):
        raise FileMissing(**Missing(required).facts)


def require_exit_cleared(file: MobilityFile) -> None:
    """Raises: ExitNotCleared."""
    if missing := _waiting(file, StayStep.CERTIFICATE):
        raise ExitNotCleared(**Missing(missing).facts)


def _waiting(file: MobilityFile, step: StayStep) -> tuple[Task, ...]:
    return tuple(_open(task for task in file.tasks if task.required_for is step))


def _open(tasks: Iterable[Task]) -> Iterable[Task]:
    return (task for task in tasks if task.status is MobilityTaskStatus.WAITING)
