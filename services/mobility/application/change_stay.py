"""The course of a stay: begun, extended, ended early or as planned. Days are counted by the rule of its kind.

What may add days locks the person first, as an acceptance does, so that two at once never exceed the cycle.
Whatever makes a planned stay one that takes place asks first for what its programme needs before a departure.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from contracts.mobility import (
    MobilityBegun,
    MobilityCompleted,
    MobilityEvent,
    MobilityExtended,
    MobilityShortened,
)
from services.mobility.application.buddy import let_buddy_go
from services.mobility.application.housing import leave_housing
from services.mobility.application.mobility_file import follow_stay
from services.mobility.application.published_language import mobility_state
from services.mobility.application.work import Work
from services.mobility.domain.cycle_ledger import require_days_left
from services.mobility.domain.mobility import Mobility, arrived, broken_off, completed, extended, shortened
from services.mobility.domain.requirements import leaves, require_ready_to_leave
from services.mobility.domain.rule_book import RuleBook, StayLimits
from services.mobility.domain.stay_rules import StayRules


async def begin_stay(
    mobility_id: UUID, day: date, work: Work, rules: RuleBook, caps: StayRules, *, expected: int | None
) -> Mobility:
    """Raises: AlreadyThere, StayIsOver, StayOutsideLimits, CycleDaysExceeded, StaleVersion."""
    mobility = await _locked_with_person(mobility_id, work)
    there = arrived(mobility, day, _limits(mobility, rules), expected)
    return await _keep(mobility, there, MobilityBegun, work, caps)


async def extend_stay(
    mobility_id: UUID, ends: date, work: Work, rules: RuleBook, caps: StayRules, *, expected: int | None
) -> Mobility:
    """Raises: NotAnExtension, StayIsOver, StayOutsideLimits, CycleDaysExceeded, StaleVersion."""
    mobility = await _locked_with_person(mobility_id, work)
    longer = extended(mobility, ends, _limits(mobility, rules), expected)
    return await _keep(mobility, longer, MobilityExtended, work, caps)


async def return_early(
    mobility_id: UUID, ends: date, work: Work, rules: RuleBook, caps: StayRules, *, expected: int | None
) -> Mobility:
    """Raises: StayIsOver, NotAnEarlyReturn, StayTooShort, StaleVersion, StayLimitsUnknown."""
    mobility = await _locked_with_person(mobility_id, work)
    shorter = shortened(mobility, ends, _limits(mobility, rules), expected)
    return await _keep(mobility, shorter, MobilityShortened, work, caps)


async def break_off(
    mobility_id: UUID, ends: date, work: Work, caps: StayRules, *, expected: int | None
) -> Mobility:
    """Force majeure. Raises: StayIsOver, NotAnEarlyReturn, StaleVersion."""
    mobility = await _locked_with_person(mobility_id, work)
    shorter = broken_off(mobility, ends, expected)
    return await _keep(mobility, shorter, MobilityShortened, work, caps)


async def complete_stay(
    mobility_id: UUID, ends: date, work: Work, rules: RuleBook, caps: StayRules, *, expected: int | None
) -> Mobility:
    """Raises: StayIsOver, StayOutsideLimits, CycleDaysExceeded, StaleVersion, StayLimitsUnknown."""
    mobility = await _locked_with_person(mobility_id, work)
    done = completed(mobility, ends, _limits(mobility, rules), expected)
    await leave_housing(mobility_id, work)
    await let_buddy_go(mobility_id, work)
    return await _keep(mobility, done, MobilityCompleted, work, caps)


async def _locked_with_person(mobility_id: UUID, work: Work) -> Mobility:
    known = await work.mobilities.get(mobility_id)
    await work.people.lock(known.person_id)
    return await work.mobilities.lock(mobility_id)


async def _keep(
    before: Mobility, stay: Mobility, event: type[MobilityEvent], work: Work, caps: StayRules
) -> Mobility:
    """The stay as it is now, and its file with it, if what its departure needs is there and its days fit.

    Raises: FileMissing, DepartureNotReady, CycleDaysExceeded.
    """
    if leaves(before, stay):
        require_ready_to_leave(stay, await work.files.lock_if_any(stay.id), caps)
    if (stay.days or 0) > (before.days or 0):
        cap = caps.cycle(stay.programme, stay.call_year, stay.kind)
        require_days_left(cap, stay, await work.mobilities.of_person(stay.person_id))
    await work.mobilities.save(stay, event(state=mobility_state(stay)))
    await follow_stay(stay, work)
    return stay


def _limits(mobility: Mobility, rules: RuleBook) -> StayLimits:
    return rules.stay_limits(mobility.programme, mobility.call_year, mobility.kind, blended=mobility.blended)
