"""What the certificate of a completed stay here says."""

from __future__ import annotations

from uuid import UUID

from services.mobility.application.work import Work
from services.mobility.domain.stay_certificate import StayCertificate, certificate_of


async def write_stay_certificate(mobility_id: UUID, work: Work) -> tuple[UUID, StayCertificate]:
    """Whose it is, and what it says. Raises: NoSuchMobility, NoSuchFile and those of ``certificate_of``."""
    stay = await work.mobilities.get(mobility_id)
    file = await work.files.get(mobility_id)
    person = await work.people.get(stay.person_id)
    partner = await work.agreements.partner_name(stay.partner_id) if stay.partner_id else None
    return person.id, certificate_of(stay, file, person, partner)
