"""The figures and tables that the rules read. They come from data files, each row with its source."""

from __future__ import annotations

from dataclasses import dataclass

from services.agreements.domain.conditions import RecommendedLevels, StayLengths
from services.agreements.domain.deadlines import DeadlineRule
from services.agreements.domain.isced import IscedFields
from services.agreements.domain.kinds import KindRule
from services.agreements.domain.lead_times import LeadTime
from services.agreements.domain.programmes import ProgrammePeriod


@dataclass(frozen=True, slots=True)
class Rulebook:
    periods: tuple[ProgrammePeriod, ...]
    fields: IscedFields
    stay_lengths: StayLengths
    recommended_levels: RecommendedLevels
    deadlines: tuple[DeadlineRule, ...]
    leads: tuple[LeadTime, ...]
    kinds: tuple[KindRule, ...]
