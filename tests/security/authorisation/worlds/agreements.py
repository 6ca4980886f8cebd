"""Partners, and agreements of my university and of another, from draft to in force."""

from __future__ import annotations

from uuid import UUID

import aiohttp

from chassis.identity.access import Reach
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.agreement_rows import COLUMNS
from services.agreements.application.place_partner import COLUMNS as PLACE_COLUMNS
from services.agreements.tests.builders import a_partner, active, an_agreement, drafted, proposed
from services.agreements.tests.conftest import Client
from services.agreements.tests.entrypoints.test_contacts_api import ANNA as CONTACT
from services.agreements.tests.entrypoints.test_letters_api import LETTER, RENEWAL
from tests.security.authorisation.world import ALL, Thing, World, open_to_all_readers

OURS_PROPOSED = frozenset({ALL, Reach.UNIVERSITY})
IN_FORCE = frozenset({ALL, Reach.IN_FORCE})


async def build(
    url: str, session: aiohttp.ClientSession, issuer: DevelopmentIssuer, _: Transactions[AgreementsWork]
) -> World:
    office = Client(session, url, issuer.issue(Role.OFFICE))
    mine, other = await a_partner(office, "Ours"), await a_partner(office, "Theirs")
    agreements = [
        Thing("my draft", UUID(await drafted(office, partner_id=mine, reference="1")), frozenset({ALL})),
        Thing("my proposed", UUID(await proposed(office, partner_id=mine, reference="2")), OURS_PROPOSED),
        Thing(
            "their proposed", UUID(await proposed(office, partner_id=other, reference="3")), frozenset({ALL})
        ),
        Thing("their active", UUID(await active(office, partner_id=other, reference="4")), IN_FORCE),
        Thing(
            "my active", UUID(await active(office, partner_id=mine, reference="5")), OURS_PROPOSED | IN_FORCE
        ),
    ]
    registered = await office.post("/letters", LETTER)
    contacted = await office.post(f"/partners/{mine}/contacts", CONTACT)
    noted = await office.post(f"/partners/{mine}/notes", {"text": "Call in May"})
    letters = [Thing("the", UUID(registered.body["id"]), frozenset({ALL}))]
    content = an_agreement(mine, reference="6")
    return World(
        me=new_id(),
        my_university=UUID(mine),
        things={
            "partner": open_to_all_readers(UUID(mine), UUID(other)),
            "agreement": agreements,
            "letter": letters,
            "contact": [Thing("the", UUID(contacted.body["id"]), frozenset({ALL}))],
            "note": [Thing("the", UUID(noted.body["id"]), frozenset({ALL}))],
        },
        bodies={
            "POST /v1/partners": {"name": "Neu", "country": "DE"},
            "PATCH /v1/partners/{partner_id}": {"city": "Köln"},
            "POST /v1/agreements": content,
            "PUT /v1/agreements/{agreement_id}": content,
            "POST /v1/agreements/{agreement_id}/signatures": {"party": "home", "signed_on": "2026-05-04"},
            "POST /v1/agreements/{agreement_id}/terminate": {"reason": "closed"},
            "PUT /v1/agreements/{agreement_id}/amendment": {
                "counts_from": content["first_year"],
                "conditions": content["conditions"],
            },
            "POST /v1/agreements/{agreement_id}/notice": {
                "by": "home",
                "given_on": "2026-05-04",
                "reason": "closed",
            },
            "POST /v1/agreements/{agreement_id}/renewal": {"last_year": "2031/2032"},
            "POST /v1/letters": LETTER,
            "POST /v1/letters/from-template": RENEWAL | {"agreement_id": str(agreements[-1].id)},
            "POST /v1/letters/{letter_id}/annul": {"reason": "Entered twice"},
            "POST /v1/imports/agreements": ",".join(COLUMNS),
            "POST /v1/imports/coordinates": ",".join(PLACE_COLUMNS),
            "PUT /v1/partners/{partner_id}/coordinates": {"latitude": "51.05", "longitude": "3.72"},
            "POST /v1/partners/{partner_id}/merge": {"into_id": other},
            "POST /v1/partners/{partner_id}/contacts": CONTACT,
            "PUT /v1/contacts/{contact_id}": CONTACT,
            "POST /v1/contacts/{contact_id}/departure": {"last_day": "2026-11-01"},
            "POST /v1/partners/{partner_id}/notes": {"text": "Call in June"},
        },
        lists={
            "GET /v1/partners": ("partner", "id"),
            "GET /v1/agreements": ("agreement", "id"),
            "GET /v1/letters": ("letter", "id"),
        },
    )
