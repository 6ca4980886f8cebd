"""What callers send and read of visits. Shapes only: the rules refuse in the domain."""

from collections.abc import Sequence
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, TypeAdapter

from chassis.refusal import LocalizedText
from contracts.visits import CLOCK
from contracts.vocabulary import Direction, Meal
from services.events.domain.guests import Guest
from services.events.domain.visit import Plan, Report
from services.events.entrypoints.api.announcement_models import Body
from services.events.entrypoints.api.cost_models import CostIn
from services.events.entrypoints.api.models import Input, Title, Words
from services.events.entrypoints.api.task_models import MANY, Day, TaskIn

DELEGATION_MAX, ROOMS_MAX = 200, 1_000

Letter = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
PLANS = TypeAdapter(Plan)


class ProgrammeItemIn(Input):
    day: Day
    place: Words
    what: Title
    at: Annotated[str, StringConstraints(pattern=CLOCK)] | None = None


class RoomIn(Input):
    place: Words
    rooms: int = Field(ge=1, le=ROOMS_MAX)
    begins: Day
    until: Day


class MealIn(Input):
    day: Day
    meal: Meal
    place: Words
    people: int = Field(ge=1, le=ROOMS_MAX)


class HostingIn(Input):
    rooms: tuple[RoomIn, ...] = Field(default=(), max_length=MANY)
    meals: tuple[MealIn, ...] = Field(default=(), max_length=MANY)


class VisitIn(Input):
    purpose: Body
    direction: Direction
    partner_id: UUID
    host: Words = Field(description="The unit or institution that receives; no person's name")
    begins_on: Day
    ends_on: Day
    person_ids: tuple[UUID, ...] = Field(
        default=(), max_length=DELEGATION_MAX, description="Ours, by person id"
    )
    programme: tuple[ProgrammeItemIn, ...] = Field(default=(), max_length=MANY)
    costs: tuple[CostIn, ...] = Field(default=(), max_length=MANY)
    hosting: HostingIn | None = None
    letters: tuple[Letter, ...] = Field(default=(), max_length=MANY)

    def plan(self) -> Plan:
        """The names are the domain's own."""
        return PLANS.validate_python(self.model_dump())


class ReportIn(Input):
    outcome: Body
    follow_ups: tuple[TaskIn, ...] = Field(default=(), max_length=MANY)

    def report(self) -> Report:
        outcome = LocalizedText(tr=self.outcome.tr, en=self.outcome.en)
        return Report(outcome, tuple(each.wanted() for each in self.follow_ups))


class GuestIn(Input):
    name: Words
    role: Words


class GuestsIn(Input):
    guests: tuple[GuestIn, ...] = Field(max_length=DELEGATION_MAX)

    def all(self) -> Sequence[Guest]:
        return [Guest(each.name, each.role) for each in self.guests]


class ForgetGuests(Input):
    name: Words | None = Field(default=None, description="Only those of this name; all when left out")


class GuestOut(BaseModel):
    name: str
    role: str


class GuestsOut(BaseModel):
    guests: list[GuestOut]

    @classmethod
    def of(cls, guests: Sequence[Guest]) -> Self:
        return cls(guests=[GuestOut(name=each.name, role=each.role) for each in guests])
