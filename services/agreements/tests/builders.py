"""Partners and agreements for tests; each names only what matters there."""

from __future__ import annotations

from typing import Any

from services.agreements.tests.conftest import Client

STUDY: dict[str, Any] = {
    "direction": "outgoing",
    "kind": "student-study",
    "isced_codes": ["0610"],
    "eqf_levels": ["6", "7"],
    "places_per_year": 2,
    "months_per_place": "5",
    "language": "en",
    "language_level": "B2",
}


async def a_partner(office: Client, name: str = "Universität Musterstadt", country: str = "DE") -> str:
    answer = await office.post("/partners", {"name": name, "country": country})
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


def an_agreement(partner_id: str, **changes: object) -> dict[str, Any]:
    content = {
        "reference": "IGD-2026-001",
        "programme": "erasmus",
        "partner_id": partner_id,
        "first_year": "2026/2027",
        "last_year": "2028/2029",
        "conditions": [STUDY],
    }
    return {**content, **changes}


async def drafted(office: Client, **changes: object) -> str:
    """The id of a new draft."""
    partner_id = changes.pop("partner_id", None) or await a_partner(office)
    answer = await office.post("/agreements", an_agreement(str(partner_id), **changes))
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


async def proposed(office: Client, **changes: object) -> str:
    identity = await drafted(office, **changes)
    await office.post(f"/agreements/{identity}/propose")
    return identity


async def signed(office: Client, **changes: object) -> str:
    identity = await proposed(office, **changes)
    for party in ("home", "partner"):
        await office.post(f"/agreements/{identity}/signatures", {"party": party, "signed_on": "2026-05-04"})
    return identity


async def active(office: Client, **changes: object) -> str:
    identity = await signed(office, **changes)
    answer = await office.post(f"/agreements/{identity}/activate")
    assert answer.status == 200, answer.body
    return identity
