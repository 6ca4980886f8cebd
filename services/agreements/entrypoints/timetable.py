"""What the service does because its time has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.clock import academic_date
from chassis.timetable import Entry, in_one_transaction
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.end_agreement import end_agreement_that_is_over

ENDS_SECONDS = 60.0


async def _over(work: AgreementsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.agreements.over(academic_date(now), limit)


ENDS = Entry[AgreementsWork](
    "agreement-ends", _over, in_one_transaction(end_agreement_that_is_over), seconds=ENDS_SECONDS
)

TIMETABLE = (ENDS,)
