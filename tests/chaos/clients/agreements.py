"""Partners, and agreements from draft to in force to ended."""

from __future__ import annotations

import random
from datetime import timedelta

from tests.chaos.clients.command import Command, Json, Learn
from tests.chaos.clients.known import Fact, Known

SERVICE = "agreements"
FOLLOWING = {"draft": "proposed", "proposed": "half-signed", "half-signed": "signed", "signed": "active"}


def enter_partner(known: Known, chance: random.Random) -> Command:
    body = {"name": f"Deneme Universität {known.run} {known.number()}", "country": "DE", "city": "Leipzig"}
    return Command(
        SERVICE, "enter-partner", "POST", "/v1/partners", known.office, body, learn=known.learns("partner")
    )


def change_partner(known: Known, chance: random.Random) -> Command | None:
    partner = known.one("partner", chance)
    if partner is None or not partner.get("version"):
        return None
    return Command(
        SERVICE, "change-partner", "PATCH", f"/v1/partners/{partner['id']}", known.office,
        {"city": chance.choice(("Leipzig", "Halle", "Jena", "Gera"))},
        version=partner["version"] - (chance.random() < 0.2), learn=known.learns("partner"),
    )  # fmt: skip


def draft_agreement(known: Known, chance: random.Random) -> Command | None:
    partner = known.one("partner", chance)
    if partner is None:
        return None
    body = agreement_body(known, partner["id"], chance.randint(1, 4))
    return Command(
        SERVICE, "draft-agreement", "POST", "/v1/agreements", known.office, body,
        learn=_learns(known, "draft", body),
    )  # fmt: skip


def agreement_body(known: Known, partner_id: str, places: int) -> Json:
    begins = known.stay[0].year
    return {
        "reference": f"{known.run}-{known.number()}", "programme": "erasmus", "partner_id": partner_id,
        "first_year": f"{begins - 1}/{begins}", "last_year": f"{begins + 1}/{begins + 2}",
        "conditions": [{
            "direction": "outgoing", "kind": "student-study", "isced_codes": ["0613", "0311"],
            "eqf_levels": ["6", "7"], "places_per_year": places, "months_per_place": "5", "language": "en",
            "language_level": "B2",
        }],
    }  # fmt: skip


def _learns(known: Known, state: str, body: Json) -> Learn:
    def learn(answer: Json) -> None:
        known.note(
            "agreement", answer["id"], version=answer["version"], state=state, in_call=False, body=body,
            condition=answer["conditions"][0]["id"],
        )  # fmt: skip

    return learn


def edit_agreement(known: Known, chance: random.Random) -> Command | None:
    """What was proposed is a draft again; the version may be stale."""
    agreement = known.one("agreement", chance, in_call=False)
    if agreement is None or agreement["state"] == "active":
        return None
    body = agreement["body"] | {"reference": f"{known.run}-{known.number()}"}
    return Command(
        SERVICE, "edit-agreement", "PUT", f"/v1/agreements/{agreement['id']}", known.office, body,
        version=agreement["version"] - (chance.random() < 0.3),
        learn=_learns(known, "draft", body),
    )  # fmt: skip


def advance_agreement(known: Known, chance: random.Random) -> Command | None:
    """Proposed, signed by both, activated: one step."""
    agreement = known.one("agreement", chance)
    if agreement is None or agreement["state"] not in FOLLOWING:
        return None
    return advance(agreement, known)


def advance(agreement: Fact, known: Known) -> Command:
    (action, body), then = _step(agreement, known), FOLLOWING[agreement["state"]]
    return Command(
        SERVICE, f"{action}-agreement", "POST", f"/v1/agreements/{agreement['id']}/{action}", known.office,
        body, learn=lambda answer: known.note_more(
            "agreement", answer["id"], version=answer["version"], state=then
        ),
    )  # fmt: skip


def _step(agreement: Fact, known: Known) -> tuple[str, Json | None]:
    day = known.clock().date()
    match agreement["state"]:
        case "draft":
            return "propose", None
        case "proposed":
            return "signatures", {"party": "home", "signed_on": (day - timedelta(days=7)).isoformat()}
        case "half-signed":
            return "signatures", {"party": "partner", "signed_on": (day - timedelta(days=2)).isoformat()}
        case _:
            return "activate", None


def terminate_agreement(known: Known, chance: random.Random) -> Command | None:
    agreement = known.one("agreement", chance, state="active", in_call=False)
    if agreement is None:
        return None
    return Command(
        SERVICE, "terminate-agreement", "POST", f"/v1/agreements/{agreement['id']}/terminate", known.office,
        {"reason": "a trial"}, learn=lambda _: known.forget("agreement", agreement["id"]),
    )  # fmt: skip
