"""What the office's own records know of an applicant, beside the applicant's statement."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from contracts.vocabulary import Direction, EqfLevel, MobilityStatus
from services.mobility.application.work import NONE_EARLIER, Work
from services.mobility.domain.application import Preference
from services.mobility.domain.call import Call
from services.mobility.domain.eligibility import Known
from services.mobility.domain.mobility import Mobility


async def known_of(
    person_id: UUID, eqf_level: EqfLevel, wishes: Collection[Preference], call: Call, work: Work
) -> Known:
    in_cycle = await work.mobilities.earlier_stays([person_id])
    stays = await work.mobilities.of_person(person_id)
    countries = await work.agreements.countries({wish.partner_id for wish in wishes})
    return Known(
        earlier_days=in_cycle.get((person_id, eqf_level), NONE_EARLIER).days,
        earlier_in_programme=sum(_counts(stay, eqf_level, call) for stay in stays),
        hosts=frozenset(countries.values()),
    )


def _counts(stay: Mobility, eqf_level: EqfLevel, call: Call) -> bool:
    went = stay.direction is Direction.OUTGOING and stay.status is not MobilityStatus.WITHDRAWN
    return went and stay.programme is call.programme and stay.eqf_level is eqf_level
