"""Commands go to the owner and come back readable: accepted, refused, slow, down; the next query too."""

from __future__ import annotations

import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts.vocabulary import AgreementStatus, PlacementStatus
from gateway.reading.ids import node_id
from gateway.tests import office
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.owner import Owner

CREATE = """mutation($input: CreatePartnerInput!) {
  createPartner(input: $input) {
    partner { id name version } stale clientMutationId
    userErrors { code field message { tr en } next { tr en } }
  }
}"""
PARTNER = {"name": "Universität Köln", "country": "DE", "clientMutationId": "one"}


async def test_a_command_is_answered_with_the_object_as_the_views_show_it(
    gateway: Gateway, owner: Owner
) -> None:
    partner = office.partner(new_id())
    owner.writes(partner)
    payload = (await gateway.ask(CREATE, input=PARTNER)).data["createPartner"]
    assert payload == {
        "partner": {"id": node_id("Partner", partner.key), "name": "Universität Köln", "version": 1},
        "stale": False,
        "clientMutationId": "one",
        "userErrors": [],
    }


async def test_what_a_mutation_answered_is_in_the_next_query_always(
    gateway: Gateway, owner: Owner, views: Views
) -> None:
    partner = office.partner(new_id())
    await views.take_in(partner)
    for version in range(2, 22):
        owner.delay_seconds = 0.004 * version
        owner.writes(office.partner(partner.key, version, name=f"Name {version}"))
        changed = await gateway.ask(CREATE, input=PARTNER)
        assert changed.data["createPartner"]["stale"] is False
        query = "query($id: ID!) { partner(id: $id) { name } }"
        seen = await gateway.ask(query, id=node_id("Partner", partner.key))
        assert seen.data["partner"] == {"name": f"Name {version}"}


async def test_a_change_that_the_views_do_not_show_in_time_is_called_stale(
    gateway: Gateway, owner: Owner
) -> None:
    owner.writes(office.partner(new_id()))
    owner.delay_seconds = None
    payload = (await gateway.ask(CREATE, input=PARTNER)).data["createPartner"]
    assert (payload["stale"], payload["partner"], payload["userErrors"]) == (True, None, [])


async def test_the_owner_gets_the_callers_token_a_key_and_plain_ids(gateway: Gateway, owner: Owner) -> None:
    partner, agreement = new_id(), new_id()
    owner.writes(office.agreement(agreement, partner))
    token = gateway.token(Role.OFFICE)
    given = {
        "reference": "ERA-1",
        "programme": "ERASMUS",
        "partnerId": node_id("Partner", partner),
        "firstYear": "2026/2027",
        "lastYear": "2028/2029",
        "idempotencyKey": "mine",
        "conditions": [
            {"direction": "OUTGOING", "kind": "STUDENT_STUDY", "iscedCodes": ["0714"], "placesPerYear": 2}
        ],
    }
    query = "mutation($input: DraftAgreementInput!) { draftAgreement(input: $input) { stale } }"
    await gateway.ask(query, token, input=given)
    (seen,) = owner.seen
    assert (seen["method"], seen["path"]) == ("POST", "/v1/agreements")
    assert seen["headers"]["Authorization"] == f"Bearer {token}"
    assert seen["headers"]["Idempotency-Key"] == "mine"
    assert seen["body"] == {
        "reference": "ERA-1",
        "programme": "erasmus",
        "partner_id": str(partner),
        "first_year": "2026/2027",
        "last_year": "2028/2029",
        "conditions": [
            {
                "direction": "outgoing",
                "kind": "student-study",
                "isced_codes": ["0714"],
                "places_per_year": 2,
            }
        ],
    }


async def test_an_expected_version_becomes_if_match(gateway: Gateway, owner: Owner) -> None:
    agreement = office.agreement(new_id(), new_id(), version=4, status=AgreementStatus.PROPOSED)
    owner.writes(agreement)
    query = "mutation($input: AgreementInput!) { proposeAgreement(input: $input) { agreement { status } } }"
    given = {"id": node_id("Agreement", agreement.key), "expectedVersion": 3}
    answer = await gateway.ask(query, input=given)
    (seen,) = owner.seen
    assert seen["headers"]["If-Match"] == '"3"'
    assert seen["path"] == f"/v1/agreements/{agreement.key}/propose"
    assert answer.data["proposeAgreement"]["agreement"] == {"status": "PROPOSED"}


async def test_a_refusal_is_told_as_the_owner_tells_it(gateway: Gateway, owner: Owner) -> None:
    words = {"tr": "Bu kayıt değişti.", "en": "This record has changed."}
    owner.refuses(412, code="stale-version", message=words, next=words, field=None, errors=[])
    payload = (await gateway.ask(CREATE, input=PARTNER)).data["createPartner"]
    assert payload["userErrors"] == [
        {"code": "stale-version", "field": None, "message": words, "next": words}
    ]
    assert payload["partner"] is None


async def test_every_wrong_input_is_told_by_its_name_in_the_schema(gateway: Gateway, owner: Owner) -> None:
    words = {"tr": "Çok uzun.", "en": "Too long."}
    errors = [
        {"location": "body", "field": "conditions.0.places_per_year", "code": "too-long", "message": words}
    ]
    owner.refuses(422, code="invalid-input", message=words, errors=errors)
    payload = (await gateway.ask(CREATE, input=PARTNER)).data["createPartner"]
    assert [error["field"] for error in payload["userErrors"]] == ["conditions.0.placesPerYear"]


@pytest.mark.parametrize("trouble", ["slow", "broken", "nonsense"])
async def test_a_service_in_trouble_is_a_user_error_with_a_retry_hint(
    trouble: str, gateway: Gateway, owner: Owner
) -> None:
    if trouble == "slow":
        owner.slow_seconds = 3.0
    else:
        owner.refuses(500 if trouble == "broken" else 404, html="<h1>?</h1>")
    payload = (await gateway.ask(CREATE, input=PARTNER)).data["createPartner"]
    (error,) = payload["userErrors"]
    assert error["code"] == "service-unavailable"
    assert "idempotencyKey" in error["next"]["en"]


async def test_a_service_that_is_down_stops_its_commands_but_not_reading(
    gateway: Gateway, views: Views
) -> None:
    event = office.gathering(new_id())
    await views.take_in(event)
    query = """mutation($input: CancelEventInput!) { cancelEvent(input: $input) { userErrors { code } } }"""
    refused = await gateway.ask(query, input={"id": node_id("Event", event.key)})
    read = await gateway.ask("{ events { nodes { venue } } }")
    assert refused.data["cancelEvent"]["userErrors"] == [{"code": "service-unavailable"}]
    assert read.data["events"]["nodes"] == [{"venue": "Hall A"}]


async def test_a_malformed_id_never_reaches_the_owner(gateway: Gateway, owner: Owner) -> None:
    query = (
        "mutation($input: AgreementInput!) { proposeAgreement(input: $input) { userErrors { code field } } }"
    )
    answer = await gateway.ask(query, input={"id": "nonsense"})
    assert answer.data["proposeAgreement"]["userErrors"] == [{"code": "invalid-id", "field": "id"}]
    assert owner.seen == []


async def test_an_accepted_placement_shows_the_mobility_that_it_became(
    gateway: Gateway, owner: Owner, views: Views
) -> None:
    agreement, application = (
        office.agreement(new_id(), new_id()),
        office.application(new_id(), new_id(), new_id()),
    )
    placement = office.placement(new_id(), application, agreement, status=PlacementStatus.ACCEPTED)
    stay = office.stay(new_id(), application.state.person_id)
    await views.take_in(stay)
    owner.writes(placement, mobility_id=str(stay.key))
    query = """mutation($input: PlacementInput!) {
      acceptPlacement(input: $input) { placement { status } mobility { id } stale }
    }"""
    payload = (await gateway.ask(query, input={"id": node_id("Placement", placement.key)})).data
    assert payload["acceptPlacement"] == {
        "placement": {"status": "ACCEPTED"},
        "mobility": {"id": node_id("Mobility", stay.key)},
        "stale": False,
    }


async def test_an_erasure_waits_until_the_person_is_gone(
    gateway: Gateway, owner: Owner, views: Views
) -> None:
    person = office.person(new_id())
    await views.take_in(person)
    owner.event, owner.answer = office.erased(person.key, 2), None
    query = "mutation($input: ErasePersonInput!) { erasePerson(input: $input) { stale userErrors { code } } }"
    payload = (await gateway.ask(query, input={"id": node_id("Person", person.key)})).data["erasePerson"]
    people = (await gateway.ask("{ people { totalCount } }")).data["people"]
    assert payload == {"stale": False, "userErrors": []}
    assert people == {"totalCount": 0}


async def test_what_is_left_out_of_a_change_is_not_sent_and_null_is(gateway: Gateway, owner: Owner) -> None:
    person = office.person(new_id(), version=2)
    owner.writes(person)
    query = "mutation($input: ChangePersonInput!) { changePerson(input: $input) { stale } }"
    given = {
        "id": node_id("Person", person.key),
        "expectedVersion": 1,
        "iban": None,
        "email": "a@example.org",
    }
    await gateway.ask(query, input=given)
    assert owner.seen[0]["body"] == {"iban": None, "email": "a@example.org"}
