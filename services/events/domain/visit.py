"""Delegations out and in: planned → confirmed → held → reported, or cancelled before they are held.

What happens is fixed once a visit was held; what it cost and which letters belong to it may be corrected
until it is reported. Guests are people of a partner: their names are kept apart, see ``domain/guests.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.vocabulary import Direction, Meal
from contracts.vocabulary import VisitStatus as Status
from services.events.domain import task as tasks
from services.events.domain.cost import Cost, require_one_line_a_kind
from services.events.domain.task import Tasks, Wanted, added, finished


class VisitEndsBeforeItBegins(Refusal):
    code = "visit-ends-before-it-begins"
    tr, en = "Ziyaret başlamadan bitiyor.", "The visit ends before it begins."
    next_tr, next_en = "Bitişi başlangıca ya da sonrasına alın.", "Let it end on its first day or later."


class NotDuringTheVisit(Refusal):
    code = "not-during-the-visit"
    tr = "{day} ziyaretin günlerinden biri değil ({begins_on} – {ends_on})."
    en = "{day} is none of the visit's days ({begins_on} to {ends_on})."
    next_tr, next_en = "Günü düzeltin.", "Correct the day."


class RoomsEndBeforeTheyBegin(Refusal):
    code = "rooms-end-before-they-begin"
    tr, en = "Oda, girişten önce boşaltılıyor.", "Rooms are left before they are taken."
    next_tr, next_en = "Çıkışı girişten sonraya alın.", "Let guests leave after they have come."


class OnlyGuestsAreHosted(Refusal):
    code = "only-guests-are-hosted"
    tr = "Giden heyet için ağırlama planı olmaz; karşı taraf ağırlar."
    en = "An outgoing delegation has no hosting plan: the partner hosts it."
    next_tr, next_en = "Ağırlama planını çıkarın.", "Leave the hosting plan out."


STATES: Final[Mapping[Status, LocalizedText]] = {
    Status.PLANNED: LocalizedText("planlandı", "planned"),
    Status.CONFIRMED: LocalizedText("onaylandı", "confirmed"),
    Status.HELD: LocalizedText("yapıldı", "held"),
    Status.CANCELLED: LocalizedText("iptal edildi", "cancelled"),
    Status.REPORTED: LocalizedText("raporlandı", "reported"),
}


class VisitOutOfTurn(Refusal):
    code, kind = "visit-out-of-turn", Kind.CONFLICT
    tr = "Ziyaretin durumu: {state_tr}. Bu adımın sırası değil."
    en = "The visit is {state_en}: this is not its next step."
    next_tr = "Sıra: planlandı, onaylandı, yapıldı, raporlandı. İptal yalnızca yapılmadan önce olur."
    next_en = "In turn: planned, confirmed, held, reported. It is cancelled only before it is held."

    def __init__(self, status: Status) -> None:
        super().__init__(state_tr=STATES[status].tr, state_en=STATES[status].en)


class VisitHasNotBegun(Refusal):
    code, kind = "visit-has-not-begun", Kind.CONFLICT
    tr, en = "Ziyaret {begins_on} tarihinde başlıyor.", "The visit begins on {begins_on}."
    next_tr, next_en = "O gün ya da sonra yeniden deneyin.", "Try again on that day or later."


class VisitWasHeld(Refusal):
    code, kind = "visit-was-held", Kind.CONFLICT
    tr = "Ziyaret yapıldı: yalnızca masraflar ve yazılar düzeltilebilir."
    en = "The visit was held: only its costs and letters may still be corrected."
    next_tr, next_en = "Öteki alanları olduğu gibi bırakın.", "Leave everything else as it is."


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """``at``: like 09:30, local time where it takes place."""

    day: date
    place: str
    what: LocalizedText
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """``until``: the morning on which they are left."""

    place: str
    rooms: int
    begins: date
    until: date


@dataclass(frozen=True, slots=True)
class MealPlan:
    day: date
    meal: Meal
    place: str
    people: int


@dataclass(frozen=True, slots=True)
class Hosting:
    rooms: tuple[Room, ...] = ()
    meals: tuple[MealPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What the office writes. A change replaces all of it. ``person_ids``: ours, by id."""

    purpose: LocalizedText
    direction: Direction
    partner_id: UUID
    host: str
    begins_on: date
    ends_on: date
    person_ids: tuple[UUID, ...] = ()
    programme: tuple[ProgrammeItem, ...] = ()
    costs: tuple[Cost, ...] = ()
    hosting: Hosting | None = None
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a visit, and what is to be done about it."""

    outcome: LocalizedText
    follow_ups: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """``guests``: how many of the partner's people come."""

    id: UUID
    plan: Plan
    status: Status = Status.PLANNED
    guests: int = 0
    outcome: LocalizedText | None = None
    follow_ups: Tasks = ()
    version: int = 1

    def require_version(self, expected: int | None) -> None:
        """Raises: StaleVersion."""
        require_version(self.version, expected)


def plan_visit(visit_id: UUID, plan: Plan) -> Visit:
    """Raises: VisitEndsBeforeItBegins, NotDuringTheVisit, RoomsEndBeforeTheyBegin, OnlyGuestsAreHosted,
    CostKindTwice.
    """
    _require_sound(plan)
    return Visit(visit_id, plan)


def change(visit: Visit, plan: Plan) -> Visit:
    """Raises: VisitOutOfTurn, VisitWasHeld and as ``plan_visit``."""
    _require_sound(plan)
    match visit.status:
        case Status.PLANNED | Status.CONFIRMED:
            return replace(visit, plan=plan, version=visit.version + 1)
        case Status.HELD:
            if replace(plan, costs=visit.plan.costs, letters=visit.plan.letters) != visit.plan:
                raise VisitWasHeld
            return replace(visit, plan=plan, version=visit.version + 1)
        case Status.CANCELLED | Status.REPORTED:
            raise VisitOutOfTurn(visit.status)
        case _:
            assert_never(visit.status)


def confirm(visit: Visit) -> Visit:
    """The partner agreed to it. Raises: VisitOutOfTurn."""
    return _step(visit, Status.CONFIRMED, since=(Status.PLANNED,))


def hold(visit: Visit, today: date) -> Visit:
    """It takes place. Raises: VisitOutOfTurn, VisitHasNotBegun."""
    held = _step(visit, Status.HELD, since=(Status.CONFIRMED,))
    if today < visit.plan.begins_on:
        raise VisitHasNotBegun(begins_on=visit.plan.begins_on)
    return held


def cancel(visit: Visit) -> Visit:
    """Raises: VisitOutOfTurn."""
    return _step(visit, Status.CANCELLED, since=(Status.PLANNED, Status.CONFIRMED))


def report(visit: Visit, written: Report) -> Visit:
    """Raises: VisitOutOfTurn."""
    reported = _step(visit, Status.REPORTED, since=(Status.HELD,))
    return replace(reported, outcome=written.outcome, follow_ups=added((), written.follow_ups))


def finish_follow_up(visit: Visit, number: int, today: date) -> Visit:
    """Raises: NoSuchTask, TaskIsDone."""
    left = finished(visit.follow_ups, number, today)
    return replace(visit, follow_ups=left, version=visit.version + 1)


def expect_guests(visit: Visit, guests: int) -> Visit:
    """So many come. Raises: VisitOutOfTurn once it is over."""
    return replace(_step(visit, visit.status, since=(Status.PLANNED, Status.CONFIRMED)), guests=guests)


def without(visit: Visit, person_id: UUID) -> Visit:
    """In whatever state: one of ours asked to be forgotten."""
    left = tuple(each for each in visit.plan.person_ids if each != person_id)
    open_ones = tasks.without(visit.follow_ups, person_id)
    plan = replace(visit.plan, person_ids=left)
    return replace(visit, plan=plan, follow_ups=open_ones, version=visit.version + 1)


def _step(visit: Visit, status: Status, since: Sequence[Status]) -> Visit:
    if visit.status not in since:
        raise VisitOutOfTurn(visit.status)
    return replace(visit, status=status, version=visit.version + 1)


def _require_sound(plan: Plan) -> None:
    if plan.ends_on < plan.begins_on:
        raise VisitEndsBeforeItBegins("ends_on")
    for number, item in enumerate(plan.programme):
        _require_day(item.day, plan, f"programme.{number}.day")
    require_one_line_a_kind(plan.costs)
    if plan.hosting is not None:
        _require_hosting(plan.hosting, plan)


def _require_hosting(hosting: Hosting, plan: Plan) -> None:
    if plan.direction is not Direction.INCOMING:
        raise OnlyGuestsAreHosted("hosting")
    for number, room in enumerate(hosting.rooms):
        if room.until <= room.begins:
            raise RoomsEndBeforeTheyBegin(f"hosting.rooms.{number}.until")
    for number, meal in enumerate(hosting.meals):
        _require_day(meal.day, plan, f"hosting.meals.{number}.day")


def _require_day(day: date, plan: Plan, field: str) -> None:
    if not plan.begins_on <= day <= plan.ends_on:
        raise NotDuringTheVisit(field, day=day, begins_on=plan.begins_on, ends_on=plan.ends_on)
