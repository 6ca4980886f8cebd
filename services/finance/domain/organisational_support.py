"""Organisational support: what the office gets for each participant of a contract, by tiers.

Participants without a grant are counted (S02).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chassis.refusal import LocalizedText
from services.finance.domain.rates import Step
from services.finance.domain.support import Line


def organisational_lines(participants: int, tiers: Sequence[Step]) -> tuple[Line, ...]:
    """A line for each tier that ``participants`` reach.

    At 400 EUR for each of the first 100 and 230 EUR beyond, 120 participants give 40,000 and 4,600 EUR.
    """
    ends = [tier.from_day - 1 for tier in tiers[1:]] + [participants]
    counted = zip(tiers, ends, strict=True)
    return tuple(
        _line(tier, min(end, participants) - tier.from_day + 1)
        for tier, end in counted
        if tier.from_day <= participants
    )


def _line(tier: Step, count: int) -> Line:
    return Line(
        rule=f"organisational-support-from-participant-{tier.from_day}",
        label=LocalizedText(
            f"Kurumsal destek: {tier.from_day}. katılımcıdan itibaren {count} kişi",
            f"Organisational support: {count} from participant {tier.from_day}",
        ),
        quantity=Decimal(count),
        unit="participant",
        rate=tier.rate,
        amount=tier.rate * Decimal(count),
        source=tier.source,
    )
