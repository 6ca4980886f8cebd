"""A stay ends: early, or as planned. Days are counted again by the rule of its kind."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from contracts.mobility import MobilityCompleted, MobilityShortened
from services.mobility.application.published_language import mobility_state
from services.mobility.application.work import Work
from services.mobility.domain.mobility import Mobility, completed, shortened
from services.mobility.domain.rule_book import RuleBook, StayLimits


async def return_early(
    mobility_id: UUID, ends: date, work: Work, rules: RuleBook, *, expected: int | None
) -> Mobility:
    """Raises: StayIsOver, NotAnEarlyReturn, StayTooShort, StaleVersion, StayLimitsUnknown."""
    mobility = await work.mobilities.lock(mobility_id)
    shorter = shortened(mobility, ends, _limits(mobility, rules), expected)
    await work.mobilities.save(shorter, MobilityShortened(state=mobility_state(shorter)))
    return shorter


async def complete_stay(
    mobility_id: UUID, ends: date, work: Work, rules: RuleBook, *, expected: int | None
) -> Mobility:
    """Raises: StayIsOver, StayOutsideLimits, StaleVersion, StayLimitsUnknown."""
    mobility = await work.mobilities.lock(mobility_id)
    done = completed(mobility, ends, _limits(mobility, rules), expected)
    await work.mobilities.save(done, MobilityCompleted(state=mobility_state(done)))
    return done


def _limits(mobility: Mobility, rules: RuleBook) -> StayLimits:
    return rules.stay_limits(mobility.programme, mobility.call_year, mobility.kind, blended=mobility.blended)
