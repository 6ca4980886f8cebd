"""Effective-dated rules of what surrounds a stay: tasks, answers to nominations, days of a cycle."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, Direction, Programme
from services.mobility.domain.cycle_ledger import CycleRule
from services.mobility.domain.tasks import TaskRule
from services.mobility.domain.work_plan import TeachingHoursUnknown, TeachingRule


class TasksUnknown(Refusal):
    code = "mobility-tasks-unknown"
    tr = "{programme} programının {call_year} çağrısında {kind}, {direction} için iş listesi bilinmiyor."
    en = "The tasks of {programme}, call year {call_year}, for {kind}, {direction}, are not known."
    next_tr, next_en = (
        "Listeyi kaynağıyla tasks.csv dosyasına ekleyin.",
        "Add them, with their source, to tasks.csv.",
    )


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """How many days a partner has to answer a nomination."""

    programme: Programme
    first_year: int
    last_year: int
    days: int


@dataclass(frozen=True, slots=True)
class StayRules:
    tasks: tuple[TaskRule, ...]
    answer_times: tuple[AnswerTime, ...]
    cycles: tuple[CycleRule, ...]
    teaching: tuple[TeachingRule, ...]

    def tasks_of(
        self, programme: Programme, call_year: int, kind: ActivityKind, direction: Direction
    ) -> tuple[TaskRule, ...]:
        """In the order of the table. Raises: TasksUnknown."""
        found = tuple(rule for rule in self.tasks if rule.covers(programme, call_year, kind, direction))
        if not found:
            raise TasksUnknown(programme=programme, call_year=call_year, kind=kind, direction=direction)
        return found

    def answer_days(self, programme: Programme, call_year: int) -> int | None:
        """None where no figure was found: the answer is waited for without a day."""
        for row in self.answer_times:
            if row.programme is programme and row.first_year <= call_year <= row.last_year:
                return row.days
        return None

    def teaching_hours(self, programme: Programme, call_year: int) -> int:
        """Hours a week. Raises: TeachingHoursUnknown."""
        for row in self.teaching:
            if row.covers(programme, call_year):
                return row.hours_per_week
        raise TeachingHoursUnknown(programme=programme, call_year=call_year)

    def cycle(self, programme: Programme, call_year: int, kind: ActivityKind) -> CycleRule | None:
        """The cap that a stay of this kind counts against; None where no cap is known."""
        return next((row for row in self.cycles if row.covers(programme, call_year, kind)), None)
