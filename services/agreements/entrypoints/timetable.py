"""What the service does because its time has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.clock import academic_date
from chassis.timetable import Entry, in_one_transaction
from services.agreements.adapters.data_files import rulebook
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.end_agreement import end_agreement_that_is_over
from services.agreements.application.keep_contacts import forget_contact_of_old, forgotten_before

ENDS_SECONDS = 60.0
CONTACTS_LOOKED_AT_SECONDS = 600.0


async def _over(work: AgreementsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.agreements.over(academic_date(now), limit)


ENDS = Entry[AgreementsWork](
    "agreement-ends", _over, in_one_transaction(end_agreement_that_is_over), seconds=ENDS_SECONDS
)


async def _left_long_ago(work: AgreementsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.contacts.left_before(forgotten_before(academic_date(now), rulebook().leads), limit)


async def _forget(contact_id: UUID, work: AgreementsWork, now: datetime) -> None:
    await forget_contact_of_old(contact_id, work, rulebook().leads, now)


CONTACTS = Entry[AgreementsWork](
    "former-contacts", _left_long_ago, in_one_transaction(_forget), seconds=CONTACTS_LOOKED_AT_SECONDS
)

TIMETABLE = (ENDS, CONTACTS)
