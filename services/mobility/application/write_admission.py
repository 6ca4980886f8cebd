"""What the letter of admission of an accepted application says."""

from __future__ import annotations

from uuid import UUID

from services.mobility.application.work import Work
from services.mobility.domain.admission import Admission, admission_of


async def write_admission(application_id: UUID, work: Work) -> tuple[UUID, Admission]:
    """Whose letter it is, and what it says. Raises: NoSuchPerson and those of ``admission_of``."""
    application = await work.incoming.get(application_id)
    person = await work.people.get(application.person_id)
    partner = await work.agreements.partner_name(application.partner_id)
    return person.id, admission_of(application, person, partner)
