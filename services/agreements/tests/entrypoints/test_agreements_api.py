from __future__ import annotations

from uuid import UUID

from chassis.identity.caller import Role
from services.agreements.tests.builders import (
    STUDY,
    a_partner,
    active,
    an_agreement,
    drafted,
    proposed,
    signed,
)
from services.agreements.tests.conftest import Client, ClientOf, ReadOutbox


async def test_a_draft_is_answered_with_its_version_and_its_partner(office: Client) -> None:
    partner_id = await a_partner(office, name="Universität Musterstadt")
    answer = await office.post("/agreements", an_agreement(partner_id))
    assert (answer.status, answer.headers["ETag"]) == (201, '"1"')
    assert answer.body["status"] == "draft"
    assert answer.body["partner"]["name"] == "Universität Musterstadt"


async def test_every_step_is_one_event_and_one_version(office: Client, outbox: ReadOutbox) -> None:
    await active(office)
    steps = [
        (event.name, event.sequence) for event in await outbox() if "agreements.agreement" in event.topic
    ]
    assert steps == [
        ("agreement-drafted", 1),
        ("agreement-proposed", 2),
        ("agreement-signed", 3),
        ("agreement-signed", 4),
        ("agreement-activated", 5),
    ]


async def test_coming_into_force_is_published_for_partner_universities(
    office: Client, outbox: ReadOutbox
) -> None:
    identity = await active(office)
    (published,) = [event for event in await outbox() if event.topic == "partners.agreements.v1"]
    assert (published.name, published.sequence) == ("agreement-published", 1)
    assert (published.state["id"], published.state["status"]) == (identity, "active")


async def test_ending_an_agreement_in_force_withdraws_it_outside(office: Client, outbox: ReadOutbox) -> None:
    identity = await active(office)
    await office.post(f"/agreements/{identity}/terminate", {"reason": "No students applied."})
    outside = [event for event in await outbox() if event.topic == "partners.agreements.v1"]
    assert [(event.name, event.sequence) for event in outside] == [
        ("agreement-published", 1),
        ("agreement-withdrawn", 2),
    ]


async def test_the_reason_of_an_end_stays_inside(office: Client, outbox: ReadOutbox) -> None:
    identity = await active(office)
    await office.post(f"/agreements/{identity}/terminate", {"reason": "Frau Muster left."})
    assert "Muster left" not in str(await outbox())


async def test_a_change_of_a_proposed_agreement_restarts_approval(office: Client) -> None:
    identity = await signed(office)
    present = (await office.get(f"/agreements/{identity}")).body
    content = an_agreement(present["partner_id"], last_year="2027/2028")
    answer = await office.put(f"/agreements/{identity}", content, version=present["version"])
    assert answer.status == 200
    assert (answer.body["status"], answer.body["signatures"]) == ("draft", [])


async def test_an_agreement_in_force_is_not_edited(office: Client) -> None:
    identity = await active(office)
    present = (await office.get(f"/agreements/{identity}")).body
    answer = await office.put(
        f"/agreements/{identity}", an_agreement(present["partner_id"]), version=present["version"]
    )
    assert (answer.status, answer.code) == (409, "agreement-not-editable")


async def test_a_stale_version_is_refused_with_the_present_one(office: Client) -> None:
    identity = await proposed(office)
    partner_id = (await office.get(f"/agreements/{identity}")).body["partner_id"]
    answer = await office.put(f"/agreements/{identity}", an_agreement(partner_id), version=1)
    assert (answer.status, answer.code) == (412, "stale-version")
    assert answer.body["facts"]["present"] == 2


async def test_an_edit_must_say_which_version_it_changes(office: Client) -> None:
    identity = await drafted(office)
    partner_id = (await office.get(f"/agreements/{identity}")).body["partner_id"]
    answer = await office.put(f"/agreements/{identity}", an_agreement(partner_id))
    assert (answer.status, answer.code) == (428, "version-required")


async def test_activation_needs_both_signatures(office: Client) -> None:
    identity = await proposed(office)
    await office.post(f"/agreements/{identity}/signatures", {"party": "home", "signed_on": "2026-05-04"})
    answer = await office.post(f"/agreements/{identity}/activate")
    assert (answer.status, answer.code) == (422, "signatures-missing")
    assert answer.body["message"]["en"].endswith("missing: partner.")


async def test_a_refused_draft_leaves_nothing_behind(office: Client, outbox: ReadOutbox) -> None:
    partner_id = await a_partner(office)
    content = an_agreement(partner_id, conditions=[{**STUDY, "isced_codes": ["0619", "0699"]}])
    answer = await office.post("/agreements", content)
    assert (answer.status, answer.code) == (422, "isced-code-unknown")
    assert answer.body["field"] == "conditions.0.isced_codes.1"
    assert [event.name for event in await outbox()] == ["partner-listed"]


async def test_a_reference_is_given_once(office: Client) -> None:
    identity = await drafted(office, reference="IGD-1")
    partner_id = (await office.get(f"/agreements/{identity}")).body["partner_id"]
    answer = await office.post("/agreements", an_agreement(partner_id, reference="IGD-1"))
    assert (answer.status, answer.code) == (409, "reference-taken")


async def test_a_repeated_command_gets_its_first_answer(office: Client) -> None:
    content = an_agreement(await a_partner(office))
    first = await office.post("/agreements", content, **{"Idempotency-Key": "draft-1"})
    again = await office.post("/agreements", content, **{"Idempotency-Key": "draft-1"})
    assert again.body == first.body
    assert again.headers["Idempotency-Replayed"] == "true"


async def test_a_language_below_the_recommended_one_is_told_and_not_refused(office: Client) -> None:
    partner_id = await a_partner(office)
    content = an_agreement(partner_id, conditions=[{**STUDY, "language_level": "A2"}])
    answer = await office.post("/agreements", content)
    assert answer.status == 201
    assert "language-below-recommended" in {warning["code"] for warning in answer.body["warnings"]}


async def test_students_see_agreements_in_force_only(office: Client, client_of: ClientOf) -> None:
    partner_id = await a_partner(office)
    draft = await drafted(office, partner_id=partner_id, reference="A")
    in_force = await active(office, partner_id=partner_id, reference="B")
    student = await client_of(Role.STUDENT)
    assert [one["id"] for one in (await student.get("/agreements")).body["items"]] == [in_force]
    assert (await student.get(f"/agreements/{draft}")).status == 404


async def test_a_partner_university_sees_its_own_only_and_no_draft(
    office: Client, client_of: ClientOf
) -> None:
    own, other = await a_partner(office, "Own"), await a_partner(office, "Other")
    draft = await drafted(office, partner_id=own, reference="A")
    ours = await proposed(office, partner_id=own, reference="C")
    foreign = await active(office, partner_id=other, reference="B")
    partner = await client_of(Role.PARTNER, partner_id=UUID(own))
    assert [one["id"] for one in (await partner.get("/agreements")).body["items"]] == [ours]
    assert (await partner.get("/agreements", partner_id=other)).body["items"] == []
    assert (await partner.get(f"/agreements/{ours}")).status == 200
    for hidden in (foreign, draft):
        assert (await partner.get(f"/agreements/{hidden}")).status == 404


async def test_only_the_office_changes_agreements(office: Client, client_of: ClientOf) -> None:
    partner_id = await a_partner(office)
    partner = await client_of(Role.PARTNER, partner_id=UUID(partner_id))
    answer = await partner.post("/agreements", an_agreement(partner_id))
    assert (answer.status, answer.code) == (403, "role-missing")


async def test_a_list_is_paged_newest_first(office: Client) -> None:
    partner_id = await a_partner(office)
    made = [await drafted(office, partner_id=partner_id, reference=f"IGD-{n}") for n in range(3)]
    first = (await office.get("/agreements", limit="2")).body
    rest = (await office.get("/agreements", limit="2", cursor=first["next"])).body
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


async def test_a_memorandum_comes_into_force_without_places(office: Client, outbox: ReadOutbox) -> None:
    words = {"tr": "Ortak araştırma", "en": "Research together"}
    given = {
        "programme": "bilateral",
        "kind": "memorandum",
        "conditions": [],
        "particulars": {"purpose": words},
    }
    identity = await active(office, **given)
    agreement = (await office.get(f"/agreements/{identity}")).body
    assert (agreement["kind"], agreement["particulars"]) == (
        "memorandum",
        {"purpose": words, "degree": None, "units": []},
    )
    said = [event for event in await outbox() if event.name == "agreement-activated"]
    assert [event.state["kind"] for event in said] == ["memorandum"]
    joint = {"programme": "bilateral", "kind": "joint-programme", "conditions": []}
    bare = await drafted(office, partner_id=agreement["partner_id"], reference="2", **joint)
    refused = await office.post(f"/agreements/{bare}/propose")
    assert (refused.status, refused.code, refused.body["field"]) == (
        422, "agreement-particulars-missing", "purpose",
    )  # fmt: skip
    assert "birimler" in refused.body["message"]["tr"]
