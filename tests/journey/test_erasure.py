"""Who asked to be forgotten is found in no database; the ledger stays, and names nobody."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import aiohttp
import pytest
from aiokafka import ConsumerRecord

from chassis.identity.caller import Role
from contracts.topics import PERSON
from deploy.local.journey.leaving import agreed_on_paper
from tests.journey.another_call import Offer, accept
from tests.journey.personal import words
from tests.journey.stored import everything_in
from tests.journey.system import System, program
from tests.journey.topics import records_of

pytestmark = pytest.mark.timeout(300)

STAY = """
query Stay($mobility: ID!, $person: ID!) {
  mobility(id: $mobility) {
    status person { givenName } partner { name } registrations { nodes { id } }
    grant { status paid { amount } person { givenName } }
  }
  person(id: $person) { givenName }
}
"""
EVENT = "query OwnInvitation { registrations(first: 1) { nodes { event { id } } } }"
CONFIRM = ("mobility", "finance", "events", "gateway")
ACCOUNTS = "SELECT count(*) FROM payees WHERE person_id = $1"
PAID_TO = "SELECT sum(amount) FROM ledger_entries WHERE account = $1"


@pytest.fixture(scope="module")
async def before(system: System, offers: list[Offer]) -> dict[str, Any]:
    """A student with application, grant, two payments and a registration; her stay is over."""
    stage, offer = system.stage, offers[1]
    mobility = await accept(stage, offer)
    await _register_for_the_orientation(system, offer, mobility["person"]["id"])
    await agreed_on_paper(stage, mobility["id"], "erasure")
    given = {"id": mobility["id"], "ends": stage.stay[1].isoformat()}
    await stage.gateway.do(
        stage.office, "completeMobility", given, "mobility { status }", input_type="StayEndedInput"
    )
    asked = {"mobility": mobility["id"], "person": mobility["person"]["id"]}
    seen = await system.until(
        "the paid grant",
        lambda: stage.gateway.ask(stage.office, STAY, asked),
        lambda found: found["mobility"]["grant"]["status"] == "SETTLED",
    )
    await system.settle()
    found = await _found(system, offer)
    accounts = await system.rows("finance", ACCOUNTS, offer.person_id)
    return {"asked": asked, "seen": seen, "found": found, "offer": offer, "accounts": accounts[0][0]}


@pytest.fixture(scope="module")
async def erased(system: System, before: dict[str, Any]) -> Offer:
    given = {"id": before["asked"]["person"]}
    await system.stage.gateway.do(system.stage.office, "erasePerson", given, "clientMutationId")
    await system.settle()
    offer: Offer = before["offer"]
    return offer


async def _register_for_the_orientation(system: System, offer: Offer, person: str) -> None:
    token = system.stage.student(offer.person_id)
    invited = await system.until(
        "the invitation",
        lambda: system.stage.gateway.ask(token, EVENT),
        lambda found: any(node["event"] for node in found["registrations"]["nodes"]),
    )
    given = {"id": invited["registrations"]["nodes"][0]["event"]["id"], "personId": person}
    await system.stage.gateway.do(token, "registerForEvent", given, "registration { status }")


def _words_of(offer: Offer) -> set[str]:
    student = offer.student
    return {
        student.given_name,
        student.family_name,
        student.student_number,
        student.student_number.lower(),  # begins the e-mail address
    }


async def _found(system: System, offer: Offer) -> dict[str, set[str]]:
    """Which words of the person stand in which table of which database."""
    wanted, found = _words_of(offer), {}
    for database, dsn in system.databases.items():
        for table, rows in (await everything_in(dsn)).items():
            if here := words("\n".join(rows)) & wanted:
                found[f"{database}.{table}"] = here
    return found


async def test_before_it_the_search_finds_the_person(before: dict[str, Any]) -> None:
    assert set().union(*before["found"].values()) == _words_of(before["offer"])
    assert {"mobility.person", "gateway.person_view"} <= before["found"].keys()
    assert before["accounts"] == 1
    assert before["seen"]["mobility"]["registrations"]["nodes"] != []


async def test_no_database_holds_a_word_of_the_person(system: System, erased: Offer) -> None:
    assert await _found(system, erased) == {}
    assert (await system.rows("finance", ACCOUNTS, erased.person_id))[0][0] == 0


async def test_the_ledger_stays_in_balance_under_an_id_that_names_nobody(
    system: System, erased: Offer
) -> None:
    paid = await system.rows("finance", PAID_TO, f"participant:{erased.person_id}")
    total = await system.rows("finance", "SELECT sum(amount) FROM ledger_entries")
    assert paid[0][0] == Decimal("2720.00")
    assert total[0][0] == 0


async def test_every_service_that_knew_her_logs_the_erasure_and_says_nothing_of_her(
    system: System, erased: Offer
) -> None:
    """Who asked stands where it was asked; the others' lines are their confirmations."""
    lines = {name: await _erasure_at(system, name, erased) for name in CONFIRM}
    assert {name for name, line in lines.items() if line["asked_by"]} == {"mobility"}
    assert lines["mobility"]["rows"]["person"] == 1
    assert lines["finance"]["rows"]["payees"] == 1
    assert lines["events"]["rows"]["registration"] >= 1
    told = words(str(lines))
    assert (told & _words_of(erased), erased.person_id in str(lines)) == (set(), False)


async def _erasure_at(system: System, name: str, erased: Offer) -> dict[str, Any]:
    """The one line of a service's log, as an operator reads it."""
    operator = {"Authorization": f"Bearer {system.site.issuer().issue(Role.OPS)}"}
    address = f"{system.site.url(program(name))}/v1/erasures?person_id={erased.person_id}"
    async with aiohttp.ClientSession(headers=operator) as session, session.get(address) as answer:
        (line,) = (await answer.json())["items"]
    return dict(line)


async def test_the_tombstone_is_the_last_that_the_topic_says_of_the_person(
    system: System, erased: Offer
) -> None:
    told = [r for r in await records_of(system.bootstrap, [PERSON]) if r.key == erased.person_id.encode()]
    assert told[-1].value is None
    assert _header(told[-1], "ce_type") == "kervan.mobility.person-erased.v1"


async def test_the_gateway_shows_the_stay_without_its_person(
    system: System, before: dict[str, Any], erased: Offer
) -> None:
    seen = await system.stage.gateway.ask(system.stage.office, STAY, before["asked"])
    assert seen["person"] is None
    assert (seen["mobility"]["person"], seen["mobility"]["grant"]["person"]) == (None, None)
    assert (seen["mobility"]["status"], seen["mobility"]["registrations"]["nodes"]) == ("COMPLETED", [])


async def test_her_token_opens_nothing_any_more(system: System, erased: Offer) -> None:
    query = "query Own { me { person { id } } people(first: 1) { totalCount } }"
    seen = await system.stage.gateway.ask(system.stage.student(erased.person_id), query)
    assert seen == {"me": {"person": None}, "people": {"totalCount": 0}}


def _header(record: ConsumerRecord, name: str) -> str | None:
    return next((raw.decode() for found, raw in record.headers if found == name), None)
