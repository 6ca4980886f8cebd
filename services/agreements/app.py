"""The agreements service, put together."""

from __future__ import annotations

from chassis.service import Service
from services.agreements.adapters import snapshots
from services.agreements.adapters.contacts import PERSON
from services.agreements.adapters.notes import WORDS
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.draft_agreement import ReferenceTaken
from services.agreements.application.enter_partner import PartnerAlreadyListed
from services.agreements.entrypoints.api import (
    agreements,
    changes,
    contacts,
    imports,
    isced_fields,
    letters,
    merging,
    notes,
    partners,
)
from services.agreements.entrypoints.timetable import TIMETABLE

SERVICE: Service[AgreementsWork] = Service(
    name="agreements",
    package="services.agreements",
    title="Kervan agreements",
    work=AgreementsWork,
    timetable=TIMETABLE,
    routers=(
        merging.router,  # before the one with /partners/{partner_id}
        partners.router,
        contacts.router,
        notes.router,
        isced_fields.router,
        agreements.router,
        changes.router,
        imports.router,
        letters.router,
    ),
    snapshots=(snapshots.partners, snapshots.agreements, snapshots.published_agreements, snapshots.letters),
    sealed=(PERSON, WORDS),
    constraints={
        "uq_agreement_reference": ReferenceTaken,
        "uq_partner_folded_name": PartnerAlreadyListed,
    },
)
