"""Agreements and partners as mobility knows them: a copy of what the agreements service publishes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from contracts.vocabulary import ActivityKind, AgreementStatus, Direction, EqfLevel, Programme


@dataclass(frozen=True, slots=True)
class Condition:
    """A cooperation condition: its fields share its places."""

    id: UUID
    direction: Direction
    kind: ActivityKind
    isced_codes: tuple[str, ...]
    eqf_levels: tuple[EqfLevel, ...]
    places_per_year: int
    blended: bool = False

    def serves(self, kind: ActivityKind, *, blended: bool = False) -> bool:
        """Whether somebody of ours may go with it to do ``kind``; short stays need a place that has them."""
        return self.direction is Direction.OUTGOING and self.kind is kind and (self.blended or not blended)

    def takes(self, eqf_level: EqfLevel, isced_code: str) -> bool:
        """Whether it takes such an applicant. Where it names levels or fields, others are not taken."""
        fits_field = not self.isced_codes or isced_code in self.isced_codes
        fits_level = not self.eqf_levels or eqf_level in self.eqf_levels
        return fits_field and fits_level


@dataclass(frozen=True, slots=True)
class Agreement:
    id: UUID
    version: int
    programme: Programme
    partner_id: UUID
    status: AgreementStatus
    first_year: str
    last_year: str
    conditions: tuple[Condition, ...]

    def in_force(self, academic_year: str) -> bool:
        """Active, and ``academic_year`` is one of its years: ``2026/2027`` sorts as text."""
        return self.status is AgreementStatus.ACTIVE and self.first_year <= academic_year <= self.last_year

    def condition(self, condition_id: UUID) -> Condition | None:
        return next((one for one in self.conditions if one.id == condition_id), None)


@dataclass(frozen=True, slots=True)
class Partner:
    id: UUID
    version: int
    country: str
    name: str
