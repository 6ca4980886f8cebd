"""What comes in and goes out about a supposed ranking."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.mobility.domain.call import TieBreak
from services.mobility.domain.programme_rules import RankingUnit
from services.mobility.domain.what_if import Outcome, Supposition, WhatIf
from services.mobility.entrypoints.api.inputs import Input

MOVED_MAX = 200


class SupposedPlaces(Input):
    condition_id: UUID
    places: int = Field(ge=0, le=1000, description="A year")


class SupposedWeight(Input):
    rule: Annotated[str, Field(min_length=1, max_length=20, examples=["W1"])]
    factor: Annotated[Decimal, Field(ge=0, le=1, max_digits=4, decimal_places=3)]


class SupposedSettings(Input):
    """Choices of the call; whatever is left out stays as it is."""

    tie_break: Annotated[tuple[TieBreak, ...] | None, Field(max_length=2)] = None
    ranking_unit: RankingUnit | None = None
    bonuses_add_up: bool | None = None
    reserve_length: Annotated[int | None, Field(ge=0, le=1000)] = None


class SuppositionIn(Input):
    places: Annotated[tuple[SupposedPlaces, ...], Field(max_length=500)] = ()
    weights: Annotated[tuple[SupposedWeight, ...], Field(max_length=10)] = ()
    settings: SupposedSettings = SupposedSettings()

    def supposition(self) -> Supposition:
        return Supposition(
            places={one.condition_id: one.places for one in self.places},
            weights={one.rule: one.factor for one in self.weights},
            settings=self.settings.model_dump(exclude_none=True),
        )


class OutcomeOut(BaseModel):
    """``place``: the condition on the main list, or nothing."""

    rank: int
    score: Decimal
    place: UUID | None


class MovedOut(BaseModel):
    application_id: UUID
    now: OutcomeOut
    then: OutcomeOut


class WhatIfOut(BaseModel):
    """``moved``: the first of those who would get another place, in the order of the supposed ranking."""

    applicants: int
    places_now: int
    places_then: int
    placed_now: int
    placed_then: int
    moved_count: int
    moved: tuple[MovedOut, ...]

    @classmethod
    def of(cls, found: WhatIf) -> "WhatIfOut":
        return cls(
            applicants=found.applicants,
            places_now=found.places_now,
            places_then=found.places_then,
            placed_now=found.placed_now,
            placed_then=found.placed_then,
            moved_count=len(found.moved),
            moved=tuple(
                MovedOut(application_id=one.application_id, now=_out(one.now), then=_out(one.then))
                for one in found.moved[:MOVED_MAX]
            ),
        )


def _out(outcome: Outcome) -> OutcomeOut:
    return OutcomeOut.model_validate(outcome, from_attributes=True)
