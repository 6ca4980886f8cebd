"""Figures that no table gives for a call: the institution decides them and names its decision."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from chassis.refusal import LocalizedText
from contracts.vocabulary import ActivityKind, EqfLevel, Programme
from services.mobility.domain.cgpa import Anchor
from services.mobility.domain.rule_book import (
    Check,
    Component,
    Condition,
    Scope,
    SelectionRules,
    StayLimits,
    Weight,
)

EVERY_LEVEL = frozenset(EqfLevel)
TRANSCRIPT = "transcript"
CGPA_WEIGHT, LANGUAGE_WEIGHT, CGPA_FLOOR, LANGUAGE_FLOOR = "K1", "K2", "K3", "K4"
ACADEMIC = LocalizedText(tr="Akademik başarı (kurum kararı)", en="Academic achievement (own decision)")
LANGUAGE = LocalizedText(tr="Yabancı dil (kurum kararı)", en="Foreign language (own decision)")
CGPA_TEXT = LocalizedText(
    tr="Not ortalaması 100 üzerinden {found}; en az {minimum} olmalı.",
    en="The CGPA is {found} of 100; at least {minimum} is needed.",
)
LANGUAGE_TEXT = LocalizedText(
    tr="Yabancı dil puanı {found}; bu çağrıda en az {minimum} olmalı.",
    en="The language score is {found}; this call needs at least {minimum}.",
)


@dataclass(frozen=True, slots=True)
class OwnRules:
    """Weights add up to one; ``minimum_cgpa`` is of 100; days as counted for the call's kind."""

    cgpa_weight: Decimal
    language_weight: Decimal
    minimum_cgpa: Decimal
    min_days: int
    max_days: int


def own_selection(own: OwnRules, scope: Scope, anchors: tuple[Anchor, ...]) -> SelectionRules:
    """No bonus and no penalty: those stand in tables only."""
    weights = (
        Weight(CGPA_WEIGHT, scope, Component.CGPA, own.cgpa_weight, ACADEMIC),
        Weight(LANGUAGE_WEIGHT, scope, Component.LANGUAGE, own.language_weight, LANGUAGE),
    )
    floor = Condition(
        CGPA_FLOOR,
        Check.CGPA_FLOOR,
        scope,
        blended=None,
        eqf_levels=EVERY_LEVEL,
        basis=TRANSCRIPT,
        value=own.minimum_cgpa,
        text=CGPA_TEXT,
    )
    return SelectionRules(
        weights=tuple(weight for weight in weights if weight.factor > 0),
        adjustments=(),
        conditions=(floor,),
        cgpa_anchors=anchors,
    )


def language_floor(scope: Scope) -> Condition:
    """A programme asks for no language; this call does."""
    return Condition(
        LANGUAGE_FLOOR,
        Check.LANGUAGE_FLOOR,
        scope,
        blended=None,
        eqf_levels=EVERY_LEVEL,
        basis="",
        value=None,
        text=LANGUAGE_TEXT,
    )


def own_limits(own: OwnRules, scope: Scope, *, blended: bool) -> StayLimits:
    return StayLimits(scope, blended, own.min_days, own.max_days)


def scope_of(programme: Programme, call_year: int, kind: ActivityKind) -> Scope:
    return Scope(programme, call_year, call_year, frozenset({kind}))
