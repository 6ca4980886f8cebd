"""Chapter 3: agreements from draft to the partners' topic, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.topics import PUBLISHED_AGREEMENT, Topic
from deploy.local.journey.clients import JourneyStopped, Json, eventually
from deploy.local.journey.journal import Facts
from deploy.local.journey.stage import Stage

PARTNERS = (("DE", "LEIPZIG01", 4), ("PL", "KRAKOW01", 3), ("ES", "GRANADA01", 3), ("AT", "WIEN01", 1))
"""(country, what to search for, places a year). Ten places for the first call, one for the second."""

FIND = """
query FindPartner($text: String!, $country: String!) {
  partners(search: $text, filter: {country: $country}, first: 1) { nodes { id erasmusCode name city } }
}
"""
AGREEMENT = "agreement { id version status conditions { id placesPerYear } }"


async def agreements(stage: Stage) -> Facts:
    """The first agreement step by step, two more in short."""
    await _refusals(stage)
    made: list[Json] = []
    for country, text, places in PARTNERS:
        partner = await find_partner(stage, text, country)
        agreement = await make_agreement(stage, partner, places, aloud=not made)
        made.append({"partner": partner, "agreement": agreement})
    await _people(stage, made[0]["partner"]["id"])
    await _stale(stage, made[0]["agreement"])
    await _published(stage)
    return {"made": made}


async def find_partner(stage: Stage, text: str, country: str) -> Json:
    nodes = (await stage.gateway.ask(stage.office, FIND, {"text": text, "country": country}))["partners"][
        "nodes"
    ]
    if not nodes:
        raise JourneyStopped(f"the directory has no {text} in {country}")
    partner: Json = nodes[0]
    stage.story.step(f'query FindPartner("{text}", {country})', f"{partner['erasmusCode']} {partner['name']}")
    return partner


async def _people(stage: Stage, partner_id: str) -> None:
    """Who is written to there; told to the office and coordinators alone, so no name is printed."""
    contact = {
        "id": partner_id,
        "name": "Katharina Beispiel",
        "roles": ["erasmus-coordinator", "nominations"],
        "email": "k.beispiel@uni.example",
    }
    await stage.gateway.do(
        stage.office, "enterPartnerContact", contact, "contactId", key=stage.key("enter-contact")
    )
    note = {"id": partner_id, "text": "Adaylıklar 15 Mayıs'a kadar · Nominations by 15 May"}
    await stage.gateway.do(stage.office, "writePartnerNote", note, "noteId", key=stage.key("write-note"))
    stage.story.step("mutation enterPartnerContact, writePartnerNote", "sealed, and in no event")


def _draft(stage: Stage, partner_id: str, reference: str, **changed: object) -> Json:
    begins = stage.stay[0].year
    condition = {
        "direction": "OUTGOING",
        "kind": "STUDENT_STUDY",
        "iscedCodes": ["0613", "0311"],
        "eqfLevels": ["BACHELOR", "MASTER"],
        "placesPerYear": 2,
        "monthsPerPlace": "5",
        "language": "en",
        "languageLevel": "B2",
    }
    draft = {
        "reference": reference,
        "programme": "ERASMUS",
        "partnerId": partner_id,
        "firstYear": f"{begins - 1}/{begins}",
        "lastYear": f"{begins + 1}/{begins + 2}",
        "conditions": [condition | {k: v for k, v in changed.items() if k in condition}],
    }
    return draft | {k: v for k, v in changed.items() if k not in condition}


async def _refusals(stage: Stage) -> None:
    """What a coordinator at the desk gets wrong."""
    partner = await find_partner(stage, PARTNERS[0][1], PARTNERS[0][0])
    begins = stage.stay[0].year
    wrong: list[Json] = [
        {"firstYear": f"{begins}/{begins + 1}", "lastYear": f"{begins - 2}/{begins - 1}"},
        {"iscedCodes": ["0699"]},
        {"placesPerYear": 0},
    ]
    for change in wrong:
        draft = _draft(stage, partner["id"], "WRONG", **change)
        stage.story.refused(
            "mutation draftAgreement", await stage.gateway.refusal(stage.office, "draftAgreement", draft)
        )


async def make_agreement(stage: Stage, partner: Json, places: int, *, aloud: bool) -> Json:
    code = partner["erasmusCode"].replace(" ", "-")
    draft = _draft(stage, partner["id"], f"{stage.stay[0].year}-{code}", placesPerYear=places)
    signed_on = stage.journal.began.date()
    agreement = await _do(stage, "draftAgreement", draft, code, input_type="DraftAgreementInput", aloud=aloud)
    own = {"id": agreement["id"]}
    await _do(stage, "proposeAgreement", own, code, input_type="AgreementInput", aloud=aloud)
    for party, day in (("HOME", signed_on - timedelta(days=7)), ("PARTNER", signed_on)):
        given = own | {"party": party, "signedOn": day.isoformat()}
        await _do(
            stage, "signAgreement", given, f"{code}-{party}", input_type="SignAgreementInput", aloud=aloud
        )
    active = await _do(stage, "activateAgreement", own, code, input_type="AgreementInput", aloud=aloud)
    if not aloud:
        stage.story.step(
            "draft, propose, sign twice, activate", f"{code}: {active['status']}, {places} places a year"
        )
    return active


async def _do(stage: Stage, mutation: str, given: Json, key: str, *, input_type: str, aloud: bool) -> Json:
    payload = await stage.gateway.do(
        stage.office, mutation, given, AGREEMENT, key=stage.key(f"{mutation}-{key}"), input_type=input_type
    )
    agreement: Json = payload["agreement"]
    if aloud:
        stage.story.step(f"mutation {mutation}", f"{agreement['status']}, version {agreement['version']}")
    return agreement


async def _stale(stage: Stage, agreement: Json) -> None:
    given = {"id": agreement["id"], "expectedVersion": 1, "reason": "-"}
    error = await stage.gateway.refusal(stage.office, "terminateAgreement", given)
    stage.story.refused("mutation terminateAgreement(expectedVersion: 1)", error)


async def _published(stage: Stage) -> None:
    """Read the topic as a partner university would."""

    async def count() -> int:
        return await records_in(stage.endpoints["kafka"]["bootstrap_servers"], PUBLISHED_AGREEMENT)

    found = await eventually("agreements on the partners' topic", count, lambda n: n >= len(PARTNERS))
    stage.story.step(f"Kafka {PUBLISHED_AGREEMENT.name}", f"{found} agreements published, no personal data")


async def records_in(bootstrap: str, topic: Topic) -> int:
    """How many records a topic has had."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic.name, n) for n in range(topic.partitions)]
        consumer.assign(partitions)
        return sum((await consumer.end_offsets(partitions)).values())
    finally:
        await consumer.stop()
