"""What the service does because its time has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.clock import academic_date
from chassis.timetable import Entry, in_one_transaction
from services.agreements.adapters.data_files import rulebook
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.end_agreement import end_agreement_that_is_over, tell_that_it_expires
from services.agreements.application.keep_contacts import forget_contact_of_old, forgotten_before
from services.agreements.domain.lead_times import Lead, lead_on

ENDS_SECONDS = 60.0
EXPIRES_SECONDS = 10.0
CONTACTS_LOOKED_AT_SECONDS = 600.0


async def _over(work: AgreementsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.agreements.over(academic_date(now), limit)


ENDS = Entry[AgreementsWork](
    "agreement-ends", _over, in_one_transaction(end_agreement_that_is_over), seconds=ENDS_SECONDS
)


async def _expiring(work: AgreementsWork, now: datetime, limit: int) -> Sequence[UUID]:
    today = academic_date(now)
    return await work.agreements.expiring(
        today + lead_on(today, Lead.AGREEMENT_EXPIRING, rulebook().leads), limit
    )


async def _tell(agreement_id: UUID, work: AgreementsWork, now: datetime) -> None:
    await tell_that_it_expires(agreement_id, work, rulebook().leads, now)


EXPIRES = Entry[AgreementsWork](
    "agreement-expires", _expiring, in_one_transaction(_tell), seconds=EXPIRES_SECONDS
)


async def _left_long_ago(work: AgreementsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.contacts.left_before(forgotten_before(academic_date(now), rulebook().leads), limit)


async def _forget(contact_id: UUID, work: AgreementsWork, now: datetime) -> None:
    await forget_contact_of_old(contact_id, work, rulebook().leads, now)


CONTACTS = Entry[AgreementsWork](
    "former-contacts", _left_long_ago, in_one_transaction(_forget), seconds=CONTACTS_LOOKED_AT_SECONDS
)

TIMETABLE = (ENDS, EXPIRES, CONTACTS)
