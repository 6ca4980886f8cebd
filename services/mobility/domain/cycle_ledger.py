"""Days abroad in one cycle of study: what was spent, what is left, and what does not count and why.

A stay never makes another one longer: whatever adds days asks here first, with the person locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, EqfLevel, MobilityStatus, Programme
from services.mobility.domain.mobility import Mobility


class CycleDaysExceeded(Refusal):
    code = "cycle-days-exceeded"
    tr = "Bu öğrenim kademesinde {spent} gün kullanılmış; {asked} gün daha {days_max} günü aşar."
    en = "{spent} days are spent in this cycle of study; {asked} more would exceed {days_max}."
    next_tr, next_en = "En çok {left} gün planlayın.", "Plan {left} days at most."


@dataclass(frozen=True, slots=True)
class CycleRule:
    """Stays of ``counted`` programmes and ``kinds`` share ``days_max`` days in a cycle of study.

    Source: data/cycles.csv.
    """

    programme: Programme
    counted: frozenset[Programme]
    kinds: frozenset[ActivityKind]
    first_year: int
    last_year: int
    days_max: int
    remainder_min: int

    def covers(self, programme: Programme, call_year: int, kind: ActivityKind) -> bool:
        in_years = self.first_year <= call_year <= self.last_year
        return programme is self.programme and kind in self.kinds and in_years

    def counts(self, stay: Mobility, eqf_level: EqfLevel | None) -> bool:
        """Whether a stay takes days of this cycle: short and zero-grant ones do, given-up ones do not."""
        of_cycle = stay.eqf_level is not None and stay.eqf_level is eqf_level
        lives = stay.status is not MobilityStatus.WITHDRAWN
        return of_cycle and lives and stay.programme in self.counted and stay.kind in self.kinds


@dataclass(frozen=True, slots=True)
class CycleLedger:
    """``spent`` days of the ``days_max`` of a rule."""

    rule: CycleRule
    spent: int

    @property
    def left(self) -> int:
        return max(0, self.rule.days_max - self.spent)

    @property
    def usable(self) -> bool:
        """A remainder under the shortest stay is no use (E8)."""
        return self.left >= self.rule.remainder_min


def ledger_of(
    rule: CycleRule, stays: Iterable[Mobility], eqf_level: EqfLevel | None, *, without: UUID | None = None
) -> CycleLedger:
    """What a person's ``stays`` take of the cycle; ``without`` the one that is being decided upon."""
    counted = (one for one in stays if one.id != without and rule.counts(one, eqf_level))
    return CycleLedger(rule, sum(one.days or 0 for one in counted))


def require_days_left(rule: CycleRule | None, stay: Mobility, stays: Iterable[Mobility]) -> None:
    """``stay``, as it is to become, fits beside the person's others. Raises: CycleDaysExceeded."""
    if rule is None or not rule.counts(stay, stay.eqf_level):
        return
    ledger = ledger_of(rule, stays, stay.eqf_level, without=stay.id)
    asked = stay.days or 0
    if ledger.spent + asked > rule.days_max:
        raise CycleDaysExceeded(
            "ends", spent=ledger.spent, asked=asked, days_max=rule.days_max, left=ledger.left
        )
