"""The office drafts what follows an agreement, once: whoever asks again is given the draft there is."""

from __future__ import annotations

from uuid import UUID

from chassis.ids import new_id
from contracts.agreements import AgreementDrafted
from services.agreements.application.described import Described, describe, locked
from services.agreements.application.published_language import agreement_state
from services.agreements.application.work import Work
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.renewal import following, open_renewal, renew
from services.agreements.domain.rulebook import Rulebook


async def renew_agreement(
    agreement_id: UUID, last_year: AcademicYear, work: Work, rules: Rulebook
) -> Described:
    """Raises: NotFound, NeverInForce, the refusals of the terms.

    The agreement stays locked: of two campaigns at once, the second finds the draft of the first.
    """
    agreement, partner = await locked(agreement_id, None, work)
    earlier = await work.agreements.renewals_of(agreement.id)
    if (present := open_renewal(earlier)) is not None:
        return describe(present, partner, rules)
    terms = following(agreement, last_year, attempt=len(earlier) + 1, new_id=new_id)
    drafted = renew(agreement, new_id(), terms, partner.facts, rules)
    await work.agreements.add([drafted], publishes=[AgreementDrafted(state=agreement_state(drafted))])
    return describe(drafted, partner, rules)
