"""What a call's lists would be with other places, weights or choices; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import Kind, Refusal
from services.mobility.domain.call import Call
from services.mobility.domain.call_rules import selection_of
from services.mobility.domain.ranking import Standing
from services.mobility.domain.rule_book import RuleBook


class PlaceNotOfCall(Refusal):
    code, kind = "what-if-place-unknown", Kind.INVALID
    tr = "Bu çağrıda {condition_id} numaralı bir yer yok."
    en = "This call has no place with the id {condition_id}."
    next_tr, next_en = "Çağrının yerlerinden birini yazın.", "Name one of the call's places."


class WeightNotOfCall(Refusal):
    code, kind = "what-if-weight-unknown", Kind.INVALID
    tr, en = "Bu çağrıda {rule} kodlu bir ağırlık yok.", "This call has no weight with the code {rule}."
    next_tr, next_en = "Şunlardan birini yazın: {known}.", "Name one of: {known}."


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is to be different; whatever is not named stays as it is.

    ``places``: a year, by condition, instead of the agreement's. ``weights``: factors by rule (W1, W2).
    ``settings``: choices of the call by the names of ``CallSettings``.
    """

    places: Mapping[UUID, int] = field(default_factory=dict)
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where one applicant stands; ``place`` is the condition on the main list."""

    rank: int
    score: Decimal
    place: UUID | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who would get another place, or one, or none."""

    application_id: UUID
    now: Outcome
    then: Outcome


@dataclass(frozen=True, slots=True)
class WhatIf:
    """``moved`` in the order of the supposed ranking; ``places``: free ones, over all conditions."""

    applicants: int
    places_now: int
    places_then: int
    placed_now: int
    placed_then: int
    moved: tuple[Moved, ...]


def supposed_call(call: Call, supposition: Supposition) -> Call:
    return replace(call, settings=replace(call.settings, **supposition.settings))


def supposed_rules(rules: RuleBook, call: Call, supposition: Supposition) -> RuleBook:
    """The rule book with other factors for this call's weights. Raises: WeightNotOfCall."""
    known = [row.rule for row in selection_of(call, rules).weights]
    for rule in supposition.weights:
        if rule not in known:
            raise WeightNotOfCall("weights", rule=rule, known=", ".join(known))
    weights = (replace(row, factor=supposition.weights.get(row.rule, row.factor)) for row in rules.weights)
    return replace(rules, weights=tuple(weights))


def supposed_places(places: Mapping[UUID, int], supposition: Supposition) -> dict[UUID, int]:
    """Places a year by condition. Raises: PlaceNotOfCall."""
    for condition_id in supposition.places:
        if condition_id not in places:
            raise PlaceNotOfCall("places", condition_id=condition_id)
    return {**places, **supposition.places}


def compared(
    now: Sequence[Standing], then: Sequence[Standing], free_now: Iterable[int], free_then: Iterable[int]
) -> WhatIf:
    """Two rankings of the same applications, and who stands elsewhere in the second."""
    before = {one.candidate.application_id: _outcome(one) for one in now}
    after = {one.candidate.application_id: _outcome(one) for one in then}
    return WhatIf(
        applicants=len(before),
        places_now=_some(free_now),
        places_then=_some(free_then),
        placed_now=_placed(before.values()),
        placed_then=_placed(after.values()),
        moved=tuple(
            Moved(key, before[key], outcome)
            for key, outcome in after.items()
            if outcome.place != before[key].place
        ),
    )


def _some(free: Iterable[int]) -> int:
    """Places that are there to be given: one that is held twice takes none away from another."""
    return sum(max(0, number) for number in free)


def _outcome(standing: Standing) -> Outcome:
    return Outcome(standing.rank, standing.candidate.score, standing.place)


def _placed(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.place is not None for outcome in outcomes)
